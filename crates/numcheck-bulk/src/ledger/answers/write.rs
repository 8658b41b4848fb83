//! Columns as the ledger keeps them: JSON.

use std::ops::Range;

use numcheck_core::columns::{Column, Columns, FieldColumn, Of};

/// By the names the ledger has for them, in the order of [`Of::ALL`].
const NAMES: [&str; Of::COUNT] = ["o", "c", "b", "id", "s", "z", "k", "r", "a", "t", "e"];
/// A beginning that saves less than this is not worth its own place.
const WORTH: usize = 16;

/// How values are written.
#[derive(Clone, Copy)]
enum Form<'a> {
    /// As they are, for they are JSON.
    Json,
    /// As texts, without what all of them begin with.
    Texts { shared: &'a str },
}

/// The text of some columns.
pub(crate) fn text(columns: &Columns) -> String {
    let mut out = format!("{{\"n\":{}", columns.count).into_bytes();
    let mut written: [Range<usize>; Of::COUNT] = std::array::from_fn(|_| 0..0);
    for (of, written) in Of::ALL.into_iter().zip(&mut written) {
        let column = columns.of(of);
        let before = out.len();
        out.extend_from_slice(b",\"");
        out.extend_from_slice(NAMES[of as usize].as_bytes());
        out.extend_from_slice(b"\":");
        let from = out.len();
        let shared = if of == Of::OrderId { shared(column) } else { "" };
        if write(column, &mut out, Form::Texts { shared }) {
            *written = from..out.len();
        } else {
            out.truncate(before);
        }
    }
    let mut first = true;
    for (name, field) in &columns.report {
        let before = out.len();
        out.extend_from_slice(if first { b",\"j\":{" } else { b"," });
        push_text(&mut out, name);
        out.push(b':');
        let from = out.len();
        let same = match field {
            FieldColumn::Same(of) => Some(*of),
            FieldColumn::Json(own) if write(own, &mut out, Form::Json) => Of::SUMMARY.into_iter().find(|of| {
                let same = &written[*of as usize];
                !same.is_empty() && out[same.clone()] == out[from..]
            }),
            FieldColumn::Json(_) => {
                out.truncate(before);
                continue;
            }
        };
        if let Some(of) = same {
            out.truncate(from);
            push_text(&mut out, NAMES[of as usize]);
        }
        first = false;
    }
    out.extend_from_slice(if first { b"}" } else { b"}}" });
    String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

/// What all values begin with, where it is worth while to keep it once.
fn shared(column: &Column) -> &str {
    let mut values = column.values();
    let count = values.len();
    let first = values.next().unwrap_or_default();
    let mut shared = first;
    for value in values {
        if !value.starts_with(shared) {
            let alike = shared.bytes().zip(value.bytes()).take_while(|(one, other)| one == other).count();
            let end = (0..=alike).rev().find(|&end| first.is_char_boundary(end)).unwrap_or_default();
            shared = &first[..end];
        }
    }
    if shared.len() * count.saturating_sub(1) < WORTH { "" } else { shared }
}

/// Adds a column to an object, unless no number has anything in it.
fn write(column: &Column, out: &mut Vec<u8>, form: Form<'_>) -> bool {
    let values = column.values();
    let count = values.len();
    if count == 0 {
        return false;
    }
    out.push(b'{');
    if let Form::Texts { shared } = form
        && !shared.is_empty()
    {
        out.extend_from_slice(b"\"p\":");
        push_text(out, shared);
        out.push(b',');
    }
    out.extend_from_slice(b"\"d\":[");
    let is_plain = is_plain(column.text());
    for (at, value) in values.enumerate() {
        if at > 0 {
            out.push(b',');
        }
        match form {
            Form::Texts { shared } if is_plain => {
                out.push(b'"');
                out.extend_from_slice(&value.as_bytes()[shared.len()..]);
                out.push(b'"');
            }
            Form::Texts { shared } => push_text(out, &value[shared.len()..]),
            Form::Json => out.extend_from_slice(value.as_bytes()),
        }
    }
    out.push(b']');
    if let Some(places) = column.places() {
        out.extend_from_slice(b",\"i\":\"");
        push_places(out, places, (count - 1).checked_ilog10().map_or(1, |digits| digits as usize + 1));
        out.push(b'"');
    }
    out.push(b'}');
    true
}

/// Places in decimal digits of one width, dashes for none.
fn push_places(out: &mut Vec<u8>, places: &[u32], width: usize) {
    let digit = |digit: u32| b'0' + u8::try_from(digit % 10).unwrap_or_default();
    if width == 1 {
        out.extend(places.iter().map(|&place| if place == Column::NONE { b'-' } else { digit(place) }));
        return;
    }
    let mut digits = vec![b'-'; width];
    for &place in places {
        let mut rest = place;
        for written in digits.iter_mut().rev() {
            *written = if place == Column::NONE { b'-' } else { digit(rest) };
            rest /= 10;
        }
        out.extend_from_slice(&digits);
    }
}

/// Whether a text is the same as JSON.
fn is_plain(text: &str) -> bool {
    // All are looked at, which takes a few at a time.
    !text.bytes().fold(false, |any, byte| any | matches!(byte, b'"' | b'\\' | ..b' '))
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    // A text can be written, and memory be written to.
    let _ = serde_json::to_writer(out, text);
}
