//! A reply of many flat rows read in one pass, without a deserialiser: with a third of its instructions.
//!
//! It reads the plain JSON that these vendors send and gives up on anything else, and then the deserialiser must tell: what a
//! scan reads is what serde reads, or nothing.

use std::borrow::Cow;

/// A place in a JSON text. Each method reads one value, space around it included, and gives `None` for what is not of its
/// shape, is no JSON, or is written in a way that vendors do not write.
#[derive(Clone, Copy, Debug)]
pub struct Scan<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Scan<'a> {
    /// Reads a whole text.
    pub fn whole<T>(text: &'a str, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let mut scan = Self { text, at: 0 };
        let read = read(&mut scan)?;
        scan.space();
        (scan.at == text.len()).then_some(read)
    }

    /// An object: `member` reads the value of each of its names.
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &'a str) -> Option<()>) -> Option<()> {
        self.items(b'{', b'}', |scan| {
            let name = scan.plain_text()?;
            scan.byte(b':')?;
            member(scan, name)
        })
    }

    /// A list: `element` reads each of its values.
    pub fn list(&mut self, element: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.items(b'[', b']', element)
    }

    /// A list of rows: those that `row` makes something of, and how many there are. `likely` is how many are likely.
    pub fn rows<T>(
        &mut self,
        likely: usize,
        mut row: impl FnMut(&mut Self) -> Option<Option<T>>,
    ) -> Option<(Vec<T>, usize)> {
        let (mut rows, mut in_list) = (Vec::with_capacity(likely), 0);
        self.list(|scan| {
            in_list += 1;
            rows.extend(row(scan)?);
            Some(())
        })?;
        Some((rows, in_list))
    }

    /// The scalars of these names in a flat object, as [`scalar`](Self::scalar) reads them; others are passed over. A name
    /// that comes twice is not read.
    pub fn fields<const N: usize>(&mut self, names: &[&str; N]) -> Option<[Option<Cow<'a, str>>; N]> {
        let mut fields = [const { None }; N];
        let mut seen = [false; N];
        // Rows have their fields in one order: each is looked for behind the one before.
        let mut next = 0;
        self.items(b'{', b'}', |scan| {
            let expected = names.get(next).filter(|name| scan.skip_name(name)).map(|_| next);
            let place = if expected.is_some() {
                expected
            } else {
                let name = scan.plain_text()?;
                names.iter().position(|known| *known == name)
            };
            scan.byte(b':')?;
            let value = scan.scalar()?;
            if let Some(place) = place {
                if seen[place] {
                    return None;
                }
                (fields[place], seen[place], next) = (value, true, place + 1);
            }
            Some(())
        })?;
        Some(fields)
    }

    /// A scalar as [`wire::borrowed`](super::borrowed) reads it: a text trimmed, an integer as its digits; `Some(None)` for
    /// an empty text, null, true and false. Lists, objects, fractions and integers beyond 18 digits are not read.
    pub fn scalar(&mut self) -> Option<Option<Cow<'a, str>>> {
        self.space();
        let rest = &self.text[self.at..];
        match rest.as_bytes().first()? {
            b'"' => self.any_text().map(|text| match text {
                Cow::Borrowed(text) => trimmed(text).map(Cow::Borrowed),
                Cow::Owned(text) => match trimmed(&text) {
                    Some(kept) if kept.len() < text.len() => Some(Cow::Owned(kept.to_owned())),
                    kept => kept.is_some().then_some(Cow::Owned(text)),
                },
            }),
            b'-' | b'0'..=b'9' => self.integer().map(|digits| Some(Cow::Borrowed(digits))),
            _ => {
                let word = ["null", "true", "false"].into_iter().find(|word| rest.starts_with(word))?;
                self.at += word.len();
                Some(None)
            }
        }
    }

    fn integer(&mut self) -> Option<&'a str> {
        let rest = &self.text[self.at..];
        let digits = rest.strip_prefix('-').unwrap_or(rest);
        let len = digits.bytes().take_while(u8::is_ascii_digit).count();
        let is_plain = match digits.as_bytes() {
            [b'0', ..] => len == 1 && digits.len() == rest.len(),
            _ => (1..=18).contains(&len),
        };
        let ends = !matches!(digits.as_bytes().get(len), Some(b'.' | b'e' | b'E'));
        let whole = &rest[..rest.len() - digits.len() + len];
        (is_plain && ends).then(|| {
            self.at += whole.len();
            whole
        })
    }

    /// A text without its escapes, if it has any.
    fn any_text(&mut self) -> Option<Cow<'a, str>> {
        let begin = self.at + 1;
        let bytes = self.text.as_bytes();
        let mut at = begin;
        let mut escaped = false;
        loop {
            at += plain(&bytes[at.min(bytes.len())..]);
            match bytes.get(at)? {
                b'"' => break,
                b'\\' => {
                    escaped = true;
                    at += 2;
                }
                // A control character, which JSON has escaped.
                _ => return None,
            }
        }
        self.at = at + 1;
        let text = &self.text[begin..at];
        if escaped { unescaped(text).map(Cow::Owned) } else { Some(Cow::Borrowed(text)) }
    }

    /// A text that has no escapes.
    fn plain_text(&mut self) -> Option<&'a str> {
        self.space();
        if self.text.as_bytes().get(self.at) != Some(&b'"') {
            return None;
        }
        match self.any_text()? {
            Cow::Borrowed(text) => Some(text),
            Cow::Owned(_) => None,
        }
    }

    /// Passes over this name, if it is the next.
    fn skip_name(&mut self, name: &str) -> bool {
        self.space();
        let bytes = &self.text.as_bytes()[self.at..];
        let is_next = bytes.first() == Some(&b'"')
            && bytes.get(name.len() + 1) == Some(&b'"')
            && &bytes[1..=name.len()] == name.as_bytes();
        if is_next {
            self.at += name.len() + 2;
        }
        is_next
    }

    fn items(&mut self, begin: u8, end: u8, mut item: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.byte(begin)?;
        if self.byte(end).is_some() {
            return Some(());
        }
        loop {
            item(self)?;
            if self.byte(b',').is_none() {
                return self.byte(end);
            }
        }
    }

    fn byte(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.text.as_bytes().get(self.at) == Some(&byte)).then(|| self.at += 1)
    }

    fn space(&mut self) {
        while matches!(self.text.as_bytes().get(self.at), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }
}

