//! `numcheck normalize`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    (
        "normalize",
        "整理名单：识别号码、统一写法、去重，并说明哪些行不是号码。免费，不发任何请求。退出码：0 每行都是号码，3 有的行不是，5 一个号码也没有",
    ),
    ("normalize.list", "名单：文本或 CSV，UTF-8、UTF-16 或 GBK；- 表示标准输入"),
    ("normalize.output", "号码写到哪个文件；不写或写 - 则输出到标准输出"),
    ("normalize.format", "输出格式；不写则看文件扩展名：.csv、.json、.ndjson，其余为 text"),
    ("normalize.column", "号码所在的列：表头名，或从 1 数的列号"),
    ("normalize.encoding", "名单的编码：utf-8、gb18030、utf-16le、utf-16be"),
];
