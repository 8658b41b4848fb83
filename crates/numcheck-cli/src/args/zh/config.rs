//! `numcheck config` and `numcheck doctor`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    (".config", "配置文件，代替项目里的 numcheck.toml；不写则看 NUMCHECK_CONFIG"),
    (".profile", "使用配置里的哪个方案；不写则看 NUMCHECK_PROFILE"),
    ("config", "生成、查看和检查配置文件 numcheck.toml"),
    ("config check", "检查所有配置文件，一次列出全部问题"),
    ("config init", "生成 numcheck.toml，所有配置项以注释列出；不会覆盖已有文件"),
    ("config init.user", "生成个人配置，对所有目录生效"),
    ("config show", "查看生效的配置；凭证只显示来源"),
    ("config show.origin", "同时显示每项配置的来源"),
    ("config show.format", "输出格式：text 或 json"),
    (
        "config trust",
        "信任在目录里找到的 numcheck.toml，让其中的配置生效；文件改动后需要重新信任。只影响显示的配置无需信任",
    ),
    ("config trust.file", "要信任的文件；不写则为从当前目录找到的那一份"),
    ("config trust.revoke", "取消信任"),
    ("doctor", "检查环境是否就绪：凭证、时钟、代理、文件权限、台账、配置；不发请求，不产生费用"),
    ("doctor.format", "输出格式：text 或 json"),
];
