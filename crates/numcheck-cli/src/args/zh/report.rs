//! `numcheck runs report`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("runs report", "生成检测任务的报告：结果分布、地区和运营商、费用核对、出错情况、计费存疑；不含完整号码和凭证"),
    ("runs report.run", "任务号"),
    ("runs report.html", "写成一个网页文件：可离线打开、可打印，适合转给别人看"),
    ("runs report.json", "以 JSON 输出到标准输出"),
];
