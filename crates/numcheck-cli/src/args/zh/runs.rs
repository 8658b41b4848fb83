//! `numcheck runs`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("runs", "查看检测任务：查到了什么、花了多少、哪些计费存疑"),
    ("runs.sandbox", "查看沙箱里的任务（单独的台账）"),
    ("runs export", "从台账重新导出某个任务的结果"),
    ("runs export.run", "任务号"),
    ("runs export.output", "结果写到哪里，可以是 .csv、.xlsx、.txt 或 .ndjson；写 - 则输出到标准输出"),
    ("runs list", "列出台账里的任务，最近的在前"),
    ("runs list.format", "输出格式"),
    ("runs purge", "彻底删除任务及其号码；有计费存疑号码的任务会保留"),
    ("runs purge.runs", "任务号，可写多个"),
    ("runs purge.older_than", "删除多久以前开始的全部任务，以及 check 在那之前的记录：90d"),
    ("runs settle", "按服务商账单，登记某个任务里计费存疑的号码是否已计费"),
    ("runs settle.run", "任务号"),
    ("runs settle.paid", "已计费：结果无法找回，不再查询"),
    ("runs settle.not_paid", "未计费：任务可以重新查询这些号码"),
    ("runs settle.request", "只登记这些请求，请求编号见 in-doubt.csv"),
    ("runs settle.correct", "以前登记有误：把已登记为相反结论的号码也一并更正"),
    ("runs show", "查看一个任务：逐行统计和费用"),
    ("runs show.run", "任务号"),
    ("runs show.format", "输出格式"),
];
