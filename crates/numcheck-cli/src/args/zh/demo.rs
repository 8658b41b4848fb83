//! `numcheck demo`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("demo", "几秒钟看懂这个工具：不用账号，不联网，不花钱"),
    ("demo.dir", "演示用的目录；上次演示建的目录可以接着用"),
];
