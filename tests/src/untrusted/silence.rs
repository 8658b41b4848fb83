//! No credential and no whole number in what is shown, however it is spelled there.

use std::error::Error as _;

use numcheck_core::{Error, Lang, PhoneNumber};

use super::vendor::Endpoint;
use super::{Verdict, ensure};

/// What stands where a credential stood.
pub const BLANK: &str = "[credential]";

/// Whether a text spells a secret: plainly, or with escapes of JSON, percent-encoding or HTML. Of its own, so that one
/// mistake does not stand on both sides: it undoes every escape, where the product matches them one by one.
pub fn spells(text: &str, secret: &str) -> bool {
    let wanted = secret.to_ascii_lowercase();
    // What is left between two blanks is the vendor's; a blank itself is ours.
    text.split(BLANK).any(|part| {
        part.to_ascii_lowercase().contains(&wanted) || unescaped(part).to_ascii_lowercase().contains(&wanted)
    })
}

/// A text with its escapes undone.
fn unescaped(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut plain = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let (length, decoded) = escape(&bytes[at..]).unwrap_or_else(|| (1, vec![bytes[at]]));
        plain.extend(decoded);
        at += length;
    }
    String::from_utf8_lossy(&plain).into_owned()
}

/// How long the escape at the head is, and what it stands for.
fn escape(text: &[u8]) -> Option<(usize, Vec<u8>)> {
    let hex = |digits: &[u8]| {
        let digits = std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()))?;
        u32::from_str_radix(digits, 16).ok()
    };
    let utf8 = |value: u32| char::from_u32(value).map(|c| c.to_string().into_bytes());
    match text {
        [b'%', ..] => Some((3, vec![u8::try_from(hex(text.get(1..3)?)?).ok()?])),
        [b'\\', b'u' | b'U', ..] => Some((6, utf8(hex(text.get(2..6)?)?)?)),
        [b'\\', next, ..] if next.is_ascii() => Some((2, vec![*next])),
        [b'&', ..] => {
            let end = text.iter().take(12).position(|&byte| byte == b';')?;
            let name = std::str::from_utf8(&text[1..end]).ok()?.to_ascii_lowercase();
            let value = match (name.as_str(), name.strip_prefix("#x"), name.strip_prefix('#')) {
                ("amp", ..) => 0x26,
                ("apos", ..) => 0x27,
                ("gt", ..) => 0x3e,
                ("lt", ..) => 0x3c,
                ("quot", ..) => 0x22,
                (_, Some(digits), _) => hex(digits.as_bytes())?,
                (_, None, Some(digits)) => digits.parse().ok()?,
                _ => return None,
            };
            Some((end + 1, utf8(value)?))
        }
        _ => None,
    }
}

/// Breaks if a text shows a credential of an endpoint.
pub(crate) fn no_secret(endpoint: Endpoint, what: &str, text: &str) -> Verdict {
    match endpoint.secrets().iter().find(|secret| spells(text, secret)) {
        None => Ok(()),
        Some(secret) => Err(format!("{what} shows {secret}: {text:?}")),
    }
}

/// Breaks if an error, however it is printed, or one of its sources shows a credential, or one of these numbers whole.
pub(crate) fn of_error(endpoint: Endpoint, error: &Error, numbers: &[PhoneNumber]) -> Verdict {
    let mut shown = vec![
        format!("{error}"),
        format!("{error:?}"),
        format!("{error:#?}"),
        error.message().in_lang(Lang::Zh).to_owned(),
    ];
    shown.extend(error.code().map(str::to_owned));
    let mut source = error.source();
    while let Some(error) = source {
        shown.extend([format!("{error}"), format!("{error:?}")]);
        source = error.source();
    }
    for text in &shown {
        no_secret(endpoint, "an error", text)?;
        // A service number has nothing to hide.
        let whole = numbers.iter().find(|number| number.as_str().len() >= 7 && text.contains(number.as_str()));
        ensure!(whole.is_none(), "an error shows a whole number: {text:?}");
    }
    Ok(())
}
