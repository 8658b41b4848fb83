use numcheck_core::messages;

messages! {
    // What was given.
    argument(at) { "argument {at}", "第 {at} 个参数" }
    line(at) { "line {at}", "第 {at} 行" }
    stdin_twice() { "standard input is named twice", "标准输入写了两次" }
    stdin_twice_cure() { "write - once", "- 只写一次" }
    stdin_empty() { "standard input holds no number", "标准输入里没有号码" }
    stdin_empty_cure() { "write one number a line", "每行写一个号码" }
    stdin_unreadable(error) { "standard input cannot be read: {error}", "标准输入无法读取：{error}" }
    stdin_too_long() { "standard input is longer than 64 KiB", "标准输入超过 64 KiB" }
    too_many(what, most) {
        "{what}, and check takes {most} numbers at most",
        "{what}，而 check 一次最多查 {most} 个号码",
    }
    too_many_cure() { "ask in parts, or give the list to numcheck run", "请分批查询，或把名单交给 numcheck run" }
    reading_terminal() {
        "reading numbers from the terminal, one a line; Ctrl-D ends them",
        "请输入号码，每行一个，按 Ctrl-D 结束",
    }
    no_such_product(product) { "{product} is no product of this tool", "没有 {product} 这个产品" }
    no_such_product_cure() { "see numcheck products", "可查的产品见 numcheck products" }
    no_such_country(country) {
        "no country has the calling code {country}",
        "没有国家或地区使用区号 {country}",
    }
    no_such_country_cure() { "write it as in --country 852", "请写成 --country 852 这样的形式" }
    complaint(place, what) { "error: {place}: {what}", "错误：{place}：{what}" }
    complaint_about(number, what) { "{number}: {what}", "{number}：{what}" }
    not_a_number(reason) { "not a phone number: {reason}", "不是电话号码：{reason}" }
    wrong_kind(product, kind) { "{product} takes no {kind} numbers", "{product} 不支持查询{kind}" }
    wrong_kind_ask(product, kind, others) {
        "{product} takes no {kind} numbers: ask {others}",
        "{product} 不支持查询{kind}，请改用 {others}",
    }

    // While it asks.
    sandbox() {
        "sandbox: the vendors are simulated on this machine, and nothing is paid",
        "沙箱：服务商由本机模拟，不产生任何费用",
    }
    sandbox_failed(error) { "the sandbox: {error}", "沙箱无法启动：{error}" }
    ledger_refuses(error) {
        "{error}: nothing was sent; --no-ledger asks without it",
        "{error}：请求没有发出；加 --no-ledger 可以不记台账直接查询",
    }
    not_in_ledger(error) {
        "{error}; the answer below is not in the ledger, and a run takes it for in doubt",
        "{error}；下面的结果没有记入台账，检测任务会把它当作计费存疑",
    }
    no_answer() { "the checker returned no answer for this number", "没有返回这个号码的结果" }
    interrupted() {
        "stopping after the request in flight, which may be paid for; Ctrl-C again drops its answer",
        "正在等最后一次请求返回（它可能已经计费）；再按一次 Ctrl-C 将放弃该结果",
    }

    // Why the rest was not sent.
    stop_auth() { "the vendor refuses the account", "服务商不接受该账户" }
    stop_quota() { "the quota is used up", "次数或余额用尽" }
    stop_slow() { "the vendor is slowing us down", "服务商正在限流" }
    stop_failures() { "three requests in a row failed", "连续三次请求失败" }
    stop_by_you() { "you stopped it", "你中止了查询" }
    not_sent(why) { "not sent, because {why}", "没有提交：{why}" }
    rest_not_sent(numbers, why) { "{numbers} not sent, because {why}", "{numbers}没有提交：{why}" }

    // At the end.
    and_more(n) { "{n} more", "另有 {n} 个" }
    unanswered(numbers) {
        "{numbers}: no answer, and no charge; asking again can help",
        "{numbers}：没有返回结果，也没有计费，可以重查",
    }
    unanswered_until(numbers, pause) {
        "{numbers}: no answer, and no charge; asking again after {pause} can help",
        "{numbers}：没有返回结果，也没有计费，{pause}后可以重查",
    }
    billed_unknown(numbers) {
        "{numbers}: the vendor does not have it in its database (库无) and charged for it all the same, which its document may not allow: compare with its bill",
        "{numbers}：结果为库无，但计了费，可能与服务商文档不符：请与服务商账单核对",
    }
    totals(numbers, parts) { "{numbers}: {parts}", "{numbers}：{parts}" }
    money(money) { "money: {money}", "费用：{money}" }
    in_sandbox(money) { "{money} (sandbox)", "{money}（沙箱）" }
    answered(n) { "{n} answered", "{n} 个有结果" }
    unanswered_count(n) { "{n} unanswered", "{n} 个未返回" }
    failed(n) { "{n} failed", "{n} 个失败" }
    rejected(n) { "{n} rejected", "{n} 个无法查询" }
    not_sent_count(n) { "{n} not sent", "{n} 个没有提交" }
    given_before(n) { "{n} given before", "{n} 个重复" }
    billed(n) { "{n} billed", "计费 {n} 条" }
    billed_as_counted(n) { "{n} billed, as the vendor counts", "计费 {n} 条，与服务商的计费条数一致" }
    lost(n) { "{n} of them without an answer", "其中 {n} 条没有结果" }
    unstated(n) {
        "{n} unstated: the vendor does not say, count them as spent",
        "{n} 条未说明是否计费，按已计费处理",
    }
    in_doubt(n) { "{n} in doubt (计费存疑)", "计费存疑 {n} 条" }
    counted_otherwise(n) {
        "the vendor counts {n} billed: compare with its bill",
        "服务商的计费条数是 {n}：请与其账单核对",
    }
    no_count() { "the vendor sends no count to compare with", "服务商没有返回计费条数，无从核对" }
    nothing_billed() { "nothing billed", "没有计费" }
}