/// How many bytes stand before the first quote, backslash or control character.
fn plain(bytes: &[u8]) -> usize {
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

/// A text without its escapes; `None` for an escape that JSON does not have, and for half a surrogate pair.
fn unescaped(text: &str) -> Option<String> {
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
fn trimmed(text: &str) -> Option<&str> {
    let visible = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_graphic);
    // Most are, and need no look at their characters.
    let text = if visible(text.as_bytes().first()) && visible(text.as_bytes().last()) { text } else { text.trim() };
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize, Default, Debug, PartialEq)]
    #[serde(default)]
    struct Row<'a> {
        #[serde(borrow, deserialize_with = "super::super::borrowed")]
        a: Option<Cow<'a, str>>,
        #[serde(borrow, deserialize_with = "super::super::borrowed")]
        bb: Option<Cow<'a, str>>,
    }

    fn scanned(json: &str) -> Option<Vec<Row<'_>>> {
        let mut rows = Vec::new();
        Scan::whole(json, |scan| {
            scan.list(|scan| {
                let [a, bb] = scan.fields(&["a", "bb"])?;
                rows.push(Row { a, bb });
                Some(())
            })
        })?;
        Some(rows)
    }

    /// Whether it was read at all.
    fn agrees(json: &str) -> bool {
        let read = scanned(json);
        if let Some(read) = &read {
            let plain: Vec<Row<'_>> = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
            assert_eq!(*read, plain, "{json}");
        }
        read.is_some()
    }

    #[test]
    fn reads_what_vendors_write() {
        for json in [
            "[]",
            "[{}]",
            r#"[{"a":"1","bb":"北京"},{"bb":2,"a":-3}]"#,
            " [ { \"a\" : \"x\" ,\r\n\t\"bb\" : null } ] ",
            r#"[{"a":" ","bb":true,"more":"x","last":0}]"#,
            r#"[{"a":"\u4e2d\u56fd\/\"","bb":" \t"}]"#,
            r#"[{"a":999999999999999999}]"#,
        ] {
            assert!(agrees(json), "{json}");
        }
        let mut members = BTreeMap::new();
        let read = Scan::whole(r#"{"x":1,"y":["a",2]}"#, |scan| {
            scan.object(|scan, name| {
                match name {
                    "y" => scan.list(|scan| scan.scalar().map(drop))?,
                    _ => drop(members.insert(name, scan.scalar()?)),
                }
                Some(())
            })
        });
        assert!(read.is_some() && members["x"].as_deref() == Some("1"), "{members:?}");
    }

    #[test]
    fn leaves_the_rest_to_the_deserialiser() {
        for json in [
            "",
            "[",
            "[]]",
            "[,]",
            "[{},]",
            "[1]",
            "[null]",
            r#"[{"a":"1","a":"2"}]"#,
            r#"[{"a":"1",}]"#,
            r#"[{"a":"1"}"#,
            r#"[{"a" "1"}]"#,
            r#"[{a:"1"}]"#,
            r#"[{"a":1.0}]"#,
            r#"[{"a":1e400}]"#,
            r#"[{"a":-0}]"#,
            r#"[{"a":01}]"#,
            r#"[{"a":-}]"#,
            r#"[{"a":1000000000000000000}]"#,
            r#"[{"a":{}}]"#,
            r#"[{"a":[]}]"#,
            r#"[{"a":nul}]"#,
            r#"[{"a":nullx}]"#,
            r#"[{"a":"\ud800"}]"#,
            r#"[{"a":"\x"}]"#,
            r#"[{"a":"x\"#,
            r#"[{"\u0061":"x"}]"#,
            "[{\"a\":\"\n\"}]",
            "[{\"a\":\"x",
        ] {
            assert!(!agrees(json), "{json}");
        }
    }

    proptest! {
        /// Whatever is made of parts of JSON is read as serde reads it, or not at all.
        #[test]
        fn reads_what_serde_reads(parts in prop::collection::vec(prop::sample::select(PARTS), 0..14), cut in 0..200_usize) {
            let json = format!("[{{{}}}]", parts.concat());
            agrees(&json);
            let cut = (0..=cut.min(json.len())).rev().find(|&at| json.is_char_boundary(at)).unwrap_or_default();
            agrees(&json[..cut]);
            agrees(&json[cut..]);
        }
    }

    proptest! {
        #[test]
        fn a_text_is_unescaped_as_serde_does(parts in prop::collection::vec(prop::sample::select(ESCAPES), 0..12)) {
            let text = parts.concat();
            let plain = serde_json::from_str::<String>(&format!("\"{text}\"")).ok();
            // What is no JSON text by its quotes and control characters is not given to it.
            prop_assert_eq!(unescaped(&text), plain, "{}", text);
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
    const BYTES: &[u8] =
        &[b'a', b'a', b'a', b'a', b'"', b'\\', 0, 0x1f, 0x20, 0x21, 0x23, 0x5b, 0x5d, 0x7f, 0x80, 0xa2, 0xdc, 0xff];
    const PARTS: &[&str] = &[
        "\"a\":",
        "\"bb\":",
        "\"c\":",
        "\"\"",
        "\"x\"",
        "\" 号 \"",
        "\"\\u4e2d\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"",
        "0",
        "-7",
        "12345678901234567",
        "1.5",
        "1e3",
        "null",
        "true",
        "false",
        "[1]",
        "{}",
        ",",
        ",",
        ",",
        " ",
        "\n",
        "},{",
        "\u{feff}",
        "\"",
        "\\",
        "\u{1}",
    ];
}
