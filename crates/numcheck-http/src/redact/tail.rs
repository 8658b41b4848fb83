//! The beginning of a credential at the end of a text that was cut.

use super::LONGEST_ESCAPE;
use super::walk::{Under, Walk};

/// Fewer characters of a credential stand there by chance, and tell nobody anything.
const FEWEST: usize = 4;

/// No spelling of a credential has more bytes than this.
pub(super) const fn longest_spelling(secret: &str) -> usize {
    LONGEST_ESCAPE * secret.len()
}

/// Where a text begins to spell a credential that it does not end.
pub(super) fn begins_at(text: &[u8], secret: &str) -> Option<usize> {
    let mut walk = Walk::new(secret);
    let mut here = Vec::new();
    let mut earliest: Option<usize> = None;
    for at in text.len().saturating_sub(longest_spelling(secret))..=text.len() {
        walk.take(at, &mut here);
        here.push(Under { spelled: 0, begun: at });
        for &under in &here {
            let Some(wanted) = walk.wanted(under) else { continue };
            if under.spelled >= FEWEST && (at == text.len() || is_half(&text[at..], wanted)) {
                earliest = Some(earliest.map_or(under.begun, |earliest| earliest.min(under.begun)));
            }
            walk.step(text, at, under);
        }
    }
    earliest
}

/// Whether nothing is left but the beginning of `wanted`, or of an escape of it.
fn is_half(text: &[u8], wanted: char) -> bool {
    match text {
        [b'%', ..] => text.len() < 3 * wanted.len_utf8(),
        [b'\\'] => true,
        [b'\\', b'u' | b'U', ..] => text.len() < 6 * wanted.len_utf16(),
        [b'&', ..] => text.len() < LONGEST_ESCAPE && !text.contains(&b';'),
        _ => std::str::from_utf8(text).is_err_and(|error| error.valid_up_to() == 0 && error.error_len().is_none()),
    }
}

#[cfg(test)]
mod tests {
    use super::begins_at;

    #[test]
    fn finds_a_credential_that_is_cut_anywhere() {
        const KEY: &str = "Sec/ret+\"päss";
        for spelled in [
            KEY.to_owned(),
            KEY.to_ascii_uppercase(),
            r#"Sec\/ret+\"p\u00e4ss"#.to_owned(),
            "Sec%2Fret%2B%22p%C3%A4ss".to_owned(),
            "Sec&#x2F;ret+&quot;p&#228;ss".to_owned(),
        ] {
            let whole = format!("the key {spelled}");
            let beginning = 8 + if spelled.contains("Sec/") || spelled.contains("SEC/") { 4 } else { 9 };
            for end in beginning..whole.len() {
                assert_eq!(begins_at(&whole.as_bytes()[..end], KEY), Some(8), "{spelled} cut at {end}");
            }
            assert_eq!(begins_at(whole.as_bytes(), KEY), None, "{spelled} is whole");
        }
        for other in ["", "Sec", "the secret", "Sec/rat", "Sec/ret!", "%", r"\u00", "Sec/ret+ and more"] {
            assert_eq!(begins_at(other.as_bytes(), KEY), None, "{other}");
        }
    }
}
