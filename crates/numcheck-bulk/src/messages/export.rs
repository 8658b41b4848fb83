use numcheck_core::messages;

messages! {
    unwritten(name, error) { "{name} cannot be written: {error}", "无法写入 {name}：{error}" }
    folder(name) { "{name} is a folder: name a file", "{name} 是目录，请指定文件名" }
    no_file(name) { "{name} names no file", "{name} 不是文件名" }
    no_plain_file(name) {
        "{name} is a device or a pipe, and results are moved into place whole: name a file, or write to standard output with -o -",
        "{name} 是设备或管道，而结果要整份写好再移到位：请指定普通文件，或用 -o - 写到标准输出",
    }
    own_list(name) {
        "{name} is the list itself: name another file for the results", "{name} 就是名单本身，请为结果另指定一个文件"
    }
    own_ledger(name) {
        "{name} is the ledger: name another file for the results", "{name} 是台账文件，请为结果另指定一个文件"
    }
    over_list(name) {
        "the parts of {name} could be written over the list: name another file with -o",
        "拆分 {name} 时可能覆盖名单：请用 -o 另指定一个文件",
    }
    changed(list) {
        "{list} has changed since it was read: the answers are in the ledger. Restore it, then numcheck runs export",
        "{list} 在读取之后被改动了：查到的结果都在台账里。请先恢复原文件，再执行 numcheck runs export",
    }
    too_wide(name, width) {
        "{name} cannot be an XLSX: the list has {width} columns, and a sheet has at most 16371 beside the results. Take -f csv",
        "{name} 无法写成 XLSX：名单有 {width} 列，除结果列外工作表最多只能放 16371 列。请改用 -f csv",
    }
    /// The writer of XLSX gave up, mostly for want of room.
    no_room() {
        "the folder of temporary files is full, or cannot be written to", "临时目录已满，或没有写入权限"
    }

    sheet_results() { "results", "结果" }
    sheet_summary() { "summary", "汇总" }
    run() { "run", "检测任务" }
    list() { "list", "名单" }
    products() { "products", "产品" }
    sandbox() { "sandbox: the vendors are simulated, nothing was paid", "沙箱：服务商由本机模拟，没有产生费用" }
    became() { "what became of the list", "逐行统计" }
    lines() { "lines", "名单行数" }
    answered() { "answered", "有结果" }
    no_record() { "no record", "无记录" }
    unanswered() { "unanswered, free", "未返回，未计费" }
    failed() { "failed, free", "失败，未计费" }
    rejected() { "no number, or not of this kind", "无效或无法查询" }
    duplicates() { "duplicates", "重复" }
    reused() { "answered by earlier requests", "沿用旧结果" }
    in_doubt() { "in doubt", "计费存疑" }
    not_sent() { "not asked", "未查" }
    under_way() { "under way", "查询中" }
    by_status() { "status", "状态" }
    by_reachability() { "reachability", "能否联系" }
    numbers() { "numbers", "号码数" }
    share() { "share", "占比" }
    money() { "money", "费用" }
    billed() { "billed, by the answers", "按结果计费" }
    unstated() { "unstated, counted as spent", "计费未说明，按已计费处理" }
    receipts() { "billed, by the vendors' receipts", "按服务商计费回执" }
    not_verifiable() { "not verifiable", "无法核对" }
    spent() { "units spent in all, doubts included", "共计费条数（含计费存疑）" }
    cost() { "cost", "费用合计" }
    price_unknown() { "no price was given", "未填单价" }
    requests() { "requests", "请求数" }
    doubts_note() {
        "may be paid for and have no answer: compare with the vendor's bill", "可能已计费但没有拿到结果：请与服务商账单核对"
    }

    avoid() { "avoid", "应避开" }
    dead() { "dead", "空号" }
    doubtful() { "doubtful", "难联系" }
    reachable() { "reachable", "可联系" }
    unknown() { "unknown", "不明" }
    unreachable() { "unreachable", "联系不上" }

    excel_is_csv() {
        "--excel is for CSV: an XLSX opens in Excel as it is", "--excel 只用于 CSV：XLSX 可以直接用 Excel 打开"
    }
    no_output_encoding() {
        "--output-encoding is for CSV and plain numbers: XLSX and JSON are UTF-8 by their definition",
        "--output-encoding 只用于 CSV 和 TXT：XLSX 和 JSON 按规范就是 UTF-8",
    }

    lost() { "paid, answer lost", "已计费、无结果" }
    excel_is_not_text() {
        "--excel is for CSV, and plain numbers have no column to keep: leave it out, or take -f csv --excel",
        "--excel 只用于 CSV，TXT 里只有号码：请去掉 --excel，或改用 -f csv --excel",
    }
    excel_is_not_json() {
        "--excel is for CSV: leave it out, or take -f csv --excel",
        "--excel 只用于 CSV：请去掉 --excel，或改用 -f csv --excel",
    }
}
