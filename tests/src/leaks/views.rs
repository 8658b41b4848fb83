use std::borrow::Cow;

/// A text as it is, then as those read it who undo its escapes, and without what may stand between two digits or bytes.
///
/// Escapes are undone twice: a body that was percent-encoded may itself be written as JSON.
pub(super) fn of(text: &[u8]) -> impl Iterator<Item = Cow<'_, [u8]>> {
    let once = unescaped(text);
    let twice = unescaped(&once);
    let joined = joined(&twice);
    let dense: Vec<u8> = text.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let mut seen: Vec<Vec<u8>> = Vec::new();
    for view in [once, twice, joined, dense] {
        if view != text && !seen.contains(&view) {
            seen.push(view);
        }
    }
    std::iter::once(Cow::Borrowed(text)).chain(seen.into_iter().map(Cow::Owned))
}

/// Undoes `%2F`, `\/`, `\u002f`, `\u{2f}`, `\x2f`, `&#47;`, `&#x2f;` and `&amp;`.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(&byte) = rest.first() {
        if let Some((character, length)) = escape(rest) {
            plain.extend_from_slice(&character);
            rest = &rest[length..];
        } else {
            plain.push(byte);
            rest = &rest[1..];
        }
    }
    plain
}

/// The bytes an escape at the head of a text stands for, and its length.
fn escape(text: &[u8]) -> Option<(Vec<u8>, usize)> {
    let hex = |digits: Option<&[u8]>| u32::from_str_radix(std::str::from_utf8(digits?).ok()?, 16).ok();
    let utf8 = |value: u32| Some(char::from_u32(value)?.to_string().into_bytes());
    match text {
        [b'%', ..] => Some((vec![u8::try_from(hex(text.get(1..3))?).ok()?], 3)),
        [b'\\', b'u', b'{', ..] => {
            let end = text.iter().take(12).position(|&byte| byte == b'}')?;
            Some((utf8(hex(text.get(3..end))?)?, end + 1))
        }
        [b'\\', b'u', ..] => Some((utf8(hex(text.get(2..6))?)?, 6)),
        [b'\\', b'x', ..] => Some((vec![u8::try_from(hex(text.get(2..4))?).ok()?], 4)),
        [b'\\', next @ (b'/' | b'\\' | b'"' | b'\''), ..] => Some((vec![*next], 2)),
        [b'&', b'#', b'x' | b'X', ..] => {
            let end = text.iter().take(12).position(|&byte| byte == b';')?;
            Some((utf8(hex(text.get(3..end))?)?, end + 1))
        }
        [b'&', b'#', ..] => {
            let end = text.iter().take(12).position(|&byte| byte == b';')?;
            let value = std::str::from_utf8(text.get(2..end)?).ok()?.parse().ok()?;
            Some((utf8(value)?, end + 1))
        }
        _ if text.starts_with(b"&amp;") => Some((b"&".to_vec(), 5)),
        _ => None,
    }
}

/// With full-width digits narrowed, and without what people write between the digits of one number.
fn joined(text: &[u8]) -> Vec<u8> {
    const BETWEEN: &[char] = &[
        '-', '‐', '–', '—', '－', '.', '．', '·', '(', ')', '（', '）', '/', '_', ' ', '\u{3000}', '\u{a0}',
        '\u{200b}', '\t',
    ];
    let mut plain = String::new();
    let mut gap = String::new();
    let mut after_digit = false;
    for c in String::from_utf8_lossy(text).chars() {
        let c = match c {
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
            c => c,
        };
        if after_digit && BETWEEN.contains(&c) {
            gap.push(c);
            continue;
        }
        if !c.is_ascii_digit() {
            plain.push_str(&gap);
        }
        gap.clear();
        after_digit = c.is_ascii_digit();
        plain.push(c);
    }
    plain.push_str(&gap);
    plain.into_bytes()
}
