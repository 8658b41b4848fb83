//! What this crate says to people, in English and in Chinese.

crate::messages! {
    /// More numbers in one call than a product takes.
    too_many(numbers, product, most) {
        "{numbers} numbers in one call, and {product} takes {most} at most: send them in parts",
        "一次提交了 {numbers} 个号码，{product} 每次最多 {most} 个：请分批提交",
    }
    no_answer() {
        "the checker returned no answer for the one number asked",
        "没有返回这个号码的结果",
    }
    rows_disagree() {
        "two rows of the reply disagree about this number: neither is believed",
        "返回中有两行都是这个号码而内容不一致，两行都不采信",
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_say_everything() {
        for (key, en, zh) in super::TABLE {
            assert_eq!(crate::wrong_with(en, zh), None, "{key}");
        }
    }
}
