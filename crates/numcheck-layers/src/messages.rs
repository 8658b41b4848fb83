//! What this crate says to people, in English and in Chinese.

use numcheck_core::messages;

messages! {
    no_answer() { "the checker returned no answer for this number", "没有返回这个号码的结果" }
    no_end() { "the request ended without a result", "请求结束了，却没有给出结果" }
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
