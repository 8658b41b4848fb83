//! `numcheck check`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("check", "用一个产品查询号码，一次最多 100 个"),
    ("check.numbers", "号码，怎么写都行；写 - 则从标准输入读取，每行一个"),
    ("check.product", "查询用的产品"),
    (".encrypt", "号码是否额外加密（部分产品支持）"),
    (".encrypt=aes", "AES 加密，密钥取自账户的 OPENID"),
    (".encrypt=none", "不另外加密，仅由 https 保护"),
    (".encrypt=rsa", "RSA 加密，使用服务商提供的公钥"),
    ("check.country", "号码没带国家或地区区号时按哪个算：852、+852 或 00852"),
    ("check.no_ledger", "不记入台账：以后的检测任务用不到这次的结果，也不知道它可能已经计费"),
    ("check.format", "结果的输出格式"),
    (".format=csv", "带表头，每个号码一行，UTF-8 无 BOM，供程序和数据库使用"),
    (".format=json", "每行一个 JSON 对象"),
    ("check.format=text", "在终端里是表格，否则以制表符分隔"),
];
