use numcheck_core::messages;

messages! {
    unread(name, error) { "{name} cannot be read: {error}", "无法读取 {name}：{error}" }
    unread_to_end(name, error) { "{name} cannot be read to its end: {error}", "{name} 读到一半出错：{error}" }
    hole(byte) {
        "from byte {byte} on there is nothing but zeros: the file was not written to its end. Ask for it again, or cut it there",
        "从第 {byte} 字节起全是 0，文件没有写完整：请重新获取该文件，或截去这一段",
    }
    unread_again(name, error) { "{name} cannot be read again: {error}", "无法再次读取 {name}：{error}" }
    folder(name) { "{name} is a folder: name a file in it", "{name} 是目录，请指定其中的文件" }
    no_file(name) {
        "{name} is a pipe or a device, and a list is read twice: save it to a file and name that, or pipe it in and write -",
        "{name} 是管道或设备，而名单要读两遍：请存成文件再指定，或用管道输入并写 -",
    }
    empty(name) { "{name} is empty: nothing to ask", "{name}：内容为空，没有可查的号码" }
    only_header(name) {
        "{name} has no line below its header: nothing to ask", "{name} 只有表头，没有可查的号码"
    }
    changed_while_read(name) {
        "{name} changed while it was read: try again when nobody writes to it",
        "读取过程中 {name} 被改动了：请在没有程序写入它时重试",
    }
    too_many(name, most) { "{name} has more than {most} numbers: split it", "{name} 的号码超过 {most} 个，请拆分后再查" }

    pdf(name) { "{name} is a PDF: export the numbers as text", "{name} 是 PDF 文件，请把号码导出为文本" }
    compressed(name) { "{name} is compressed: unpack it first", "{name} 是压缩文件，请先解压" }
    archive(name) {
        "{name} is an archive, not a spreadsheet: unpack it and name the list in it",
        "{name} 是压缩包，不是表格：请解压后指定其中的名单",
    }
    no_text(name) {
        "{name} is no text: save the numbers as TXT, CSV or XLSX, and name that",
        "{name} 不是文本文件：请把号码另存为 TXT、CSV 或 XLSX 后再指定",
    }

    /// A spreadsheet of a form that is not read.
    other_book(name) {
        "{name} is a spreadsheet of a form that is not read here (ODS or XLSB): save it as XLSX or CSV",
        "暂不支持 {name} 这种表格格式（ODS 或 XLSB）：请另存为 XLSX 或 CSV",
    }
    broken_book(name) {
        "{name} is a broken spreadsheet: open it, save it again as XLSX or CSV, or ask its sender for another copy",
        "表格 {name} 已损坏：请打开后重新另存为 XLSX 或 CSV，或请对方重新发送",
    }
    broken_sheet(name, sheet, error) {
        "{name}, sheet {sheet}, is broken ({error}): open it and save it again as XLSX or CSV",
        "{name} 的工作表“{sheet}”已损坏（{error}）：请打开后重新另存为 XLSX 或 CSV",
    }
    protected(name) {
        "{name} is protected by a password: open it, take the password off, and save it again",
        "{name} 设了打开密码：请用密码打开，去掉密码后重新保存",
    }
    too_large(name, megabytes) {
        "{name} is {megabytes} MB when unpacked, more than any list: save the sheet of the numbers as CSV",
        "{name} 解压后有 {megabytes} MB，超出名单应有的大小：请把号码所在的工作表另存为 CSV",
    }

    /// Where a list stands in a spreadsheet.
    in_sheet(name, sheet) { "{name}, sheet {sheet},", "{name} 的工作表“{sheet}”" }
    sheet(sheet) { "sheet {sheet}", "工作表“{sheet}”" }
    no_sheets(name, sheet) {
        "{name} is no spreadsheet, so it has no sheet {sheet}: leave --sheet out",
        "{name} 不是表格文件，没有工作表“{sheet}”：请去掉 --sheet",
    }
    no_such_sheet(name, wanted, sheets) {
        "{name} has no sheet {wanted}: its sheets are {sheets}", "{name}：没有工作表“{wanted}”，现有 {sheets}"
    }
    no_sheet_with_numbers(name, sheets) {
        "{name} has phone numbers in none of its sheets ({sheets}): name the sheet with --sheet, and the column with --column",
        "{name} 的工作表（{sheets}）里都没有找到号码：请用 --sheet 指定工作表，用 --column 指定列",
    }
    several_sheets(name, sheets) {
        "{name} has numbers in several sheets, {sheets}: say which with --sheet",
        "{name} 有多个工作表含有号码：{sheets}。请用 --sheet 指定其中一个",
    }

    column_named(header) { "column {header}", "“{header}”列" }
    column_numbered(n) { "column {n}", "第 {n} 列" }
    no_column(name) {
        "{name} has no column of phone numbers: name it with --column, by its header or its number",
        "{name}：没有找到号码列，请用 --column 指定，写表头或列序号都可以",
    }
    several_columns(name, columns) {
        "{name} has numbers in {columns}: say which with --column", "{name}：有多列号码（{columns}），请用 --column 指定其中一列"
    }
    no_such_column(name, wanted, columns) {
        "{name} has no column {wanted}: its columns are {columns}", "{name}：没有“{wanted}”列，现有 {columns}"
    }
    no_such_column_number(name, wanted, width) {
        "{name} has no column {wanted}: it has {width}, and no header line",
        "{name}：没有“{wanted}”列，共 {width} 列，没有表头",
    }

    /// Digits that a spreadsheet took away.
    lost_digits(count, lines) {
        "warning: numbers that lost their last digits in a spreadsheet, as 1.38E+10 has: {count} (lines {lines}). They cannot be asked: format the column as text where the list comes from, and export it again",
        "注意：有 {count} 个号码被表格软件写成了 1.38E+10 这样的科学计数法，末几位已经丢失（第 {lines} 行），无法检测。请在原表中把该列设为“文本”格式，再重新导出",
    }
    /// Digits that may have been taken away before: 1.38E+10 that was saved once more is 13800000000.
    rounded(count, lines) {
        "warning: numbers that end in seven zeros: {count} (lines {lines}). A spreadsheet may have rounded them: compare a few with where they come from before you pay for them",
        "注意：有 {count} 个号码以七个 0 结尾（第 {lines} 行），可能已被表格软件取整。付费检测之前，请先与原始数据核对几个",
    }
    garbled(count, encoding, lines) {
        "warning: lines with bytes that are no {encoding}: {count} (lines {lines}). Their text comes out garbled; if the whole list is in another encoding, name it: --encoding gb18030",
        "注意：有 {count} 行含有不属于 {encoding} 的字节（第 {lines} 行），其中的文字会显示为乱码。如果整份名单是其他编码，请指定，例如 --encoding gb18030",
    }
}
