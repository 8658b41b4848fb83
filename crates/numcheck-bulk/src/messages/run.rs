use numcheck_core::messages;

messages! {
    no_product() { "no product is named", "没有指定产品" }
    mixed_kinds(other, its_kind, first, kind) {
        "{other} answers {its_kind}, and {first} answers {kind}: a fallback order is among products of one kind",
        "{other} 查的是 {its_kind}，{first} 查的是 {kind}：先后接替的产品必须是同一类",
    }
    read_differently(run, before, now) {
        "run {run} of this list reads {before}, and now it would be read as {now}: give the column and encoding it began with, or begin another run with --new",
        "这份名单的任务 {run} 按 {before} 读取，现在会按 {now} 读取：请沿用当初的列和编码，或加 --new 另建任务",
    }
    other_products(run, before, now) {
        "run {run} of this list is not finished and asks {before}; now it would ask {now}. Give its own products to go on with it, or begin another with --new",
        "这份名单的任务 {run} 还没完成，查的是 {before}；现在要查 {now}。请沿用原来的产品继续，或加 --new 另建任务",
    }
    /// A product at its address.
    product_at(product, address) { "{product} at {address}", "{product}（{address}）" }
    product_gone(run, product) {
        "run {run} asks {product}, which this program does not have",
        "任务 {run} 查的是 {product}，本程序没有这个产品",
    }
    list_changed_since(list, run) {
        "{list} has changed since run {run} began: restore it, for its results are told line by line",
        "{list} 在任务 {run} 开始之后有改动：结果是逐行对应的，请恢复原名单",
    }
    asked_others(request) {
        "request {request} of this run asked other numbers than the list has in their places: it is read differently now. Give the column and encoding it began with, or begin another run with --new",
        "本任务的请求 {request} 查的号码与名单现在的位置对不上，说明读取方式变了：请沿用当初的列和编码，或加 --new 另建任务",
    }
    prepared_dry() {
        "this run was prepared dry: it can be looked at, and not be driven",
        "这次运行是按试算准备的，只能查看，不能执行",
    }
    given_up() {
        "this run was given up while it went on: its requests may be under way",
        "这次运行中途被放弃，发出的请求可能还没有结束",
    }
    given_up_cure() { "drop it and prepare the run again", "请丢弃它，重新准备该任务" }
    not_sent() { "the run stopped before it was sent", "任务已停止，请求没有发出" }
    panicked() {
        "the checker panicked: what it had sent is in doubt",
        "查询程序异常退出：已发出的请求计费存疑",
    }
    no_answer() {
        "the checker returned no answer for this number",
        "没有返回这个号码的结果",
    }
    task_ended(error) { "a task of the run ended by itself: {error}", "本次运行的一个子任务意外结束：{error}" }
    keeps_silent() {
        "the vendor keeps answering nothing, or asking to be asked again",
        "服务商一直没有返回结果，或一直要求稍后再试",
    }
    budget() { "the budget is spent", "预算已用完" }
    closed(error) { "the vendor answers no more: {error}", "服务商拒绝继续查询：{error}" }
    doubts(error) {
        "too many requests in a row may be paid for and have no answer: {error}",
        "连续多次请求可能已计费却没有结果：{error}",
    }
    finished() { "all was asked", "已全部查完" }
    interrupted() { "it was asked to stop", "手动停止" }
    retries(error) { "too much had to be asked again: {error}", "需要重试的号码过多：{error}" }
    finished_with_others(run, before, now, products) {
        "run {run} of this list is finished and asked {before}; nobody named products this time, and it would ask {now} and pay again. Name them: -p {products} shows what is there; to buy again, name others with -p, or begin another run with --new",
        "这份名单的任务 {run} 已经完成，查的是 {before}；这次没有指定产品，按默认会改查 {now} 并再次付费。请用 -p 指定：-p {products} 可直接查看已有结果；确实要重新付费查询，请用 -p 指定别的产品，或加 --new 另建任务",
    }
    stopped(error) { "nothing asked like this can succeed: {error}", "按当前设置继续查不会成功：{error}" }
    list_changed_lines(list, run, before, now) {
        "{list} has changed since run {run} began: it had {before} lines then and has {now} now",
        "{list} 在任务 {run} 开始之后有改动：当时 {before} 行，现在 {now} 行",
    }
    list_changed_content(list, run, lines) {
        "{list} has changed since run {run} began: it has {lines} lines as it had then, and other content",
        "{list} 在任务 {run} 开始之后有改动：行数同样是 {lines} 行，内容却不一样",
    }
    list_changed_cure() {
        "restore it to go on with that run, or begin another with --new, and with --reuse 7d so that what was answered is not bought again",
        "恢复原名单即可继续该任务；要另建任务请加 --new，再加 --reuse 7d，已查到的号码就不会再付一次费",
    }
}
