use numcheck_core::messages;

messages! {
    done(done, total) { "{done} of {total}", "{done} / {total}" }
    percent(percent) { "{percent} %", "{percent}%" }
    rate(n) { "{n}/s", "{n} 个/秒" }
    left(time) { "{time} left", "剩余约 {time}" }
    spent(n) { "{n} spent", "计费 {n}" }
    /// The same in money.
    spent_money(n, money) { "{n} spent = {money}", "计费 {n}，费用 {money}" }
    in_doubt(n) { "{n} in doubt", "计费存疑 {n}" }
    pacing() { "at the pace set", "已到限速" }
    asked(time) { "the vendor's pause: {time}", "服务商要求暂停，还剩 {time}" }
    slowed(time) { "slowed by the vendor: {time}", "被服务商限流，还剩 {time}" }
    unavailable(time) { "vendor unavailable: {time}", "服务商暂不可用，{time}后再试" }
    waiting(time) { "asking again in {time}", "{time}后重查" }
    saving() { "the ledger cannot be written: waiting for the disk", "台账写不进去，正在等磁盘" }
    stopping() { "stopping: finishing what is under way", "正在停止：等待已发出的请求" }
}
