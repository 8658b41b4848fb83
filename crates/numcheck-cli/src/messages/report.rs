use numcheck_core::messages;

messages! {
    no_page(error) { "the page cannot be made: {error}", "报告页面无法生成：{error}" }
    title(run) { "Run {run}: number check report", "检测任务 {run} · 号码检测报告" }
    report_name() { "Number check report", "号码检测报告" }
    run_n(run) { "Run {run}", "检测任务 {run}" }
    sandbox_badge() { "sandbox: nothing was paid", "沙箱数据，没有真实费用" }

    // The headline and what follows it.
    head_reach(reachable, answered) { "{reachable} of {answered} numbers can be reached", "{answered} 个号码中，{reachable} 个可联系" }
    head_answered(answered) { "{answered} numbers have an answer", "{answered} 个号码查到了结果" }
    head_none() { "No number has an answer yet", "还没有号码查到结果" }
    lead_lines(lines) { "{lines} lines in the list", "名单共 {lines} 行" }
    lead_answered(answered) { "{answered} numbers have an answer", "{answered} 个号码有结果" }
    lead_cost(money) { "it cost {money}", "费用 {money}" }
    lead_units(units) { "{units} units were spent", "计费 {units} 条" }
    lead_doubt(numbers) { "{numbers} numbers are in doubt", "{numbers} 个号码计费存疑" }
    lead_left(numbers) { "{numbers} numbers are not asked yet", "{numbers} 个号码还没有查" }
    without_list(why) {
        "The list cannot be read any more, so this is told from the ledger alone: what became of each line is left out. {why}",
        "名单已无法读取，以下内容只依据台账，不含逐行统计。{why}",
    }

    // Facts about the run.
    fact_list() { "List", "名单" }
    fact_products() { "Product", "产品" }
    fact_began() { "Began", "开始时间" }
    fact_state() { "State", "状态" }
    fact_pipe() { "standard input", "标准输入" }
    state_finished() { "finished", "已完成" }
    state_stopped() { "stopped: the same command goes on", "已停止，再执行同一条命令可继续" }
    state_started() { "under way, or its program ended", "进行中，或程序已中断" }

    // Cards.
    card_reachable() { "Can be reached", "可联系" }
    card_answered() { "Answered", "有结果" }
    card_cost() { "Cost", "费用" }
    card_units() { "Units spent", "计费条数" }
    card_doubt() { "In doubt", "计费存疑" }
    card_lines() { "Lines", "名单行数" }
    card_of_answered(percent) { "{percent} of the answered", "占有结果号码的 {percent}" }
    card_of_lines(percent) { "{percent} of the lines", "占名单行数的 {percent}" }
    card_requests(requests) { "{requests} requests", "{requests} 次请求" }
    card_no_doubt() { "nothing to settle", "没有需要核对的" }
    card_settle() { "to settle with the bill", "待与账单核对" }
    card_duplicates(duplicates) { "{duplicates} of them duplicates", "其中重复 {duplicates} 行" }
    card_no_price() { "no price was given", "未给出单价" }

    // Reachability.
    reach_title() { "Can they be reached?", "能否联系上" }
    reach_reachable() { "reachable", "可联系" }
    reach_doubtful() { "doubtful", "难联系" }
    reach_avoid() { "avoid", "应避开" }
    reach_unreachable() { "unreachable", "联系不上" }
    reach_dead() { "dead", "空号" }
    reach_unknown() { "unknown", "不明" }
    reach_unsaid() { "not said", "未说明" }
    mean_reachable() { "in use", "号码正常在用" }
    mean_doubtful() { "hardly used, or about to be cancelled", "沉默号或预销户，未必联系得上" }
    mean_avoid() { "risky: prone to complaints, or long switched off", "风险号：易投诉，或长时间关机" }
    mean_unreachable() { "suspended, unavailable or not in service", "停机、不可用或不在网" }
    mean_dead() { "vacant within the last week; the finding ages", "一周内查为空号，时间久了可能变化" }
    mean_unknown() { "the vendor does not know the number", "库无、无记录，或文档中没有的状态码" }
    mean_unsaid() { "the report does not say", "结果中没有说明" }

    // Tables.
    status_title() { "By status", "按状态" }
    area_title() { "By province", "按地区" }
    carrier_title() { "By carrier", "按运营商" }
    col_status() { "Status", "状态" }
    col_numbers() { "Numbers", "号码数" }
    col_share() { "Share", "占比" }
    col_area() { "Province", "地区" }
    col_carrier() { "Carrier", "运营商" }
    col_split() { "Reachability", "联系情况" }
    col_reachable() { "Reachable", "可联系" }
    row_rest(names) { "{names} others", "其他 {names} 个" }
    row_more() { "others", "其他" }
    row_unsaid() { "not said", "未说明" }

    // Lines.
    lines_title() { "What became of each line", "逐行统计" }
    lines_note(lines) { "Every line stands in exactly one row; together they are the {lines} lines of the list.", "每一行只计入一类，合计正好是名单的 {lines} 行。" }
    col_class() { "Became", "分类" }
    col_lines() { "Lines", "行数" }
    class_answered() { "answered", "有结果" }
    class_no_record() { "no record at the vendor", "无记录" }
    class_reused() { "answered by an earlier request", "沿用旧结果" }
    class_duplicates() { "the same number stands earlier", "与前面的号码重复" }
    class_rejected() { "no number, or refused", "无效或无法查询" }
    class_unanswered() { "not answered, free", "未返回，未计费" }
    class_failed() { "failed, free", "请求失败，未计费" }
    class_in_doubt() { "in doubt", "计费存疑" }
    class_not_sent() { "not asked yet", "未查" }
    total() { "Total", "合计" }

    // Money.
    money_title() { "Cost and reconciliation", "费用与核对" }
    col_product() { "Product", "产品" }
    col_requests() { "Requests", "请求" }
    col_billed() { "Billed", "计费" }
    col_unstated() { "Unstated", "计费未说明" }
    col_spent() { "Spent", "合计条数" }
    col_price() { "Price", "单价" }
    col_cost() { "Cost", "费用" }
    money_agrees(receipts) { "The vendor's receipts agree: {receipts} numbers billed, as the answers say.", "与计费回执一致：回执 {receipts} 条，结果中计费的也是 {receipts} 条。" }
    money_differs(receipts, billed) { "The vendor's receipts say {receipts} numbers, and the answers {billed}: compare with its bill.", "计费回执为 {receipts} 条，结果中计费的为 {billed} 条，不一致：请与服务商的账单核对。" }
    money_unverifiable(requests) { "Of {requests} requests there is no receipt, so they cannot be verified here: numcheck bill --statement compares them with the vendor's statement.", "有 {requests} 次请求没有计费回执，无法在此核对：可用 numcheck bill --statement 与服务商的对账单比对。" }
    money_nothing() { "Nothing was billed.", "没有产生计费。" }
    money_unstated(numbers) { "{numbers} answers say nothing of their charge; they are counted as spent.", "{numbers} 条结果未说明是否计费，按已计费处理。" }
    money_doubt(numbers) { "{numbers} numbers in doubt are counted as spent until they are settled.", "{numbers} 个计费存疑的号码，核对前按已计费处理。" }

    // Errors.
    errors_title() { "What went wrong", "出错情况" }
    errors_none() { "Nothing went wrong.", "没有出错。" }
    col_code() { "Code", "代码" }
    col_meaning() { "What it means", "含义" }
    col_todo() { "What to do", "怎么处理" }
    vendor_says(words) { "the vendor: {words}", "服务商：{words}" }
    free() { "not charged", "未计费" }
    may_be_charged() { "may be charged", "可能已计费" }
    charged() { "charged", "已计费" }
    do_account() {
        "Yours: put the account right (credentials, balance, permissions, admitted addresses), then give the same command again.",
        "请处理账户方面的问题（凭证、余额、权限、IP 白名单），然后再执行同一条命令。",
    }
    do_caller() { "Yours: look at the numbers, the settings and the pace, then give the same command again.", "请检查号码、参数和请求频率，然后再执行同一条命令。" }
    do_vendor() { "The vendor's: what is free is asked again by itself; the same command asks about the rest.", "服务商一方的问题：未计费的会自动重查，剩下的再执行同一条命令即可。" }
    do_network() { "The network's: see to the connection, then give the same command again.", "网络问题：请检查网络，然后再执行同一条命令。" }
    do_doubt() { "It may be paid for, so it is not asked again: see \"In doubt\" below.", "可能已经计费，所以不会自动重查：见下方“计费存疑”。" }
    do_settled() { "It could have been paid for: no number of this run is in doubt any more.", "当时可能已经计费；这个任务现在没有计费存疑的号码了。" }
    do_maintainer() { "The vendor's document does not say this: please report it to numcheck.", "服务商文档未写明这种情况：请反馈给 numcheck。" }
    do_numbers() { "The vendor refused these numbers: the results file says which.", "服务商拒绝了这些号码：具体见结果文件。" }
    other_errors() { "other errors", "其他错误" }
    kind_auth() { "the credentials or the account are refused", "鉴权失败" }
    kind_invalid_request() { "the request is refused", "请求有误" }
    kind_protocol() { "an answer that the document does not describe", "返回异常" }
    kind_quota() { "the calls or the balance are used up", "次数或余额用尽" }
    kind_rate_limited() { "too many requests", "请求过于频繁" }
    kind_transport() { "the network failed", "网络故障" }
    kind_unavailable() { "the vendor cannot answer at present", "服务不可用" }
    crashed() { "the program ended before the reply was recorded", "程序在记录结果之前中断" }
    under_way() { "sent, and its reply is not recorded: it is under way, or its program ended", "已发出，没有记录到结果：仍在进行，或程序已中断" }
    silent_number() { "the reply has no answer for this number, and does not show that it was free", "返回内容里没有这个号码，也看不出没有计费" }

    lost_time_out() { "no reply came in time: the request was sent", "请求已发出，等待结果超时" }
    lost_broken() { "the connection broke before the reply: the request may have been seen", "结果返回之前连接中断，服务商可能已收到请求" }
    lost_cut() { "the reply was cut off", "返回内容不完整，连接中途断开" }
    lost_slow() { "the reply did not end in time", "返回内容没有在时限内收完" }

    // Time.
    time_title() { "Time line", "时间线" }
    time_caption(width) { "Numbers asked, every {width}; Beijing time", "查询号码数（每 {width}，北京时间）" }
    unit_ms(n) { "{n} ms", "{n} 毫秒" }
    unit_s(n) { "{n} s", "{n} 秒" }
    unit_min(n) { "{n} min", "{n} 分钟" }
    unit_h(n) { "{n} h", "{n} 小时" }
    unit_day() { "day", "天" }
    legend_rest() { "free, unstated or in doubt", "未计费、计费未说明或计费存疑" }
    bar_title(at, numbers, requests, billed) { "{at}: {numbers} numbers in {requests} requests, {billed} billed", "{at}：{requests} 次请求，{numbers} 个号码，计费 {billed} 条" }
    event_started() { "started", "开始" }
    event_resumed() { "went on", "继续" }
    event_stopped() { "stopped", "停止" }
    event_finished() { "finished", "完成" }
    event_repay() { "ordered to buy doubts again", "按要求重新查询计费存疑的号码" }
    why_all_asked() { "all was asked", "已全部查完" }
    why_budget() { "the budget is spent", "预算用完" }
    why_closed() { "the vendor answers no more", "服务商拒绝继续查询" }
    why_doubts() { "too many requests in a row may be paid for and have no answer", "连续多次请求可能已计费却没有结果" }
    why_retries() { "too much had to be asked again", "需要重试的号码过多" }
    why_stopped() { "nothing asked like this can succeed", "按当前设置继续查不会成功" }
    with_code(what, code) { "{what} (code {code})", "{what}（代码 {code}）" }
    why_interrupted() { "it was asked to stop", "手动停止" }

    // Doubts.
    doubt_title() { "In doubt", "计费存疑" }
    doubt_none() { "No number is in doubt: every request has an answer, or was certainly free.", "没有计费存疑的号码：每次请求要么有结果，要么确定没有计费。" }
    doubt_what() {
        "These requests were sent and their answers are lost: they may have been paid for. numcheck never asks them again by itself. Compare them with the vendor's bill, then say what it says:",
        "这些请求已经发出，但结果丢失，可能已经计费。numcheck 不会自动重查。请与服务商的账单核对，然后登记结论：",
    }
    doubt_paid() { "they are on the bill: they stay lost, and are not asked again", "账单上有：结果无法找回，不再查询" }
    doubt_not_paid() { "they are not on the bill: the same command asks them again", "账单上没有：再执行同一条命令就会重查" }
    doubt_repay() { "add this to the run's command to buy them again, whatever the bill says", "不论账单如何都重查（可能重复计费）：在原命令后加此参数" }
    doubt_one() { "For one request alone, add --request and its number.", "只登记某一次请求，加上 --request 和请求编号。" }
    col_request() { "Request", "请求编号" }
    col_sent() { "Sent (Beijing time)", "发出时间（北京时间）" }
    col_why() { "Why", "原因" }
    col_at_most() { "Cost at most", "最多费用" }
    known_paid() { "paid, by your word", "已登记为已计费" }
    known_not_paid() { "not paid, by your word", "已登记为未计费" }
    of_other_run(run) { "run {run}", "检测任务 {run}" }
    of_check() { "a check", "单次查询" }
    more_rows(n) { "and {n} more", "另有 {n} 项" }

    // The foot.
    foot_private() { "This report holds no whole phone number and no key.", "本报告不含完整号码和凭证。" }
    foot_made(version, at) { "Made by numcheck {version} from its ledger, {at} Beijing time.", "由 numcheck {version} 根据台账生成，北京时间 {at}。" }

    // The command.
    written(file) { "report: {file}", "报告：{file}" }
    no_run(run, path) { "the ledger {path} has no run {run}", "台账 {path} 里没有检测任务 {run}" }
    no_run_cure() { "numcheck runs list shows those there are; add --sandbox for the sandbox's", "numcheck runs list 可以列出已有的任务；沙箱里的任务请加 --sandbox" }
    is_ledger(path) { "{path} is the ledger", "{path} 是台账文件" }
    is_ledger_cure() { "name another file for the report", "请给报告换一个文件名" }

    // What the owner settled as paid.
    class_lost() { "paid, answer lost", "已计费、无结果" }
    lead_lost(numbers) { "{numbers} numbers are paid for without an answer", "{numbers} 个号码已计费、无结果" }
    money_lost(numbers) { "{numbers} numbers are paid for by your word, and their answers are lost.", "{numbers} 个号码已登记为计费，没有结果。" }
    settled_title() { "Settled with the bill", "已按账单登记" }
    settled_what() {
        "What you said of these with the vendor's bill. Paid: their answers are lost, and they are not asked again. Not paid: the run's command asks them again. Said wrongly, it is said anew for a request with --request and its number, or for all with --correct.",
        "以下请求已按账单登记。已计费的，结果找不回来，不再重查；未计费的，再执行该任务的命令就会重查。登记有误时可以重新登记：某一次请求用 --request 加请求编号，全部更正用 --correct。",
    }
    /// A column of what is counted as spent without an answer.
    col_doubt() { "In doubt or lost", "存疑或无结果" }
}
