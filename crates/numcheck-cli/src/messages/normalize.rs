use numcheck_core::messages;

messages! {
    list(name, encoding, column) { "list: {name}, {encoding}, numbers in {column}", "名单：{name}，{encoding}，号码在{column}" }
    counts(lines, numbers, duplicates, rejected) {
        "{lines} lines = {numbers} numbers + {duplicates} duplicate + {rejected} without a number",
        "共 {lines} 行：号码 {numbers} 个，重复 {duplicates} 行，不是号码 {rejected} 行",
    }
    kinds(kinds) { "kinds: {kinds}", "类型：{kinds}" }
    kind_count(n, kind) { "{n} {kind}", "{kind} {n}" }
    mobile() { "mobile", "手机号" }
    landline() { "landline", "固话" }
    service() { "service", "服务号码" }
    iot() { "machines (iot)", "物联网号" }
    international() { "abroad (international)", "境外号码" }
    one_line(line, why) { "  line {line}: {why}", "  第 {line} 行：{why}" }
    some_lines(n, first, why) { "  {n} lines ({first}): {why}", "  {n} 行（第 {first} 行）：{why}" }
    more_lines(n, first, why) { "  {n} lines ({first}, …): {why}", "  {n} 行（第 {first} 行等）：{why}" }
    written(path) { "numbers: {path}", "号码：{path}" }
    nothing() { "the list holds no number", "名单里没有一个号码" }
    nothing_cure() {
        "see the lines named above, or name the column with --column",
        "请看上面列出的行，或用 --column 指定号码所在的列",
    }
    itself(path) { "{path} is the list itself", "{path} 就是名单本身" }
    itself_cure() { "name another file with -o", "请用 -o 换一个文件" }
    unread(name, error) { "{name} cannot be read to its end: {error}", "{name} 读到一半出错：{error}" }
    unwritten(path, error) { "{path} cannot be written: {error}", "{path} 无法写入：{error}" }
}
