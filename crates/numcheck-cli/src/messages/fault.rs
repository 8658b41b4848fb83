use numcheck_core::messages;

messages! {
    /// The first line of a failure.
    error(what) { "error: {what}", "错误：{what}" }
    cure(cure) { "  cure   {cure}", "  办法   {cure}" }
    money(money) { "  money  {money}", "  费用   {money}" }
    nothing_sent() { "nothing was sent, so nothing was paid", "没有发出任何请求，没有产生费用" }
    /// An error with all its words.
    whole(error) { "{error}", "{error}" }
}
