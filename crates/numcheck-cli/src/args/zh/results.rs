//! How results are written, for every command that writes them.

use super::Help;

pub(super) const HELP: &[Help] = &[
    (".split_by", "按状态（status）或可联系程度（reachability）拆成多个文件"),
    (".excel", "给 Excel 用的 CSV：带 BOM，号码不会变成科学计数法，也不会被当成公式"),
    (".output_encoding", "CSV 和 TXT 的编码：utf-8（默认）、gb18030、utf-16le"),
    ("run.format", "结果格式：csv、xlsx、txt（只有号码）、ndjson；不写则看 -o 的扩展名，再不行就用 csv"),
    ("runs export.format", "结果格式：csv、xlsx、txt（只有号码）、ndjson；不写则看 -o 的扩展名，再不行就用 csv"),
    ("run.sheet", "表格中的工作表，写名称或序号（从 1 起）；不写则自动找含有号码的那一张"),
];
