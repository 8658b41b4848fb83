use super::*;

fn digits(text: &str) -> (String, NumberKind, u16) {
    match PhoneNumber::parse(text) {
        Ok(number) => (number.as_str().to_owned(), number.kind(), number.country()),
        Err(error) => panic!("{error}"),
    }
}

fn reason(text: &str) -> ParseNumberReason {
    PhoneNumber::parse(text).expect_err(text).reason()
}

#[test]
fn reads_a_mobile_however_it_is_written() {
    for text in [
        "13800000001",
        "+8613800000001",
        "+86 138-0000-0001",
        "008613800000001",
        "0086 138 0000 0001",
        "8613800000001",
        "013800000001",
        "１３８０００００００１",
        "＋８６１３８０００００００１",
        " 138 0000 0001\t",
        "13800000001.0",
        "13800000001.00",
        "'13800000001",
        "\u{202d}13800000001\u{202c}",
        "\u{feff}13800000001",
        "138.0000.0001",
        "138—0000—0001",
        "138（0000）0001",
        "tel:+86-138-0000-0001",
        "1.3800000001E+10",
        "\"13800000001\"",
        "13800000001,",
        "\"13800000001\"，",
        "13800000001; ",
        "=\"13800000001\"",
        "＝\"13800000001\"",
        "1.3800000001Ｅ＋10",
        "13.800000001e9",
    ] {
        assert_eq!(digits(text), ("13800000001".to_owned(), NumberKind::Mobile, 86), "{text:?}");
    }
}

#[test]
fn knows_every_kind() {
    use NumberKind::{International, Iot, Landline, Mobile, Service};
    for (text, want, kind, country) in [
        ("19200000001", "19200000001", Mobile, 86),
        ("17912001234", "17912001234", Mobile, 86),
        ("1440000000001", "1440000000001", Iot, 86),
        ("1064800000001", "1064800000001", Iot, 86),
        ("0571-56264805", "057156264805", Landline, 86),
        ("+86 571 5626 4805", "057156264805", Landline, 86),
        ("051283154814", "051283154814", Landline, 86),
        ("010-62550000", "01062550000", Landline, 86),
        ("+86 10 6255 0000", "01062550000", Landline, 86),
        ("10086", "10086", Service, 86),
        ("95204657", "95204657", Service, 86),
        ("400-800-1234", "4008001234", Service, 86),
        ("110", "110", Service, 86),
        ("106980095588", "106980095588", Service, 86),
        ("+852 2345 6789", "23456789", International, 852),
        ("001 212 555 0123", "2125550123", International, 1),
        ("+44 20 7946 0018", "2079460018", International, 44),
        ("+44 (0)20 7946 0018", "2079460018", International, 44),
        ("0044（0）20 7946 0018", "2079460018", International, 44),
        ("+86 (0)10 6255 0000", "01062550000", Landline, 86),
    ] {
        assert_eq!(digits(text), (want.to_owned(), kind, country), "{text:?}");
    }
}

#[test]
fn refuses_with_the_reason() {
    use ParseNumberReason::{
        Empty, Extension, LostDigits, NotDigits, SeveralNumbers, TooLong, TooShort, UnknownCountry, UnknownSegment,
    };
    for (text, want) in [
        ("", Empty),
        ("  \u{feff}", Empty),
        ("1.38E+10", LostDigits),
        ("1.38e10", LostDigits),
        ("1E+10", LostDigits),
        ("13.8E+9", LostDigits),
        ("１.38E+10", LostDigits),
        ("1,38E+10", LostDigits),
        ("=", Empty),
        ("abc", NotDigits),
        ("1380000000a", NotDigits),
        ("1380000000", TooShort),
        ("138000000011", TooLong),
        ("12345678901", UnknownSegment),
        ("13800000001/13800000002", SeveralNumbers),
        ("13800000001,13800000002", SeveralNumbers),
        ("010-62550000转801", Extension),
        ("+0123456", UnknownCountry),
        ("+852", TooShort),
        ("-", NotDigits),
        ("13800000001.5", TooLong),
        ("1234", TooShort),
        (&"1".repeat(10_000), TooLong),
        ("12345678901234567890123", TooLong),
    ] {
        assert_eq!(reason(text), want, "{text:?}");
    }
}

#[test]
fn takes_a_country_beside_the_number() {
    let number = PhoneNumber::parse_in(852, "2345 6789").expect("a number of Hong Kong");
    assert_eq!((number.country(), number.as_str()), (852, "23456789"));
    assert_eq!(serde_json::to_string(&number).expect("it serialises"), "\"+85223456789\"");
    assert_eq!(serde_json::from_str::<PhoneNumber>("\"+85223456789\"").expect("and reads back"), number);
    for code in [0, 2, 85, 999] {
        let tried = PhoneNumber::parse_in(code, "23456789");
        assert_eq!(tried.is_ok(), code == 999, "{code}");
    }
    assert_eq!(PhoneNumber::parse_in(86, "10086").expect("a service number").kind(), NumberKind::Service);
}

#[test]
fn refuses_a_country_that_is_not_the_one_asked_for() {
    use ParseNumberReason::{OtherCountry, RepeatedCountry};
    for (code, text, want) in [
        (852, "+8613800000001", Err(OtherCountry)),
        (852, "85223456789", Err(RepeatedCountry)),
        (44, "442079460018", Err(RepeatedCountry)),
        (1, "1 212 555 0123", Err(RepeatedCountry)),
        (852, "+85223456789", Ok("23456789")),
        // Their own digits, which begin like the code.
        (852, "85212345", Ok("85212345")),
        (65, "65123456", Ok("65123456")),
        (7, "7012345678", Ok("7012345678")),
        (86, "8613800000001", Ok("13800000001")),
    ] {
        let tried = PhoneNumber::parse_in(code, text);
        let digits = tried.as_ref().map(PhoneNumber::as_str).map_err(ParseNumberError::reason);
        assert_eq!(digits, want, "{code} {text}");
    }
    assert_eq!(PhoneNumber::parse("+44 (0)20 7946 0018"), PhoneNumber::parse("+442079460018"));
}

/// What the docs of `parse` say of texts that can be read in two ways.
#[test]
fn decides_what_can_be_read_in_two_ways() {
    assert_eq!(digits("+86 1069800955").1, NumberKind::Landline);
    assert_eq!(digits("1069800955").1, NumberKind::Service);
    assert_eq!(digits("12345678").1, NumberKind::Service);
}

#[test]
fn shows_no_whole_number() {
    for text in ["13800000001", "0571-56264805", "+85223456789", "10086", "1440000000001", "95204657"] {
        let number = PhoneNumber::parse(text).expect(text);
        assert!(!format!("{number:?}").contains(number.as_str()));
        assert!(format!("{number:?}").contains("****"));
    }
    let error = PhoneNumber::parse("13800000001x5").expect_err("an extension");
    assert!(!format!("{error} {error:?}").contains("13800000001"));
}

/// The short way and the way everything else takes read the same.
#[test]
fn a_plain_mobile_is_read_as_any_text_is() {
    let mut plain = 0;
    for at in 0..11 {
        for head in ["13800000001", "19912345678", "12800000001", "23800000001", "057156264805"] {
            for other in ["0", "1", "2", "3", "9", "/", ":", "", " ", "a", "００"] {
                let text = format!("{}{other}{}", &head[..at], &head[at + 1..]);
                if let Some(number) = plain_mobile(&text) {
                    plain += 1;
                    assert_eq!(Ok(number), parse_any(&text), "{text}");
                }
            }
        }
    }
    assert!(plain > 50, "{plain}");
}
