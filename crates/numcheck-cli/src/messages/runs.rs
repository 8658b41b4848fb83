use numcheck_core::messages;

messages! {
    no_ledger(path) { "there is no ledger {path}", "没有台账文件 {path}" }
    no_ledger_cure() {
        "numcheck run makes it; name another with --ledger, or add --sandbox for the sandbox's runs",
        "首次执行 numcheck run 时会自动建立；台账在别处请用 --ledger 指定，查看沙箱里的任务请加 --sandbox",
    }
    results(file) { "results: {file}", "结果：{file}" }
    not_written(path, error) { "{path} cannot be written: {error}", "{path} 无法写入：{error}" }
    none() { "no runs yet: numcheck run LIST begins one", "还没有任务：执行 numcheck run <名单文件> 开始第一个任务" }
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
    history() { "history", "记录" }
    event_started() { "started", "开始" }
    event_stopped() { "stopped", "停止" }
    event_finished() { "finished", "完成" }
    event_repay() { "bought again by order", "按要求重新付费查询" }
    event_ceiling() { "ceiling changed", "调整上限" }
    no_doubts(run) { "run {run} has no such numbers in doubt", "任务 {run} 没有这样的计费存疑号码" }
    settled_paid(numbers, run) {
        "{numbers} of run {run}: they stay lost, and are not asked again",
        "任务 {run} 的 {numbers}：已登记为已计费；结果无法找回，不再查询",
    }
    settled_not_paid(numbers, run) {
        "{numbers} of run {run}: the run may ask them again: give its command",
        "任务 {run} 的 {numbers}：已登记为未计费；再执行该任务的命令即可重查",
    }
    one_number() { "1 number", "1 个号码" }
    numbers(n) { "{n} numbers", "{n} 个号码" }
    one_forgotten() { "1 run forgotten", "已删除 1 个任务" }
    forgotten(n) { "{n} runs forgotten", "已删除 {n} 个任务" }
    forgotten_by_age(runs, checks) {
        "forgotten for good: runs {runs}, requests of checks {checks}",
        "已彻底删除：检测任务 {runs} 个，check 的请求 {checks} 个",
    }
    kept_runs(runs, settle) {
        "kept, because numbers of theirs are in doubt and would be bought again unknowingly, or because a kept run uses their answers: runs {runs}. Settle what is in doubt first: {settle}",
        "以下任务有计费存疑的号码（删掉后可能在不知情时重复付费），或其结果仍被保留的任务沿用，因此保留：{runs}。请先登记存疑号码的结论：{settle}",
    }
    kept_checks(n) {
        "kept for the same reasons: {n} requests of checks",
        "因同样原因保留的 check 请求：{n} 个",
    }
    still_under_way(run) {
        "the numbers in doubt of run {run} are of requests that may be under way: nothing is settled",
        "任务 {run} 的计费存疑号码所属请求可能仍在进行，未作处理",
    }
    still_under_way_cure() {
        "wait until they have ended, and settle what is in doubt then",
        "请等这些请求结束，再处理届时仍存疑的号码",
    }
    left_under_way(n) {
        "numbers left as they are, as their requests may be under way: {n}; settle them when those have ended",
        "另有 {n} 个号码所属请求可能仍在进行，未作处理；请等请求结束后再处理",
    }
    runtime(error) { "the runtime cannot be started: {error}", "运行环境无法启动：{error}" }
    all_settled(run) {
        "nothing of run {run} is left to settle: what stood in doubt is settled",
        "任务 {run} 没有要登记的了：计费存疑的号码都已登记过结论",
    }
    all_settled_cure() {
        "to correct what was said, add --correct, or name a request with --request; numcheck runs report names them",
        "登记有误时，加 --correct 全部更正，或用 --request 指明请求编号重新登记；编号见 numcheck runs report",
    }
    may_be_asked(run) {
        "the numbers of run {run} were settled as not paid, and a run that is alive may be about to ask them: nothing is settled",
        "任务 {run} 的号码已登记为未计费，正在执行的任务可能正要重查这些号码，未作处理",
    }
    may_be_asked_cure() {
        "stop that run with Ctrl-C, settle, and give its command again",
        "请用 Ctrl-C 停下正在执行的任务，登记后再执行它的命令",
    }
    settle_how(run) {
        "what does the vendor's bill say of the numbers of run {run} in doubt?",
        "任务 {run} 的计费存疑号码，服务商账单上有没有？",
    }
    settle_how_cure() {
        "--paid if they are on it, --not-paid if they are not",
        "账单上有，加 --paid；账单上没有，加 --not-paid",
    }
    purge_what() { "no run is named", "没有指定要删除的任务" }
    purge_what_cure() {
        "numcheck runs purge RUN, or numcheck runs purge --older-than 90d for all that began that long ago",
        "numcheck runs purge 任务编号，或 numcheck runs purge --older-than 90d 删除 90 天前开始的任务",
    }
    no_run(run, path) { "the ledger {path} has no run {run}", "台账 {path} 里没有任务 {run}" }
    see(command) { "see {command}", "请看 {command}" }
    // Pasted as it stands it is refused: of two commands on two lines, or with a bar between, the first would be carried out.
    settle_either(command) { "{command} --paid, or --not-paid", "{command} --paid，或 --not-paid" }
    settle_first(command) { "settle it first: {command}", "请先登记结论：{command}" }
}
