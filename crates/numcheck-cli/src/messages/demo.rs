use numcheck_core::messages;

messages! {
    intro() {
        "No account, no network, nothing paid: the vendors are simulated on this\nmachine. All that is made stays in one folder.",
        "不用账号，不联网，不花钱：服务商由本机的沙箱模拟。\n产生的所有文件都放在一个目录里。",
    }
    the_list() { "A list as people have it", "一份常见的名单" }
    the_list_is(lines) {
        "customers.csv has {lines} lines in GBK, as Excel in China saves it: full-width\ndigits, +86, 13800000001.0, duplicates, landlines, and lines that hold no\nnumber. All are invented.",
        "customers.csv 共 {lines} 行，GBK 编码，和 Excel 存出来的一样：全角数字、\n+86、13800000001.0、重复号码、固话，还有不是号码的行。号码都是编的。",
    }
    the_price() { "What it would cost, before anything is sent", "先估算费用，此时没有发出任何请求" }
    landlines(n) {
        "The {n} landlines are not asked: this product answers for mobiles alone.",
        "其中 {n} 个固话不查：这个产品只查手机号。",
    }
    the_run() {
        "The run: an answer is lost on the way, then the account is empty",
        "开始检测：途中有一次结果丢失，随后余额用尽",
    }
    the_faults() {
        "(--sandbox-faults makes it so)",
        "（由 --sandbox-faults 模拟）",
    }
    stopped(answered, in_doubt, open) {
        "{answered} numbers are answered and saved. The connection broke with {in_doubt} on\nthe way: they may be paid for, so they are in doubt (计费存疑), exit code 8,\nand are never asked again by themselves. Then code 10012, the account is\nempty: {open} numbers are left.",
        "{answered} 个号码已有结果，均已保存。有一次请求发出后连接中断，{in_doubt} 个号码\n可能已经计费，列为计费存疑（退出码 8），不会自动重查。\n随后服务商返回 10012，余额用尽：还剩 {open} 个没查。",
    }
    the_same() { "The account is topped up; the same command goes on", "充值之后，同一条命令接着查" }
    topped_up(units) { "(topped up by {units}, as you would at the vendor)", "（充值 {units} 条，相当于在服务商那里续费）" }
    went_on(asked, before, in_doubt) {
        "{asked} numbers are answered now. None of the {before} before is asked again, nor\nare the {in_doubt} in doubt.",
        "这次查到 {asked} 个。之前的 {before} 个没有重查，计费存疑的 {in_doubt} 个也没有重查。",
    }
    status(status, n) { "{status} {n}", "{status} {n}" }
    the_bill() { "Nothing is paid twice: our book against the vendor's bill", "没有号码被重复计费：台账与服务商账单对账" }
    compared(billed, unanswered, bill, most) {
        "billed by the answers   {billed}\nbilled without answer   {unanswered}, all of them in doubt\nthe vendor's bill       {bill}, and no number on it more than {most}×",
        "有结果、已计费   {billed}\n无结果、已计费   {unanswered}，都在计费存疑里\n服务商账单       {bill}，每个号码最多计费 {most} 次",
    }
    lost_and_paid() {
        "The bill shows that the lost answer was charged, so the book is told:",
        "账单显示丢失的那次确已计费，据此登记：",
    }
    the_questions() {
        "The other questions: in the network? who is calling? Plain, AES and RSA",
        "其他查询：是否在网、来电是谁；明文、AES、RSA 三种方式",
    }
    handed_on() { "The results, to hand on", "导出结果，交付使用" }
    results() {
        "results.xlsx: the list as it is, and behind each line its answer, for Excel\nreport.html: the run on a page that can be printed",
        "results.xlsx：名单原有的列，后面接上每一行的检测结果，Excel 直接打开\nreport.html：检测报告，可以打印",
    }
    the_end() { "What it cost, and what to try next", "费用小结，以及接下来可以试的命令" }
    cost(cost, units, questions, seconds) {
        "{cost} in sandbox money for {units} numbers of the list. Not in it are the\n{questions} numbers asked singly: their charge is unstated. {seconds} s in all",
        "名单共计费 {units} 条，沙箱费用 {cost}。单独查的 {questions} 个号码\n计费未说明，不在其中。全程 {seconds} 秒",
    }
    files(dir, files) { "look at {dir}: {files}", "可以看看 {dir} 里的 {files}" }
    next_steps() {
        "\nnumcheck normalize YOUR-LIST.csv                 what it holds, for free\nnumcheck run YOUR-LIST.csv --sandbox --dry-run   what it would ask and cost\nnumcheck products                                what real vendors need",
        "\nnumcheck normalize 你的名单.csv                 免费看看名单里有什么\nnumcheck run 你的名单.csv --sandbox --dry-run   会查多少、花多少\nnumcheck products                               接入真实服务商需要什么",
    }
    not_ours(dir) {
        "{dir} is there already, holds files, and the demo did not make it",
        "{dir} 已经存在，里面有文件，而且不是演示建的",
    }
    no_folder(dir, error) { "{dir} cannot be used: {error}", "{dir} 用不了：{error}" }
    list_changed(path) { "{path} was changed: it may be yours", "{path} 已被改动，可能是你的文件" }
    another_folder() { "name another folder: numcheck demo FOLDER", "请换一个目录：numcheck demo 目录名" }
    no_file(path, error) { "{path}: {error}", "{path}：{error}" }
    no_program(error) { "this program cannot start itself: {error}", "程序无法启动自己：{error}" }
    odd(command, told) { "numcheck {command} did not end as it should: {told}", "numcheck {command} 运行结果不符合预期：{told}" }
    sandbox_failed(error) { "the sandbox: {error}", "沙箱出错：{error}" }
    bill_differs() {
        "the book and the bill of the sandbox differ, which must not be: please report it",
        "台账与沙箱账单对不上，这不应该发生，请反馈给我们",
    }
}

#[cfg(test)]
mod tests {
    use crate::output::terminal::width;

    /// A terminal has 80 columns, and the tour is indented by three.
    #[test]
    fn the_tour_fits_a_terminal() {
        let tour = super::TABLE.iter().take_while(|(key, ..)| *key != "not_ours");
        for (key, en, zh) in tour {
            for line in en.lines().chain(zh.lines()) {
                // What stands in its place is a number of four digits.
                let line: String = line
                    .split(['{', '}'])
                    .enumerate()
                    .map(|(at, part)| if at % 2 == 1 { "0000" } else { part })
                    .collect();
                assert!(width(&line) <= 77, "{key} is {} wide: {line}", width(&line));
            }
        }
    }
}
