use numcheck_core::messages;

messages! {
    pages_written(pages, dir) { "{pages} pages written to {dir}", "已在 {dir} 写入 {pages} 个手册页" }
    page_failed(path, error) { "{path} cannot be written: {error}", "{path} 无法写入：{error}" }
    page_failed_cure() { "name a folder that can be written to", "换一个可以写入的目录" }
}
