use numcheck_core::messages;

messages! {
    at_line(file, line, what) { "{file}:{line}: {what}", "{file}:{line}：{what}" }
    at_file(file, what) { "{file}: {what}", "{file}：{what}" }
    unreadable(error) { "it cannot be read: {error}", "无法读取：{error}" }
    not_utf8() { "it is not UTF-8 text", "不是 UTF-8 文本" }
    unreadable_cure() {
        "name another file with --config, or let this user read this one",
        "用 --config 指定别的文件，或允许当前用户读取它",
    }
    not_toml(error) { "not TOML: {error}", "不符合 TOML 语法：{error}" }
    not_toml_cure() {
        "write name = value, texts in quotes; numcheck config init shows the form",
        "写成 名称 = 值，文本加引号；numcheck config init 会写出范例",
    }
    unknown(key) { "{key} is no setting here", "这里没有 {key} 这个配置项" }
    did_you_mean(name) { "did you mean {name}?", "是不是想写 {name}？" }
    known_here(names) { "these are: {names}", "可用的有：{names}" }
    of_a_product(key, product) {
        "{key} belongs to a product: write it under [products.\"{product}\"]",
        "{key} 属于具体产品，请写在 [products.\"{product}\"] 下面",
    }
    no_product(id) { "{id} is no product of this tool", "没有 {id} 这个产品" }
    no_product_of(id, kind) { "{id} is no product of {kind}", "{id} 不是 {kind} 类产品" }
    name_products(products) { "name some of {products}", "可选：{products}" }
    named_twice(id) { "{id} is named twice", "{id} 写了两次" }
    name_once() { "name each product once, in the order to ask them", "每个产品只写一次，按查询的先后顺序" }
    empty() { "it is empty", "内容是空的" }
    wrong(key, what) { "{key}: {what}", "{key}：{what}" }
    wrong_type(key, wanted, found) { "{key} wants {wanted}, and this is {found}", "{key} 应为：{wanted}；现在是：{found}" }
    wrong_type_cure() { "write it in that form", "请改成这种写法" }
    write(wanted) { "write {wanted}", "请写成：{wanted}" }
    one_of(values) { "it must be one of {values}", "只能写 {values}" }
    not_a_value() { "this is no value for it", "取值无效" }
    no_variant(product, encryption) { "{product} has no {encryption} variant", "{product} 没有 {encryption} 加密方式" }
    see_help(command, flag) {
        "it takes what --{flag} takes: numcheck {command} --help",
        "写法与 --{flag} 相同，见 numcheck {command} --help",
    }
    no_table() { "this is a group of settings, and holds a single value", "这里应是一组配置，却只写了一个值" }
    no_table_cure() { "write its name in square brackets, and the settings below it", "把名称写进方括号，配置项写在它下面" }
    a_path() { "the path of a file in quotes", "加引号的文件路径" }
    a_switch() { "true or false", "true 或 false" }
    a_text() { "a text in quotes", "加引号的文本" }
    a_list() { "a list of texts, [\"one\", \"another\"]", "文本列表，如 [\"one\", \"another\"]" }
    a_value_of(flag) { "what --{flag} takes", "与 --{flag} 相同的值" }
    an_amount() { "an amount such as 0.01 or \"50CNY\"", "金额，如 0.01 或 \"50元\"" }
    a_rate() { "requests and a time, such as \"5/s\" or \"300/min\"", "频率，如 \"5/s\" 或 \"300/min\"" }
    a_time() { "a time such as \"30s\" or \"2m\"", "时长，如 \"30s\" 或 \"2m\"" }
    an_encryption() { "\"none\", \"aes\" or \"rsa\", as the product sells it", "产品支持的加密方式：\"none\"、\"aes\" 或 \"rsa\"" }
    a_url() { "a URL such as \"https://host\"", "网址，如 \"https://host\"" }
    type_of(toml) { "of the type {toml}", "{toml} 类型" }
    literal_secret(key) {
        "{key} must say where the credential is, not the credential itself",
        "{key} 要写凭证放在哪里，不能直接写凭证",
    }
    literal_secret_cure(key) {
        "take it out, change it at the vendor if others saw it, and write {key}.env = \"NAME\" or {key}.file = \"PATH\"",
        "删掉它（如已外泄请到服务商处更换），改写为 {key}.env = \"变量名\" 或 {key}.file = \"路径\"",
    }
    one_way(key) { "{key} must name one place", "{key} 只能指定一个位置" }
    wrong_place(key) { "the place of {key} is not written as it should be", "{key} 的位置写法不对" }
    ways(key) {
        "write {key}.env = \"NAME\", {key}.file = \"PATH\" or {key}.command = [\"pass\", \"show\", \"NAME\"]",
        "写成 {key}.env = \"变量名\"、{key}.file = \"路径\" 或 {key}.command = [\"pass\", \"show\", \"名称\"]",
    }
    barred(key) {
        "a file that is found in a folder may not set {key}: a stranger's folder could run programs or send keys elsewhere",
        "自动发现的配置文件不能设置 {key}，以防他人目录里的配置执行程序或转走凭证",
    }
    barred_cure(user, file) {
        "put it into {user}, or name this file: --config {file}",
        "请写进 {user}，或明确指定本文件：--config {file}",
    }
    standing_repay() {
        "an order to pay again cannot stand in a file: it would hold for every list",
        "配置里不能设置重复付费，否则会对所有名单生效",
    }
    standing_repay_cure() {
        "take it out, and give --in-doubt repay with the list it is meant for",
        "删掉它，需要时在该名单的命令里加 --in-doubt repay",
    }
    no_profile(name) { "there is no profile {name}", "没有名为 {name} 的配置方案" }
    no_profile_cure(names) { "there are: {names}", "现有：{names}" }
    no_profiles_cure() { "write its settings under [profiles.NAME]", "请把它的配置写在 [profiles.名称] 下面" }
    unnamed() { "the name of the configuration file is empty", "配置文件名是空的" }
    unnamed_cure() { "name a file with --config, or leave it out", "用 --config 指定文件，或不写" }
    see_check() { "numcheck config check lists all of it again", "numcheck config check 可再次列出全部问题" }
    there_already(file) { "{file} is there already", "{file} 已经存在" }
    there_already_cure() { "edit it, or remove it first; it is never written over", "请直接修改它，或先删除；不会覆盖已有文件" }
    cannot_be_made(file, error) { "{file} cannot be made: {error}", "无法建立 {file}：{error}" }
    cannot_be_made_cure() { "choose a folder this user may write to", "请换一个当前用户可写的目录" }
    no_home() {
        "there is no place for your file: neither XDG_CONFIG_HOME nor HOME is set",
        "个人配置没有地方存放：XDG_CONFIG_HOME 和 HOME 都没有设置",
    }
    no_home_cure() { "set HOME, or leave --user out", "请设置 HOME，或去掉 --user" }
    made(file) { "{file} is written: every setting in it is a comment, take out the # of those you want", "已写入 {file}：所有配置项都是注释，需要哪项就去掉前面的 #" }
    made_next() { "then: numcheck config check", "改好后执行：numcheck config check" }
    valid(file) { "{file}: valid", "{file}：没有问题" }
    no_files() { "there is no configuration file, and none is needed; numcheck config init makes one", "没有配置文件（可不用配置）；numcheck config init 可生成一份" }
    using(file) { "configuration: {file}", "配置：{file}" }
    is_default() { "default", "默认" }
    from_env(name) { "environment {name}", "环境变量 {name}" }
    from_flag(name) { "command line {name}", "命令行 {name}" }
    profile_of(name, origin) { "{origin}, profile {name}", "{origin}，方案 {name}" }
    unset() { "not set", "未设置" }
    wrong_secret(what) { "wrong: {what}", "不可用：{what}" }
    untrusted(needs) {
        "it was found here and is not trusted, and it sets what a found file may not without trust: {needs}",
        "这份自动找到的配置还没有被信任，其中有需要信任才能生效的设置：{needs}",
    }
    untrusted_cure(file) {
        "read it; if it is yours or you agree with it: numcheck config trust {file}; to use another for once: --config FILE",
        "请先看一遍，确认没有问题再执行：numcheck config trust {file}；只想这一次改用别的配置：--config 文件",
    }
    not_in_use(what, cure) { "{what}; until then it is not in use\n  {cure}", "{what}；在此之前不会生效\n  {cure}" }
    owned_by_another(place) { "{place} belongs to another user", "{place} 属于另一个用户" }
    writable_by_all(place) { "all users may write to {place}", "所有用户都可以写入 {place}" }
    left_aside(what, cure) { "configuration left aside: {what}\n  {cure}", "没有采用的配置：{what}\n  {cure}" }
    left_aside_because(what) { "left aside: {what}", "没有采用：{what}" }
    left_aside_cure(file) {
        "to use it all the same, name it: --config {file}",
        "仍要使用，请明确指定：--config {file}",
    }
    trusted(file) {
        "{file} is trusted as it is now, with the settings above; once it changes, it must be trusted again",
        "已信任 {file} 现在的内容，以上设置生效；文件改动后需要重新信任",
    }
    trusted_next(file) {
        "to take it back: numcheck config trust --revoke {file}",
        "取消信任：numcheck config trust --revoke {file}",
    }
    needs_no_trust(file) {
        "{file} sets nothing that needs trust: it is in use as it is",
        "{file} 里没有需要信任的设置，已直接生效",
    }
    revoked(file) { "{file} is no longer trusted", "已取消对 {file} 的信任" }
    was_untrusted(file) { "{file} was not trusted", "{file} 本来就没有被信任" }
    nothing_to_trust() { "no numcheck.toml is found from this folder", "从当前目录没有找到 numcheck.toml" }
    nothing_to_trust_cure() {
        "name it: numcheck config trust FILE; your own file, and one named by --config, need no trust",
        "请指定文件：numcheck config trust 文件；用户自己的配置和 --config 指定的配置无需信任",
    }
    trust_unsaved(error) { "the trust cannot be kept: {error}", "无法保存信任记录：{error}" }
    trust_unsaved_cure() {
        "let this user write to numcheck in XDG_STATE_HOME, or in ~/.local/state",
        "请允许当前用户写入 XDG_STATE_HOME 或 ~/.local/state 下的 numcheck 目录",
    }
}
