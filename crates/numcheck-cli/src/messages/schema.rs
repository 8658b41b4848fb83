use numcheck_core::messages;

messages! {
    unknown(name) { "there is no schema {name}", "没有名为 {name} 的 schema" }
    unknown_cure(names) { "these are published: {names}", "可用的有：{names}" }
}
