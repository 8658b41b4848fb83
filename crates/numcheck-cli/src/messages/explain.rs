use numcheck_core::messages;

messages! {
    undocumented(code, vendors) {
        "{code} is undocumented: no code and no status of {vendors}; an error with it is taken for a protocol error, whose charge is unknown unless the vendor's document says that no error is charged",
        "文档中没有 {code}：它不是 {vendors} 的错误码，也不是状态码；返回这个代码按“返回异常”处理，除非服务商文档写明出错不计费，否则计费存疑",
    }
    no_such_word(word, vendors) {
        "{word} is no word of numcheck, nor of {vendors}",
        "{word} 不是 numcheck 的用语，也不是 {vendors} 的用语",
    }
    undocumented_cure() {
        "give a code as the vendor sent it, or a word as numcheck printed it",
        "请照原样填写服务商返回的代码，或 numcheck 输出中的词",
    }
    near(words) { "these are near: {words}", "相近的有：{words}" }

    // The names of the fields.
    means() { "means", "含义" }
    of() { "of", "产品" }
    kind() { "kind", "类别" }
    turn() { "turn", "处理" }
    again() { "again", "重试" }
    money() { "money", "费用" }

    no_record(vendor, code) { "{vendor} {code}: an answer, no record (无记录)", "{vendor} {code}：有结果，查无此号码的记录" }
    code(vendor, code) { "{vendor} {code}", "{vendor} {code}" }
    older_code(vendor, older, code) {
        "{vendor} {older}: the older form of {code}",
        "{vendor} {older}：{code} 的旧版代码",
    }
    status(product, code, word) { "{product} {code}: {word}", "{product} {code}：{word}" }
    no_more_words() { "the vendor's document says no more", "服务商文档只列出了这个词，没有进一步解释" }
    success(vendor, code) { "{vendor} {code}: success (成功)", "{vendor} {code}：成功" }
    success_means() {
        "the request was answered; each number's row says what was found and what it cost",
        "请求已受理，每个号码的结果和计费见各自的行",
    }
    word(field, word) { "{field}: {word}", "{field}：{word}" }
}
