use numcheck_core::messages;

messages! {
    ok() { "ok", "正常" }
}
