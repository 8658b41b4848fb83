use numcheck_core::messages;

messages! {
    several_files() {
        "--split-by makes several files, and standard output is one", "--split-by 会生成多个文件，不能写到标准输出"
    }
    sheet_on_terminal() { "an XLSX is nothing to read on a terminal", "XLSX 不能直接显示在终端里" }
    unwritten_form(extension) { "results cannot be written as .{extension}", "结果不能写成 .{extension} 文件" }
    unwritten_form_cure() {
        "name a file that ends in .xlsx, or say the form with -f", "请用 .xlsx 作扩展名，或用 -f 指定格式"
    }
    name_file() { "name a file with -o", "请用 -o 指定文件" }
    /// What was found of a list without being told.
    list(name, form, column) { "list: {name}, {form}, numbers in {column}", "名单：{name}，{form}，号码在{column}" }
    complaint(line, error) { "  line {line}: {error}", "  第 {line} 行：{error}" }
    no_encoding(name) { "{name} is no encoding of lists", "不认识名单编码 {name}" }
    no_encoding_cure() {
        "write utf-8, gb18030, utf-16le or utf-16be", "可用 utf-8、gb18030、utf-16le、utf-16be"
    }
    other_form_cure() {
        "name a file that ends in .csv, .xlsx, .txt or .ndjson, or say the form with -f",
        "扩展名请用 .csv、.xlsx、.txt 或 .ndjson，或用 -f 指定格式",
    }
}
