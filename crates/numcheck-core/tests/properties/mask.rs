//! Of a number no more is shown than its first three and its last four digits, whatever stands around it and in it.

use numcheck_core::{Charge, Error, ErrorKind, PhoneNumber, mask_text};
use proptest::prelude::*;

/// What people and vendors write between the digits of one number.
const BETWEEN: [&str; 19] = [
    "", "", "", "-", " ", ".", "·", "－", "—", "(", ")", "（", "/", "_", "\u{3000}", "\u{a0}", "\u{200b}", "\t", "\r\n",
];

/// A number as text, ASCII or full-width digits, with anything between them.
fn written(digits: String) -> impl Strategy<Value = String> {
    prop::collection::vec((prop::sample::select(&BETWEEN[..]), any::<bool>()), digits.len()).prop_map(move |gaps| {
        let digits = digits.chars().zip(gaps).map(|(digit, (gap, wide))| {
            let wide_digit = char::from_u32(u32::from(digit) - u32::from('0') + u32::from('０'));
            format!("{gap}{}", if wide { wide_digit.unwrap_or(digit) } else { digit })
        });
        digits.collect::<Vec<_>>().concat()
    })
}

/// Numbers of eight to twenty digits, the digits of which tell their places apart: `1` to `9`, and no five alike.
fn numbers() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec("1[3-9][1-9]{6,18}", 1..4)
}

/// Text without digits, now and then longer than what is kept of it.
fn filler() -> impl Strategy<Value = String> {
    prop_oneof!["[a-z\u{4e00}-\u{4eff}:,;&\"'\\\\ \u{1b}]{0,12}", "[a-z\u{4e00}-\u{4eff} ]{20,60}", "[x]{280,310}"]
}

/// Texts around and between numbers, and the numbers in it.
fn texts() -> impl Strategy<Value = (Vec<String>, String)> {
    numbers().prop_flat_map(|numbers| {
        let parts: Vec<_> = numbers.iter().cloned().map(|number| (filler(), written(number))).collect();
        (Just(numbers), parts, filler()).prop_map(|(numbers, parts, end)| {
            let text = parts.into_iter().map(|(filler, number)| filler + &number).collect::<Vec<_>>().concat();
            (numbers, text + &end)
        })
    })
}

/// The text with full-width digits narrowed and without what may stand inside a number.
fn joined(text: &str) -> String {
    let narrow = text.chars().map(|c| match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        c => c,
    });
    narrow.filter(|c| c.is_ascii_digit() || !BETWEEN.iter().any(|gap| gap.contains(*c))).collect()
}

fn shows_too_much(shown: &str, numbers: &[String]) -> Option<String> {
    let joined = joined(shown);
    let runs = joined.split(|c: char| !c.is_ascii_digit());
    let longest = runs.max_by_key(|run| run.len()).unwrap_or_default();
    if longest.len() > 4 {
        return Some(format!("{longest} of {numbers:?} in {shown:?}"));
    }
    // Four digits in a row are the end of a number, or stand at its end: never its beginning and one more.
    let first_four = numbers.iter().map(|number| &number[..4]).find(|four| {
        joined.split(|c: char| !c.is_ascii_digit()).any(|run| run == *four)
            && !numbers.iter().any(|number| number.ends_with(four))
    });
    first_four.map(|four| format!("{four} of {numbers:?} in {shown:?}"))
}

proptest! {
    #[test]
    fn of_any_text((numbers, text) in texts()) {
        prop_assert_eq!(shows_too_much(&mask_text(&text), &numbers), None);
    }

    #[test]
    fn of_what_an_error_says((numbers, text) in texts()) {
        let error = Error::new(ErrorKind::Protocol, Charge::Unknown, "x").with_vendor_words(&text).with_code(text);
        for shown in [error.to_string(), error.vendor_words().to_owned(), error.code().unwrap_or_default().to_owned()] {
            prop_assert_eq!(shows_too_much(&shown, &numbers), None);
        }
    }

    #[test]
    fn of_a_text_that_is_no_number((numbers, text) in texts()) {
        if let Err(error) = PhoneNumber::parse(&text) {
            prop_assert_eq!(shows_too_much(error.masked_text(), &numbers), None);
        }
    }

    #[test]
    fn of_a_number_itself(digits in "1[3-9][0-9]{9}") {
        let number = PhoneNumber::parse(&digits).expect("a mobile");
        prop_assert_eq!(format!("{number:?}"), format!("{}****{}", &digits[..3], &digits[7..]));
    }

    /// Masking what is masked changes nothing: a text may pass through several hands.
    #[test]
    fn once_is_enough((_, text) in texts()) {
        let once = mask_text(&text);
        let twice = mask_text(&once);
        prop_assert_eq!(twice.trim_end_matches('…'), once.trim_end_matches('…'));
    }
}
