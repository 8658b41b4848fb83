//! The tool itself, and arguments that several commands share.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("", "查询号码状态，每一笔费用都有据可查"),
    (".lang", "提示语言：en 或 zh；不写则看 NUMCHECK_LANG，再看系统区域设置。数据输出始终为英文"),
    (".log_format", "日志的格式"),
    (".verbose", "在标准错误输出日志：-v 任务与异常，-vv 每次请求，-vvv 再加台账提交"),
    (".log_format=json", "每行一个 JSON 对象"),
    (".log_format=text", "供人阅读"),
    (".ledger", "台账文件；不写则用状态目录下的 numcheck/ledger.db"),
    (".sheet", "电子表格的工作表：表名，或从 1 数的序号；不写则用唯一含有号码的那张"),
    (".column", "号码所在的列：表头名，或从 1 数的列号"),
    (".encoding", "名单的编码：utf-8、gb18030、utf-16le、utf-16be"),
];
