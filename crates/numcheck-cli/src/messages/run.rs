use numcheck_core::messages;

messages! {
    runtime(error) { "the runtime cannot be started: {error}", "运行环境无法启动：{error}" }
    no_number() { "the list holds no number that can be asked", "名单里没有可查的号码" }
    no_number_cure() {
        "see the lines named above, or name the column with --column",
        "看看上面列出的行，或用 --column 指定号码所在的列",
    }
    begins(run, numbers, ledger) {
        "run {run}: {numbers} numbers to ask, ledger {ledger}",
        "任务 {run}：待查 {numbers} 个号码，台账 {ledger}",
    }
    goes_on(run, done, numbers, ledger) {
        "run {run} goes on: {done} done before, {numbers} numbers to ask, ledger {ledger}",
        "任务 {run} 继续：此前已查 {done} 个，还剩 {numbers} 个，台账 {ledger}",
    }
    was_finished(run, ledger) {
        "run {run} is finished: nothing is left to ask, ledger {ledger}",
        "任务 {run} 已全部查完，没有剩余号码，台账 {ledger}",
    }
    stopping() {
        "stopping: what is in flight is finished and saved; Ctrl-C again ends at once and leaves it in doubt",
        "正在停止：已发出的请求会等到结果并保存；再按一次 Ctrl-C 立即退出，未返回的请求将计费存疑",
    }
    ended() {
        "ended: what was in flight is in doubt; the same command says which numbers, and goes on with the rest",
        "已退出：未返回的请求计费存疑；再执行同一条命令会列出是哪些号码，并继续查其余的",
    }
    ended_saved() {
        "ended: every answer is saved, and the results are not written to the end",
        "已退出：结果均已保存在台账，只是结果文件还没写完",
    }
    go_on(command) { "to go on, the same command goes on where it was:\n  {command}", "继续：再执行同一条命令，从停下的地方接着查：\n  {command}" }
    go_on_budget(command) {
        "to go on, the same command goes on with a higher budget:\n  {command}",
        "继续：调高预算后再执行同一条命令：\n  {command}",
    }
    interrupted() { "stopped, and saved", "已停止，结果均已保存" }
    budget_spent() { "stopped: the budget is spent", "已停止：预算已用完" }
    stopped(why) { "stopped: {why}\n  what was answered is saved", "已停止：{why}\n  已返回的结果均已保存" }
    export_later(run) {
        "the answers are in the ledger: numcheck runs export {run} -o FILE",
        "结果都在台账里：numcheck runs export {run} -o 文件",
    }
    no_such_product(id) { "{id} is no product of this tool", "没有 {id} 这个产品" }
    no_such_product_cure() { "see numcheck products", "可查的产品见 numcheck products" }
    named_twice(id) { "{id} is named twice", "{id} 写了两次" }
    named_twice_cure() { "name each product once, in the order to ask them", "每个产品只写一次，按查询的先后排列" }
    no_product() { "no product is named", "没有指定产品" }
    no_product_cure() { "name one with -p", "请用 -p 指定" }
    price_of_other(id) { "--price names {id}, which this run does not ask", "--price 里的 {id} 不在本次要查的产品里" }
    price_of_other_cure() { "name a product of -p", "请写 -p 里的产品" }
    no_price(id) { "--max-cost is given, and not what {id} costs", "给了 --max-cost，却没有 {id} 的单价" }
    no_price_cure(id) { "add --price {id}=AMOUNT", "请加上 --price {id}=单价" }
    split_to_stdout() { "--split-by makes several files, and standard output is one", "--split-by 会写出多个文件，而标准输出只有一个" }
    split_to_stdout_cure() { "name a file with -o", "请用 -o 指定文件" }
    sandbox(bill) {
        "sandbox: the vendors are simulated on this machine, and nothing is paid; their bill is in {bill}",
        "沙箱：服务商由本机模拟，不产生任何费用；沙箱账单在 {bill}",
    }
    sandbox_not_started(error) { "the sandbox cannot be started: {error}", "沙箱无法启动：{error}" }
    sandbox_not_ended(error) { "warning: the sandbox did not end: {error}", "注意：沙箱没有正常结束：{error}" }
    list(name, encoding, column) { "list: {name}, {encoding}, numbers in {column}", "名单：{name}，编码 {encoding}，号码列：{column}" }
    bad_line(line, error) { "  line {line}: {error}", "  第 {line} 行：{error}" }
    more_bad_lines(n) {
        "  and {n} more lines without a number: numcheck normalize tells of all",
        "  另有 {n} 行没有号码，numcheck normalize 会列出全部原因",
    }
    known_already(n, days, age) {
        "{n} of the numbers to ask have an answer of the last {days} days in this ledger, and would be paid for once more: with --reuse {age} they are not",
        "待查号码中有 {n} 个，台账里已有 {days} 天内的结果，再查就要再付费；加 --reuse {age} 可直接沿用",
    }
    would_ask(requests, numbers) { "{requests} for {numbers} numbers", "{requests} 次，查 {numbers} 个号码" }
    would_cost(money) { "{money} at most", "最多 {money}" }
    would_cost_units(n) {
        "{n} units at most; with --price it is said in money",
        "最多计费 {n} 条；加上 --price 可折算成金额",
    }
    would_take(time) { "{time} at least, at the rate asked for", "按限速至少要 {time}" }
    dry_run() { "dry run: nothing was sent, nothing was recorded", "试算：没有发出请求，也没有写入台账" }
    no_such_status(status) { "--next-on {status}: no product of this run says that", "--next-on {status}：本次的产品没有这个状态" }
    no_such_status_cure(known) { "name one of {known}", "可用的状态：{known}" }
    no_such_status_meant(meant, known) {
        "did you mean {meant}? There are {known}", "是不是要写 {meant}？可用的状态：{known}"
    }
}
