//! How results are written, for every command that writes them.

use super::Help;

const FORMAT: &str = "结果的格式；不写则看文件的扩展名，仍看不出就用 CSV";
const CSV: &str = "保留名单原有的列，检测结果附在后面";
const TXT: &str = "只有号码，去重，每行一个";
const XLSX: &str = "Excel 表格，另附一张统计表";

pub(super) const HELP: &[Help] = &[
    (".excel", "给 Excel 用的 CSV：带 BOM，号码不会变成科学计数法，也不会被当成公式"),
    (".format=ndjson", "每行一个 JSON 对象"),
    (".output_encoding", "CSV 和 TXT 的编码，默认 UTF-8"),
    (".output_encoding=gb18030", "较旧的中文软件能读的编码"),
    (".output_encoding=utf-16le", "带 BOM"),
    (".output_encoding=utf-8", "其他软件都能读的编码"),
    (".split_by", "按状态或能否联系拆成多个文件"),
    (".split_by=reachability", "按能否联系，每种一个文件"),
    (".split_by=status", "按状态，每种一个文件"),
    ("run.format", FORMAT),
    ("run.format=csv", CSV),
    ("run.format=txt", TXT),
    ("run.format=xlsx", XLSX),
    ("runs export.format", FORMAT),
    ("runs export.format=csv", CSV),
    ("runs export.format=txt", TXT),
    ("runs export.format=xlsx", XLSX),
];
