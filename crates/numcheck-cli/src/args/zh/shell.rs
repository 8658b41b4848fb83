//! `numcheck completions` and `numcheck man`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("completions", "生成命令补全脚本"),
    ("completions.shell", "为哪种 shell 生成"),
    ("man", "生成手册页：每个命令一页；不写目录则把总页输出到标准输出"),
    ("man.dir", "写入手册页的目录"),
];
