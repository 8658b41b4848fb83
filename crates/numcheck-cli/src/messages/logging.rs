use numcheck_core::messages;

messages! {
    no_filter() { "NUMCHECK_LOG is no filter of logs", "NUMCHECK_LOG 的写法不对" }
    no_filter_cure() {
        "write a level (info, debug, trace), or target=level between commas: numcheck_bulk=debug,numcheck_http=info",
        "写一个级别（info、debug、trace），或用逗号隔开的 模块=级别：numcheck_bulk=debug,numcheck_http=info",
    }
}
