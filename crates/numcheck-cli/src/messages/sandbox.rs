use numcheck_core::messages;

messages! {
    no_plan(part, cure) { "fault `{part}`: {cure}", "故障设置“{part}”有误：{cure}" }
    cannot_listen(addr, error) { "{addr} cannot be listened on: {error}", "无法监听 {addr}：{error}" }
    cannot_listen_cure() { "choose another --port, or leave it out", "换一个 --port，或不写" }
    no_start(error) { "{error}", "沙箱无法启动：{error}" }
    no_start_cure() { "leave --host out", "不写 --host 再试" }
    took(requests, numbers, billed) {
        "the sandbox took {requests} about {numbers} and billed {billed}",
        "沙箱共收到 {requests}、{numbers}，计费 {billed} 个",
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
沙箱     服务商已在本机模拟：http://{at}
         不产生任何费用，按 Ctrl-C 结束
试一试   在另一个终端里执行上面的 export，然后
         numcheck check --base-url http://{at} 13800000001
返回     号码的末位决定状态：1 是实号，4 是沉默号；
         末八位写成 00009NNN 会返回错误：13800009012 对应代码 10012；
         完整说明见 http://{at}/_sandbox/cards
账单     http://{at}/_sandbox/ledger",
    }
}
