//! `numcheck products`.

use super::Help;

pub(super) const HELP: &[Help] =
    &[("products", "列出可查的产品、各自的限制，以及凭证是否已设置"), ("products.format", "输出格式")];
