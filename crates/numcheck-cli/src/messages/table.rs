use numcheck_core::messages;

messages! {
    number() { "NUMBER", "号码" }
    status() { "STATUS", "状态" }
    reachability() { "REACHABILITY", "能否联系" }
    charge() { "CHARGE", "计费" }
    details() { "DETAILS", "详情" }
    billed() { "billed", "已计费" }
    free() { "free", "未计费" }
    unstated() { "unstated", "计费未说明" }
    in_doubt() { "in doubt", "计费存疑" }
    code(code) { "code {code}", "代码 {code}" }
}
