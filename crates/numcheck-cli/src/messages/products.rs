use numcheck_core::messages;

messages! {
    title(id, title) { "{id}  {title}", "{id}  {title}" }
    asks() { "asks", "查什么" }
    takes() { "takes", "支持" }
    credentials() { "credentials", "凭证" }
    one_a_request() { "1 a request", "每次 1 个" }
    many_a_request(n) { "up to {n} a request", "每次最多 {n} 个" }
    any_kind() { "numbers of any kind", "各类号码" }
    of_kinds(kinds) { "{kinds} numbers", "{kinds}" }
    limits(kinds, batch, deadline) { "{kinds}, {batch}, {deadline} at most", "{kinds}，{batch}，最长 {deadline}" }
    missing() { "missing", "未设置" }
    present() { "present", "已设置" }
    present_in_file() { "present, from its file", "已设置（来自文件）" }
    present_configured() { "present, as configured", "已设置（来自配置）" }
    wrong(why, cure) { "{why}: {cure}", "{why}：{cure}" }
    only_for(state, encryption) { "{state}, for --encrypt {encryption}", "{state}，仅 --encrypt {encryption} 需要" }
}
