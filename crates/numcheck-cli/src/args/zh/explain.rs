//! `numcheck explain`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("explain", "解释代码或用语：什么意思、由谁处理、是否计费"),
    ("explain.query", "服务商的错误码（10012）、状态码（4）、输出中的英文词（silent）或中文词（沉默号）"),
    ("explain.vendor", "只看这家服务商的"),
    ("explain.format", "输出格式"),
    (".format=text", "供人阅读"),
];
