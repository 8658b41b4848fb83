use numcheck_core::messages;

messages! {
    no_encoding(name) { "{name} is no encoding of lists", "不认识名单编码 {name}" }
    no_encoding_cure() { "write utf-8, gb18030, utf-16le or utf-16be", "可用 utf-8、gb18030、utf-16le、utf-16be" }
    stdin(error) { "standard input cannot be read: {error}", "标准输入读取出错：{error}" }
    stdin_too_long(megabytes) {
        "standard input is longer than {megabytes} MiB, more than is kept in memory", "标准输入超过 {megabytes} MiB，内存里放不下"
    }
    stdin_cure() { "write the list to a file, and name that", "请把名单存成文件，再指定该文件" }
}
