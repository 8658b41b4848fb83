//! What is written of a number is read as the same number, and written the same again.

use numcheck_core::{NumberKind, PhoneNumber};
use proptest::prelude::*;

/// Texts that are numbers, or nearly.
fn texts() -> impl Strategy<Value = String> {
    let head = prop::sample::select(vec!["", "+86", "0086", "86", "0", "+", "00", "+852", "+1", "tel:", "'", "=\""]);
    let body = prop_oneof![
        "1[3-9][0-9]{9}",
        "0[1-9][0-9]{8,10}",
        "[0-9]{3,20}",
        "106[5-9][0-9]{5,16}",
        "14[0-9]{11}",
        "[0-9 ().-]{3,24}",
        "[0-9０-９]{5,14}",
        "1[.][0-9]{10}E[+]10",
    ];
    let tail = prop::sample::select(vec!["", ".0", " ", ",", "\"", "。", "\u{200b}"]);
    (head, body, tail).prop_map(|(head, body, tail)| format!("{head}{body}{tail}"))
}

fn assert_fixed(text: &str) -> Result<bool, TestCaseError> {
    let Ok(number) = PhoneNumber::parse(text) else { return Ok(false) };
    let written = number.written().into_owned();
    let again = PhoneNumber::parse(&written);
    prop_assert_eq!(again.as_ref().ok(), Some(&number), "{} is read as another number than {}", written, text);
    prop_assert_eq!(&*number.written(), &written);
    let json = serde_json::to_string(&number).expect("JSON");
    prop_assert_eq!(serde_json::from_str::<PhoneNumber>(&json).ok(), Some(number));
    Ok(true)
}

proptest! {
    #[test]
    fn of_texts_that_are_nearly_numbers(text in texts()) {
        assert_fixed(&text)?;
    }

    #[test]
    fn of_any_text(text in any::<String>()) {
        assert_fixed(&text)?;
    }

    #[test]
    fn a_mobile_is_itself_however_it_is_written(
        digits in "1[3-9][0-9]{9}",
        head in prop::sample::select(vec!["", "+86", "+86 ", "0086", "86", "0", "tel:", "'"]),
        gap in prop::sample::select(vec!["", "-", " ", ".", "—", "\u{3000}"]),
    ) {
        let text = format!("{head}{}{gap}{}{gap}{}", &digits[..3], &digits[3..7], &digits[7..]);
        let number = PhoneNumber::parse(&text).expect("a mobile");
        prop_assert_eq!(number.as_str(), digits);
        prop_assert!(assert_fixed(&text)?);
    }

    #[test]
    fn a_mobile_kept_as_an_integer_is_the_same_number_and_nothing_else_is_one(
        integer in prop_oneof![any::<u64>(), 9_999_999_990..30_000_000_000_u64, 12_999_999_990..13_000_000_010_u64],
    ) {
        let read = PhoneNumber::parse(&integer.to_string()).ok();
        let mobile = read.filter(|number| number.kind() == NumberKind::Mobile && number.as_str() == integer.to_string());
        prop_assert_eq!(PhoneNumber::from_mobile(integer), mobile);
    }
}
