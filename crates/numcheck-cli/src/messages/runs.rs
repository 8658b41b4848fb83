use numcheck_core::messages;

messages! {
    no_ledger(path) { "there is no ledger {path}", "没有台账文件 {path}" }
    no_ledger_cure() {
        "numcheck run makes it; name another with --ledger, or add --sandbox for the sandbox's runs",
        "首次执行 numcheck run 时会自动建立；台账在别处请用 --ledger 指定，查看沙箱里的任务请加 --sandbox",
    }
    results(file) { "results: {file}", "结果：{file}" }
    not_written(path, error) { "{path} cannot be written: {error}", "{path} 无法写入：{error}" }
    none() { "no runs yet: numcheck run LIST begins one", "还没有任务：执行 numcheck run 名单 即可开始" }
    run() { "RUN", "任务" }
    began() { "BEGAN (UTC)", "开始时间（UTC）" }
    state() { "STATE", "状态" }
    lines() { "LINES", "行数" }
    products() { "PRODUCTS", "产品" }
    list() { "LIST", "名单" }
    running() { "running", "进行中" }
    started() { "broken off", "中断" }
    stopped() { "stopped", "已停止" }
    finished() { "finished", "已完成" }
    /// The list came by a pipe.
    piped() { "(from a pipe)", "（管道输入）" }
    /// A run's state, its products and when it began.
    about(state, products, began) { "{state}, {products}, began {began} UTC", "{state}，{products}，开始于 {began} UTC" }
    state_of() { "state", "状态" }
    event(at, what) { "{at}  {what}", "{at}  {what}" }
    event_why(at, what, why) { "{at}  {what}: {why}", "{at}  {what}：{why}" }
    history() { "history", "经过" }
    event_started() { "started", "开始" }
    event_stopped() { "stopped", "停止" }
    event_finished() { "finished", "完成" }
    event_repay() { "bought again by order", "按要求重新付费查询" }
    event_ceiling() { "ceiling changed", "调整上限" }
    no_doubts(run) { "run {run} has no such numbers in doubt", "任务 {run} 没有这样的计费存疑号码" }
    settled_paid(numbers, run) {
        "{numbers} of run {run}: they stay lost, and are not asked again",
        "任务 {run} 的 {numbers}：记为已扣费，结果丢失，不再查询",
    }
    settled_not_paid(numbers, run) {
        "{numbers} of run {run}: the run may ask them again: give its command",
        "任务 {run} 的 {numbers}：记为未扣费，再执行该任务的命令即可重查",
    }
    one_number() { "1 number", "1 个号码" }
    numbers(n) { "{n} numbers", "{n} 个号码" }
    one_forgotten() { "1 run forgotten", "已删除 1 个任务" }
    forgotten(n) { "{n} runs forgotten", "已删除 {n} 个任务" }
    runtime(error) { "the runtime cannot be started: {error}", "运行环境无法启动：{error}" }
    no_run(run, path) { "the ledger {path} has no run {run}", "台账 {path} 里没有任务 {run}" }
    see(command) { "see {command}", "请看 {command}" }
    settle_first(command) { "settle it first: {command}", "请先登记结论：{command}" }
}
