use numcheck_core::messages;

messages! {
    no_plan(part, cure) { "fault `{part}`: {cure}", "故障设置“{part}”有误：{cure}" }
    cannot_listen(addr, error) { "{addr} cannot be listened on: {error}", "无法监听 {addr}：{error}" }
    cannot_listen_cure() { "choose another --port, or leave it out", "换一个 --port，或不写" }
    no_start(error) { "{error}", "沙箱无法启动：{error}" }
    not_loopback(addr) {
        "the sandbox listens on loopback only, and {addr} is not: its keys are published, so anyone could use it",
        "沙箱只能监听本机回环地址，{addr} 不是：沙箱的凭证是公开的，否则谁都能用",
    }
    not_loopback_cure() { "use 127.0.0.1 or [::1], or leave --host out", "请用 127.0.0.1 或 [::1]，或不写 --host" }
    state_damaged(path, line) {
        "{path}, line {line}: this is no entry of a sandbox ledger; the file was changed or damaged",
        "{path} 第 {line} 行不是沙箱账单的记录：文件被改动过或已损坏",
    }
    state_damaged_cure() { "move the file away, or name another --state", "请移走该文件，或换一个 --state" }
    state_unreadable(path, error) {
        "the sandbox ledger {path} cannot be opened: {error}",
        "沙箱账单 {path} 无法打开：{error}",
    }
    state_unreadable_cure() { "name another --state", "换一个 --state" }
    state_locked(path) {
        "the sandbox ledger {path} is in use by another sandbox",
        "沙箱账单 {path} 正被另一个沙箱使用",
    }
    state_locked_cure() { "stop that one, or name another --state", "请先结束那个沙箱，或换一个 --state" }
    state_version(path, version) {
        "the sandbox ledger {path} is of version {version}, which this sandbox does not read",
        "沙箱账单 {path} 是第 {version} 版格式，本版本读不了",
    }
    no_announcement(path, error) {
        "the address cannot be written to {path}: {error}",
        "地址无法写入 {path}：{error}",
    }
    no_announcement_cure() { "name another file with --announce", "换一个 --announce 文件" }
    took(requests, numbers, billed) {
        "the sandbox took {requests} about {numbers} and billed {billed}",
        "沙箱共收到 {requests}、{numbers}，计费 {billed} 条",
    }
    hints(at) {
        "\
sandbox: the vendors are simulated on http://{at}
         nothing is paid; Ctrl-C ends it
try      evaluate the lines above in another shell, then
         numcheck check --base-url http://{at} 13800000001
answers  the last digit of a number chooses its status: 1 is active (实号), 4 is silent (沉默号);
         00009NNN at its end chooses an error: 13800009012 is code 10012;
         the rest is in http://{at}/_sandbox/cards
bill     http://{at}/_sandbox/ledger",
        "\
沙箱     服务商由本机模拟：http://{at}
         不产生任何费用，按 Ctrl-C 结束
试一试   在另一个终端里执行上面的 export，然后
         numcheck check --base-url http://{at} 13800000001
返回     号码的末位决定状态：1 是实号，4 是沉默号；
         末八位写成 00009NNN 会返回错误：13800009012 对应代码 10012；
         完整说明见 http://{at}/_sandbox/cards
账单     http://{at}/_sandbox/ledger",
    }
    rule() {
        "\
digit  line status (both)    network status            caller id
0      空号 vacant           正常使用 in service       no mark
1      实号 active           停机 suspended            骚扰电话 nuisance
2      停机 suspended        在网但不可用 unusable     推销 telemarketing
3      库无 unknown, free    不在网 not in service     中介 agent
4      沉默号 silent         预销户 leaving            快递送餐 delivery
5      风险号 risky          销号 cancelled            疑似诈骗 fraud
6      no answer, free       no record, free           招聘猎头 headhunter
7      not documented        not documented            出租车司机 taxi
8      实号, fields missing  正常使用, fields missing  a business
9      实号, types mixed up  正常使用, types mixed up  快递送餐, types mixed up
errors   the last eight digits 00009NNN choose one:
         90NN Juhe 100NN, 91NN Juhe's own of the product, 92NN ywjisu in the order of its table,
         93NN to 95NN the HTTP status (9503 is 503)",
        "\
末位  空号检测（两家）  手机在网状态          号码标记
0     空号              正常使用              无标记
1     实号              停机                  骚扰电话
2     停机              在网但不可用          推销
3     库无，不收费      不在网                中介
4     沉默号            预销户                快递送餐
5     风险号            销号                  疑似诈骗
6     没有返回，不收费  查询无此记录，不收费  招聘猎头
7     文档没有的状态    文档没有的状态        出租车司机
8     实号，缺字段      正常使用，缺字段      商家，无标记
9     实号，类型写反    正常使用，类型写反    快递送餐，类型写反
错误     末八位写成 00009NNN 时返回错误：
         90NN 为聚合数据 100NN，91NN 为聚合数据该产品自己的代码，92NN 按云网极速文档的顺序，
         93NN 至 95NN 为 HTTP 状态码（9503 即 503）",
    }
}
