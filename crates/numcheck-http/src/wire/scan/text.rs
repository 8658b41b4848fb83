//! The inside of a JSON text.

/// How many bytes stand before the first quote, backslash or control character.
pub(super) fn plain(bytes: &[u8]) -> usize {
    let is_plain = |byte: &u8| !matches!(byte, b'"' | b'\\' | ..0x20);
    let mut len = 0;
    // Eight at a time, which takes a third of the instructions of one at a time.
    while let Some(eight) = bytes.get(len..).and_then(<[u8]>::first_chunk) {
        let special = special(u64::from_le_bytes(*eight));
        if special != 0 {
            return len + special.trailing_zeros() as usize / 8;
        }
        len += 8;
    }
    len + bytes[len..].iter().take_while(|byte| is_plain(byte)).count()
}

/// The high bit of the first of eight bytes that is a quote, a backslash or a control character; those behind it may have
/// theirs set too.
const fn special(eight: u64) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x80 * EACH;
    /// The high bit of each byte that is below `least`, which is 0x80 at most, up to the first that is.
    const fn below(eight: u64, least: u64) -> u64 {
        eight.wrapping_sub(EACH * least) & !eight & HIGH
    }
    below(eight, 0x20) | below(eight ^ (EACH * b'"' as u64), 1) | below(eight ^ (EACH * b'\\' as u64), 1)
}

/// Whether two names of one length are the same. Names of eight to sixteen bytes, as most are, are two words each: to call for a
/// comparison of bytes takes several times as long.
#[inline]
pub(super) fn same_name(one: &[u8], other: &[u8]) -> bool {
    match (one.first_chunk(), other.first_chunk(), one.last_chunk(), other.last_chunk()) {
        (Some(begin), Some(other_begin), Some(end), Some(other_end)) if one.len() <= 16 => {
            let word = |bytes: &[u8; 8]| u64::from_le_bytes(*bytes);
            (word(begin) ^ word(other_begin)) | (word(end) ^ word(other_end)) == 0 && one.len() == other.len()
        }
        _ => one == other,
    }
}

/// A text without its escapes; `None` for an escape that JSON does not have, and for half a surrogate pair.
pub(super) fn unescaped(text: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'\\', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        let letter = *rest.as_bytes().get(at + 1)?;
        let mut taken = at + 2;
        out.push(match letter {
            b'"' | b'\\' | b'/' => char::from(letter),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = hex(rest.get(taken..taken + 4)?)?;
                taken += 4;
                if let Some(c) = char::from_u32(unit) {
                    c
                } else {
                    let low = hex(rest.get(taken..taken + 6)?.strip_prefix("\\u")?)?;
                    taken += 6;
                    char::decode_utf16([u16::try_from(unit).ok()?, u16::try_from(low).ok()?]).next()?.ok()?
                }
            }
            _ => return None,
        });
        rest = &rest[taken..];
    }
    out.push_str(rest);
    Some(out)
}

fn hex(digits: &str) -> Option<u32> {
    digits.bytes().try_fold(0, |value, digit| Some(value << 4 | char::from(digit).to_digit(16)?))
}

/// A text without the space around it; `None` where nothing is left.
pub(super) fn trimmed(text: &str) -> Option<&str> {
    // Most have none, and need no look at their characters: no space begins with 0xe4 or more, as Chinese characters do.
    let bytes = text.as_bytes();
    let begins = bytes.first().is_some_and(|first| first.is_ascii_graphic() || *first >= 0xe4);
    let ends = match bytes {
        [.., last] if last.is_ascii_graphic() => true,
        [.., first_of_three, _, _] => matches!(first_of_three, 0xe4..=0xef),
        _ => false,
    };
    let text = if begins && ends { text } else { text.trim() };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_text_is_unescaped_as_serde_does(parts in prop::collection::vec(prop::sample::select(ESCAPES), 0..12)) {
            let text = parts.concat();
            let plain = serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
            // What is no JSON text by its quotes and control characters is not given to it.
            prop_assert_eq!(unescaped(&text), plain, "{}", text);
        }

        #[test]
        fn a_text_is_trimmed_as_a_str_is(parts in prop::collection::vec(prop::sample::select(SPACES), 0..8)) {
            let text = parts.concat();
            prop_assert_eq!(trimmed(&text), Some(text.trim()).filter(|text| !text.is_empty()), "{:?}", text);
        }

        #[test]
        fn names_are_the_same_if_their_bytes_are(name in "[ab]{0,20}", other in "[ab]{0,20}", at in 0..20_usize) {
            prop_assert_eq!(same_name(name.as_bytes(), other.as_bytes()), name == other);
            prop_assert!(same_name(name.as_bytes(), name.clone().as_bytes()));
            let mut changed = name.clone().into_bytes();
            if let Some(byte) = changed.get_mut(at) {
                *byte = b'c';
                prop_assert!(!same_name(name.as_bytes(), &changed));
            }
        }

        #[test]
        fn plain_bytes_are_counted_as_one_at_a_time(bytes in prop::collection::vec(prop::sample::select(BYTES), 0..40)) {
            let one_at_a_time = bytes.iter().take_while(|byte| **byte >= 0x20 && !b"\"\\".contains(byte)).count();
            prop_assert_eq!(plain(&bytes), one_at_a_time);
        }
    }

    const ESCAPES: &[&str] = &[
        "a",
        "号",
        "\\\"",
        "\\\\",
        "\\/",
        "\\b",
        "\\f",
        "\\n",
        "\\r",
        "\\t",
        "\\u4e2d",
        "\\u0041",
        "\\ud83d\\ude00",
        "\\ud83d",
        "\\ude00",
        "\\u00",
        "\\x",
        "\\U0041",
        "\\u+123",
        "\\ud83d\\u0041",
        "\\u0000",
        "zz",
    ];
    const SPACES: &[&str] = &[
        " ", "\t", "\u{85}", "\u{a0}", "\u{1680}", "\u{2003}", "\u{202f}", "\u{205f}", "\u{3000}", "a", "é", "‰", "京",
        "号", "\u{e000}", "ﾟ", "😀",
    ];
    const BYTES: &[u8] =
        &[b'a', b'a', b'a', b'a', b'"', b'\\', 0, 0x1f, 0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xa2, 0xdc, 0xff];
}
