use numcheck_core::messages;

messages! {
    head(run, list) { "run {run}: {list}", "任务 {run}：{list}" }
    head_sandbox(run, list) { "run {run}: {list} (sandbox)", "任务 {run}：{list}（沙箱）" }
    dry(list) { "{list}: what a run would do", "{list}：试算" }
    lines() { "lines", "总行数" }
    to_ask() { "to ask", "待查" }
    done_before() { "done before", "此前已查" }
    answered() { "answered", "有结果" }
    no_record() { "no record", "无记录" }
    unanswered() { "unanswered", "未返回" }
    failed() { "failed, free", "失败，未计费" }
    rejected() { "rejected", "无法查询" }
    duplicates() { "duplicates", "重复" }
    reused() { "reused", "沿用旧结果" }
    in_doubt() { "in doubt", "计费存疑" }
    under_way() { "under way", "查询中" }
    not_sent() { "not sent", "未查" }
    unknown_status() { "unknown", "未知状态" }
    not_accounted(found, lines) {
        "warning: {found} lines are accounted for, and the list has {lines}",
        "注意：分类合计 {found} 行，与名单 {lines} 行不符",
    }
    money() { "money", "费用" }
    spent(n) { "{n} spent", "共计费 {n} 条" }
    spent_money(n, money) { "{n} spent = {money}", "共计费 {n} 条，合 {money}" }
    billed(n) { "{n} billed by the answers", "按结果计费 {n} 条" }
    unstated(n) { "{n} unstated, counted as spent", "计费未说明 {n} 条，按已计费处理" }
    doubtful(n) { "{n} in doubt, counted as spent", "计费存疑 {n} 条，按已计费处理" }
    receipts() { "receipts", "计费回执" }
    receipts_agree(n) { "the vendor's receipts say {n}: they agree", "服务商计费回执 {n} 条，与结果一致" }
    receipts_differ(n) {
        "the vendor's receipts say {n}: compare with its bill",
        "服务商计费回执 {n} 条，与结果不一致，请核对账单",
    }
    not_verifiable() {
        "not verifiable: the vendor sends no count, or an answer was lost",
        "无法核对：服务商没有给出计费条数，或有结果丢失",
    }
    requests() { "requests", "请求" }
    requests_made(n) { "{n} by the whole run", "任务共 {n} 次" }
    time() { "time", "用时" }
    took(time, numbers, rate) { "{time}, {numbers} numbers asked, {rate} a second", "{time}，查了 {numbers} 个号码，每秒 {rate} 个" }
    cost() { "cost", "费用" }
    results() { "results", "结果" }
    settle() { "settle", "处理" }
    doubts_file(numbers, file) { "{numbers} numbers, in {file}", "{numbers} 个号码，见 {file}" }
    doubts_meaning() {
        "they may be paid for and have no answer; compare with the vendor's bill, then",
        "可能已计费但没有结果；请核对服务商账单，再执行其一：",
    }
    doubts_repay() {
        "or give the same command with --in-doubt repay: they are bought again",
        "或在同一条命令后加 --in-doubt repay 重新付费查询",
    }
    lost() { "paid, answer lost", "已计费、无结果" }
    left_out() { "left out", "本次不查" }
    paid_lost(n) { "{n} paid by your word, the answers lost", "已计费、无结果 {n} 个，按登记计入" }
    again() { "ask again", "重查" }
    ask_again(n) {
        "the {n} without an answer cost nothing; this asks them again, and takes every answer there is",
        "没有结果的 {n} 个没有计费；执行下面的命令只重查它们，已有的结果直接沿用",
    }
    products() { "products", "产品" }
    product(id) { "{id}", "{id}" }
}
