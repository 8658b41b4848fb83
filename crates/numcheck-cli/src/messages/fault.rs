use numcheck_core::messages;

messages! {
    /// The first line of a failure.
    error(what) { "error: {what}", "错误：{what}" }
    warning(what) { "warning: {what}", "注意：{what}" }
    cure(cure) { "  cure   {cure}", "  办法   {cure}" }
    turn(turn) { "  turn   {turn}", "  处理   {turn}" }
    again(again) { "  again  {again}", "  重试   {again}" }
    money(money) { "  money  {money}", "  费用   {money}" }
    /// The numbers an error is about.
    about(numbers) { "  for    {numbers}", "  号码   {numbers}" }
    nothing_sent() { "nothing was sent, so nothing was paid", "没有发出任何请求，没有产生费用" }
    /// An error with all its words.
    whole(error) { "{error}", "{error}" }

    // A panic, which is a fault of the program's.
    panicked(place, words) { "a fault of the program at {place}: {words}", "程序内部错误，位于 {place}：{words}" }
    panicked_in_silence(place) {
        "a fault of the program at {place}; its words are left out, for they may hold a number or a key",
        "程序内部错误，位于 {place}；其中可能含有号码或密钥，内容不予显示",
    }
    panicked_cure() {
        "please report this place; what had been sent is in doubt until the vendor's bill says otherwise",
        "请反馈上述位置；已发出的请求计费存疑，请以服务商账单为准",
    }

    // Whose turn it is.
    turn_account() {
        "yours: the account with the vendor (credentials, permissions, balance, admitted addresses)",
        "需要你处理：服务商账户（凭证、权限、余额、IP 白名单）",
    }
    turn_caller() { "yours: the request (numbers, settings, pace)", "需要你处理：请求本身（号码、设置、频率）" }
    turn_maintainer() {
        "numcheck's: the vendor's document does not say this; please report it",
        "numcheck 的问题：服务商文档未写明这种情况，请反馈",
    }
    turn_network() {
        "the network's: the way between this machine and the vendor",
        "网络问题：本机到服务商之间的线路",
    }
    turn_vendor() { "the vendor's", "由服务商处理" }
    turn_unknown() { "not known", "不明" }

    // Whether asking again helps.
    again_nobody_knows() {
        "nobody can say whether it helps: this attempt cost nothing, and the next may be answered",
        "不确定：这一次没有计费，再查也许会有结果",
    }
    again_never() { "no: asking again as it is changes nothing", "无效：不解决原因，重试结果一样" }
    again_after_pause() { "after a pause it can help", "可以，请过一会儿再查" }
    again_after(pause) { "it can help, {pause} later at the earliest", "可以，至少等 {pause}" }
    again_paid_twice(helps) { "{helps}, and may be paid for a second time", "{helps}，但可能重复付费" }
    again_answered() { "no: it is answered", "不必：已经有结果了" }

    // What it cost.
    money_billed() { "paid for (已计费)", "已计费" }
    money_free() { "not charged, the vendor says so (未计费)", "未计费，服务商有明确说明" }
    money_free_inferred() {
        "taken as not charged: it was not sent, or was turned away without an answer (未计费)",
        "推断未计费：请求没有发出，或被退回且没有结果",
    }
    money_in_doubt() {
        "may have been charged, the vendor does not say (计费存疑)",
        "计费存疑：可能已经计费，服务商没有说明",
    }
    money_unstated() {
        "unstated: the vendor does not say whether it charged, count it as spent (计费未说明)",
        "计费未说明：服务商没有说明是否计费，按已计费处理",
    }

    // Pauses and counts.
    millis(n) { "{n} ms", "{n} 毫秒" }
    seconds(n) { "{n} s", "{n} 秒" }
    minutes(n) { "{n} min", "{n} 分钟" }
    one_number() { "1 number", "1 个号码" }
    numbers(n) { "{n} numbers", "{n} 个号码" }
    one_request() { "1 request", "1 次请求" }
    requests(n) { "{n} requests", "{n} 次请求" }

    // What stops any command.
    no_runtime(error) { "the runtime cannot be started: {error}", "运行环境无法启动：{error}" }
    stdout_failed(error) { "standard output cannot be written: {error}", "标准输出无法写入：{error}" }
}
