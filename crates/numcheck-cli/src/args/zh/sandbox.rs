//! `numcheck sandbox`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("sandbox", "在本机模拟各家服务商，供开发程序时对接"),
    ("sandbox.port", "端口；0 表示任选一个空闲端口"),
    ("sandbox.state", "把沙箱账单存在这个目录，沙箱结束后仍保留"),
    ("sandbox.faults", "模拟哪些故障：预设方案，或 lost=0.01,cut=0.005,delay=50ms,quota=1000,seed=7 这样的组合"),
    ("sandbox.announce", "就绪后把地址写入这个文件"),
    ("sandbox.follow_parent", "标准输入结束时，处理完当前请求后退出"),
    ("sandbox.host", "监听地址，只能是本机回环地址"),
];
