//! What the parser of arguments writes around help texts, in Chinese.

/// Its words, and ours.
const FRAME: &[(&str, &str)] = &[
    ("Usage:", "用法："),
    ("Commands:", "命令："),
    ("Arguments:", "参数："),
    ("Options:", "选项："),
    ("Everywhere:", "通用选项："),
    ("List:", "名单："),
    ("Results:", "结果："),
    ("Cost and pace:", "费用与频率："),
    ("Vendor:", "服务商："),
    ("Possible values:", "可选值："),
    ("[possible values: ", "[可选值："),
    ("[default: ", "[默认："),
    ("[env: ", "[环境变量："),
    ("[aliases: ", "[别名："),
    ("[OPTIONS]", "[选项]"),
    ("<COMMAND>", "<命令>"),
    ("[COMMAND]", "[命令]"),
    ("Print this message or the help of the given subcommand(s)", "显示本说明，或某个命令的说明"),
    ("Print help for the subcommand(s)", "显示某个命令的说明"),
    ("Print help (see more with '--help')", "显示说明（--help 更详细，并有示例）"),
    ("Print help (see a summary with '-h')", "显示说明（-h 只看摘要）"),
    ("Print help", "显示说明"),
    ("Print version", "显示版本"),
];

/// A text of the parser's with its frame in Chinese.
pub(in crate::args) fn framed(text: &str) -> String {
    let mut text = text.to_owned();
    for (en, zh) in FRAME {
        text = text.replace(en, zh);
    }
    // A full-width colon brings its own space.
    text.replace("用法： ", "用法：")
}
