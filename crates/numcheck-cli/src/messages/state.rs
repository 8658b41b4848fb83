use numcheck_core::messages;

messages! {
    ledger_unnamed() { "the name of the ledger is empty", "台账的文件名是空的" }
    ledger_unnamed_cure() { "name a file, or leave it out", "请指定一个文件，或不指定" }
    no_place() {
        "there is no place for the ledger: neither XDG_STATE_HOME nor HOME is set",
        "台账没有地方存放：XDG_STATE_HOME 和 HOME 都没有设置",
    }
    no_place_cure() { "name a file with --ledger or NUMCHECK_LEDGER", "请用 --ledger 或 NUMCHECK_LEDGER 指定文件" }
}
