//! `numcheck schema`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("schema", "输出某种机器可读格式的 JSON schema；不写名称则列出全部"),
    ("schema.name", "名称：check、explain、products 等"),
];
