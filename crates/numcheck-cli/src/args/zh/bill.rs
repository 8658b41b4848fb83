//! `numcheck bill`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("bill", "按天、产品和凭证列出一个月的费用，并可与服务商的对账单核对"),
    ("bill.month", "月份，按北京时间，如 2026-11；不写则为本月"),
    ("bill.statement", "服务商的对账单：CSV 文件，编码不限；不一致或无法核对时退出码为 3"),
    ("bill.columns", "对账单各列的表头，自动认不出时使用：day=日期,count=计费条数,order=流水号,product=产品"),
    ("bill.product", "只看这个产品"),
    ("bill.sandbox", "查看沙箱里的费用（单独的台账）"),
    ("bill.format", "输出格式"),
];
