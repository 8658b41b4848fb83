use numcheck_core::messages;

messages! {
    ok() { "ok", "正常" }
    warning() { "warning", "注意" }
    problem() { "problem", "有问题" }
    cure() { "cure", "办法" }
    all_well() { "everything is in order; nothing was sent", "一切就绪；没有发出任何请求" }
    sum(problems, warnings) {
        "problems: {problems}, warnings: {warnings}; nothing was sent",
        "有问题 {problems} 项，需注意 {warnings} 项；没有发出任何请求",
    }

    clock() { "clock", "时钟" }
    configuration() { "configuration", "配置" }
    credentials() { "credentials", "凭证" }
    disk() { "disk", "磁盘" }
    doubts() { "in doubt", "计费存疑" }
    language() { "language", "语言" }
    ledger() { "ledger", "台账" }
    proxy() { "proxy", "代理" }
    runs() { "runs", "检测任务" }
    terminal() { "terminal", "终端" }

    no_configuration() {
        "no file, and none is needed; numcheck config init makes one",
        "没有配置文件（可不用配置）；numcheck config init 可生成一份",
    }
    writable(file, mode) { "{file} can be changed by others (mode {mode})", "{file} 可被其他用户修改（权限 {mode}）" }
    writable_cure(file) { "chmod go-w {file}", "chmod go-w {file}" }

    ready(product, ways, from) { "{product}: ready{ways}: {from}", "{product}：就绪{ways}：{from}" }
    ways(encryptions) { ", --encrypt {encryptions}", "，--encrypt {encryptions}" }
    from(name, source) { "{name} {source}", "{name} {source}" }
    of_product(product, what) { "{product}: {what}", "{product}：{what}" }
    of_way(product, encryption, what) {
        "{product}, --encrypt {encryption}: {what}",
        "{product}（用 --encrypt {encryption} 加密）：{what}",
    }
    not_set_up(product) { "{product}: not set up", "{product}：未配置" }
    relied_on(product) {
        "{product}: the configuration speaks of it, and none of its credentials is there",
        "{product}：配置里用到了它，但没有提供任何凭证",
    }
    set(names) { "set {names}", "请设置 {names}" }
    none_set_up() { "no product is set up", "尚未配置任何产品的凭证" }
    none_set_up_cure() {
        "numcheck products names the credentials of each; to try without: --sandbox",
        "各产品需要的凭证见 numcheck products；没有凭证也能试用：--sandbox",
    }

    clock_plausible(now) { "it is {now}", "现在是 {now}" }
    clock_wrong(now) {
        "it is {now} by this clock: vendors refuse tokens of a wrong time, and the ledger records it",
        "本机时间是 {now}：服务商会拒绝时间不对的 token，台账里的时间也会出错",
    }
    clock_behind(newest) {
        "the newest run began at {newest}, which is still to come by this clock",
        "最近一次检测任务的开始时间是 {newest}，比本机时间还晚",
    }
    clock_cure() { "set the clock, best by NTP", "请校准时钟，最好启用 NTP 自动对时" }

    no_proxy() { "none in the environment", "环境变量里没有代理" }
    proxy_ignored(names) {
        "{names} is set, and ignored: vendors admit fixed addresses only",
        "设置了 {names}，但不会使用：服务商只放行固定 IP",
    }
    proxy_cure() {
        "to send through a proxy: --proxy URL, or proxy under the product in your numcheck.toml",
        "需要走代理时请用 --proxy 网址，或在个人配置的产品下设置 proxy",
    }

    language_is(name) { "{name}; --lang, NUMCHECK_LANG or lang in numcheck.toml choose another", "{name}；可用 --lang、NUMCHECK_LANG 或 numcheck.toml 里的 lang 更改" }
    locale_not_utf8(name, locale) {
        "{name}; the locale {locale} is not UTF-8, and what is printed is",
        "{name}；系统区域设置 {locale} 不是 UTF-8，而输出是 UTF-8，可能显示乱码",
    }
    locale_cure() {
        "let the terminal show UTF-8, or choose a UTF-8 locale such as zh_CN.UTF-8",
        "请让终端使用 UTF-8，或改用 zh_CN.UTF-8 之类的区域设置",
    }
    no_terminal() { "standard output is none: no colours, no tables", "输出不是终端，不使用颜色和表格" }
    terminal_in_color(columns) { "{columns} columns, in colour", "{columns} 列，彩色" }
    terminal_plain(columns) { "{columns} columns, no colours", "{columns} 列，无颜色" }

    no_ledger_yet(path) { "{path} will be made by the first request", "{path} 会在首次请求时建立" }
    whole(path) { "{path}: opens, and is whole", "{path}：可以打开，数据完整" }
    damaged(path, what) { "{path} is damaged: {what}", "{path} 已损坏：{what}" }
    damaged_cure() {
        "keep the file, and restore a copy, or begin another with --ledger",
        "请保留该文件，恢复备份，或用 --ledger 另建一本台账",
    }
    none_alive() { "none under way", "没有正在进行的检测任务" }
    no_doubts() { "none", "没有" }
    in_doubt(numbers) {
        "{numbers} may be paid for and have no answer",
        "{numbers} 个号码可能已计费但没有结果",
    }
    in_doubt_cure() {
        "compare with the vendor's bill: numcheck runs list, then numcheck runs settle RUN --paid, or --not-paid",
        "请与服务商账单核对：先看 numcheck runs list，再执行 numcheck runs settle RUN --paid 或 --not-paid",
    }
    room(mib, folder) { "{mib} MiB free in {folder}", "{folder} 剩余 {mib} MiB" }
    room_cure() {
        "make room, or name a ledger on another disk: --ledger FILE",
        "请清理磁盘，或用 --ledger 把台账放到别的磁盘",
    }
    unused() { "-", "未用" }
    large_room(gib, folder) { "{gib} GiB free in {folder}", "{folder} 剩余 {gib} GiB" }
}
