//! `numcheck normalize`.

use super::Help;

pub(super) const HELP: &[Help] = &[
    ("normalize", "整理名单：识别号码、统一写法、去重。免费，不发任何请求（有的行不是号码时退出码为 3）"),
    ("normalize.list", "名单：文本、CSV 或电子表格，UTF-8、UTF-16、GBK 都认；- 表示标准输入"),
    ("normalize.output", "号码写到哪个文件；不写或写 - 则输出到标准输出"),
    ("normalize.format", "输出格式；不写则看文件扩展名：.csv、.json、.ndjson，其余为 text"),
];
