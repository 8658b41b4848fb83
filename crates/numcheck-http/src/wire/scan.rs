//! A reply of many flat rows read in one pass, without a deserialiser: with a third of its instructions.
//!
//! It reads the plain JSON that these vendors send and gives up on anything else, and then the deserialiser must tell: what a
//! scan reads is what serde reads, or nothing.

use std::borrow::Cow;

mod text;

use text::{plain, same_name, trimmed, unescaped};

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

    /// A list: `element` reads each of its values. Gives how many there are.
    pub fn list(&mut self, mut element: impl FnMut(&mut Self) -> Option<()>) -> Option<usize> {
        let mut count = 0;
        self.items(b'[', b']', |scan| {
            count += 1;
            element(scan)
        })?;
        Some(count)
    }

    /// The scalars of these names in a flat object, as [`scalar`](Self::scalar) reads them, and what `take` makes of them;
    /// others are passed over. A name that comes twice is not read.
    ///
    /// An object that has just these names, in this order and without space, takes half of the instructions of any other, and
    /// fewer still without escapes in its texts.
    #[inline]
    pub fn fields<const N: usize, T>(
        &mut self,
        names: &[&str; N],
        take: impl FnOnce([Option<&str>; N]) -> T,
    ) -> Option<T> {
        let begin = *self;
        let mut fields = [None; N];
        let plain = self.plain_in_order(names, &mut fields);
        if plain == N && self.ends_object() {
            return Some(take(fields));
        }
        let mut any = fields.map(|field| field.map(Cow::Borrowed));
        if self.rest_in_order(names, plain, &mut any).is_none() {
            *self = begin;
            any = self.fields_anyhow(names)?;
        }
        Some(take(any.each_ref().map(|field| field.as_deref())))
    }

    /// How many of these names follow at once, in this order, each with a text as it stands there or another scalar. It ends in
    /// front of the first that does not.
    #[inline]
    fn plain_in_order<const N: usize>(&mut self, names: &[&str; N], fields: &mut [Option<&'a str>; N]) -> usize {
        let mut before = b'{';
        for (at, (name, field)) in names.iter().zip(fields).enumerate() {
            let begin = self.at;
            if self.plain_field(before, name, field).is_none() {
                self.at = begin;
                return at;
            }
            before = b',';
        }
        N
    }

    /// The others of these names behind the first `read`, in this order, escapes or none; and the end of the object.
    #[inline(never)]
    fn rest_in_order<const N: usize>(
        &mut self,
        names: &[&str; N],
        read: usize,
        fields: &mut [Option<Cow<'a, str>>; N],
    ) -> Option<()> {
        for (at, (name, field)) in names.iter().zip(fields).enumerate().skip(read) {
            self.field_head(if at == 0 { b'{' } else { b',' }, name)?;
            *field = self.scalar()?;
        }
        self.ends_object().then_some(())
    }

    fn ends_object(&mut self) -> bool {
        let ends = self.text.as_bytes().get(self.at) == Some(&b'}');
        self.at += usize::from(ends);
        ends
    }

    /// Passes over a name that follows at once, and what stands before it and behind; gives what comes then.
    #[inline]
    fn field_head(&mut self, before: u8, name: &str) -> Option<&'a [u8]> {
        let rest = self.text.as_bytes().get(self.at..)?;
        let (head, value) = rest.split_at_checked(name.len() + 4)?;
        let [brace, quote, named @ .., quote_again, colon] = head else { return None };
        if [*brace, *quote, *quote_again, *colon] != [before, b'"', b'"', b':'] || !same_name(named, name.as_bytes()) {
            return None;
        }
        self.at += head.len();
        Some(value)
    }

    /// The scalar of a name that follows at once; `None` too for a text with escapes.
    #[inline]
    fn plain_field(&mut self, before: u8, name: &str, field: &mut Option<&'a str>) -> Option<()> {
        let value = self.field_head(before, name)?;
        if let [b'"', text @ ..] = value {
            // Codes are of one character mostly.
            let len = if let [b'0'..=b'9', b'"', ..] = text { 1 } else { plain(text) };
            if text.get(len) != Some(&b'"') {
                return None;
            }
            let begin = self.at + 1;
            self.at = begin + len + 1;
            *field = trimmed(&self.text[begin..begin + len]);
            return Some(());
        }
        *field = match self.scalar()? {
            Some(Cow::Borrowed(text)) => Some(text),
            Some(Cow::Owned(_)) => return None,
            None => None,
        };
        Some(())
    }

    #[inline(never)]
    fn fields_anyhow<const N: usize>(&mut self, names: &[&str; N]) -> Option<[Option<Cow<'a, str>>; N]> {
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

#[cfg(test)]
mod tests;
