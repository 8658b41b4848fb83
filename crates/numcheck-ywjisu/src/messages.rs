//! What this crate says to people, in English and in Chinese.

use numcheck_core::{Message, messages};

/// The names of credentials, as the vendor's document calls them.
pub(crate) const CODE: Message = Message::of("code", "用户 API 账号");
pub(crate) const PWD: Message = Message::of("pwd", "用户 API 密码");
pub(crate) const PRIVATE_KEY: Message = Message::of("private key", "私钥");

messages! {
    no_such_code() { "the vendor's code is not in its document", "服务商返回的代码不在其文档中" }
    no_result() {
        "the reply says success and holds no readable result",
        "返回成功，但其中没有可读的结果",
    }
    no_status() { "the row of this number has no status", "该号码的那一行没有状态" }
    lost_row() {
        "the reply has no row for this number, and a row that may be charged is about no number that still needs one",
        "返回中没有这个号码，却有一行可能计费的结果对不上任何待查号码",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_say_everything() {
        for (key, en, zh) in super::TABLE {
            assert_eq!(numcheck_core::wrong_with(en, zh), None, "{key}");
        }
    }
}
