use numcheck_core::messages;

messages! {
    no_ledger(path) { "there is no ledger {path}", "没有台账文件 {path}" }
    no_ledger_cure() {
        "numcheck run makes it; name another with --ledger, or add --sandbox for the sandbox's runs",
        "首次执行 numcheck run 时会自动建立；台账在别处请用 --ledger 指定，查看沙箱里的任务请加 --sandbox",
    }
    results(file) { "results: {file}", "结果：{file}" }
}
