use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD};

use super::Encoding;

/// A text in each encoding that hides it from a search for the text itself.
pub(super) fn of(text: &[u8]) -> Vec<(Encoding, Vec<u8>)> {
    let mut hex = String::new();
    let mut list = String::new();
    for byte in text {
        // Writing to a `String` cannot fail.
        let _ = write!(hex, "{byte:02x}");
        let _ = write!(list, "{byte},");
    }
    list.pop();
    let mut spelled = vec![
        (Encoding::Plain, text.to_vec()),
        (Encoding::Hex, hex.into_bytes()),
        // A list that goes on before and after is one of bytes; the view it is found in has no blanks.
        (Encoding::Bytes, list.into_bytes()),
    ];
    for before in 0..3 {
        for alphabet in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            spelled.push((Encoding::Base64, base64_inside(text, before, alphabet)));
        }
    }
    spelled.dedup();
    spelled
}

/// The characters of base64 that this text alone decides, where `before` bytes more than a multiple of three precede it.
fn base64_inside(text: &[u8], before: usize, alphabet: &impl Engine) -> Vec<u8> {
    let encoded = alphabet.encode([&[0; 2][..before], text].concat());
    let from = (8 * before).div_ceil(6);
    let to = 8 * (before + text.len()) / 6;
    encoded.as_bytes()[from..to].to_vec()
}
