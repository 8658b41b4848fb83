//! `numcheck runs`.

use super::Help;

pub(super) const HELP: &[Help] =
    &[("runs", "查看检测任务：查到了什么、花了多少、哪些计费存疑"), (".sandbox", "沙箱里的任务，它们另有一本台账")];
