/// How many digits the country calling code at the head of `digits` has (ITU-T E.164): the zones of one digit, the
/// codes of two, and three for all the rest. `None` where no code begins so.
pub(super) fn code_len(digits: &str) -> Option<usize> {
    let head = digits.as_bytes();
    match (head.first()?, head.get(1)?) {
        (b'1' | b'7', _) => Some(1),
        (b'2', b'0' | b'7')
        | (b'3', b'0'..=b'4' | b'6' | b'9')
        | (b'4', b'0' | b'1' | b'3'..=b'9')
        | (b'5', b'1'..=b'8')
        | (b'6', b'0'..=b'6')
        | (b'8', b'1' | b'2' | b'4' | b'6')
        | (b'9', b'0'..=b'5' | b'8') => Some(2),
        (b'2'..=b'6' | b'8' | b'9', _) => (head.len() >= 3).then_some(3),
        _ => None,
    }
}

/// Whether this is a whole country calling code.
pub(super) fn is_code(country: u16) -> bool {
    let digits = country.to_string();
    // One more digit, so that a code of one or two digits can be told from the head of a longer one.
    code_len(&format!("{digits}0")) == Some(digits.len())
}
