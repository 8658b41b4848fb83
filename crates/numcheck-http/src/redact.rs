//! Finds a credential in a text however it is spelled there, and puts a blank in its place.

use crate::Secret;

#[cfg(test)]
mod properties;
mod quick;
mod tail;
mod walk;

use walk::{Under, Walk};

/// What stands where a credential stood.
const BLANK: &str = "[credential]";
/// A credential of digits alone that is shorter than this is spared inside a longer run of digits, where it stands by
/// chance: a password `123456` is not a part of every number that holds those digits.
const SHORTEST_IN_DIGITS: usize = 16;

/// No escape of a character is longer: `&#1114111;`, and two of JSON for what lies beyond its first plane.
const LONGEST_ESCAPE: usize = 12;

/// The credentials of one request.
#[derive(Clone)]
pub(crate) struct Redactor(Vec<Secret>);

/// How much is blanked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Extent {
    /// Every place.
    Everywhere,
    /// Every place but a chance one, inside a longer run of digits: for what holds data.
    SparingDigits,
}

impl Redactor {
    pub(crate) fn new<'a>(secrets: impl Iterator<Item = &'a Secret>) -> Self {
        Self(secrets.cloned().collect())
    }

    /// Whether a text holds any of the credentials.
    pub(crate) fn is_echoed(&self, text: &[u8]) -> bool {
        let secrets = || self.0.iter().map(Secret::expose);
        if quick::may_be_escaped(text, secrets()) {
            return secrets().any(|secret| Needle::new(secret).find(text, 0).is_some());
        }
        secrets().any(|secret| quick::stands_in(text, secret))
    }

    /// The text without the credentials.
    pub(crate) fn blank(&self, text: Vec<u8>, extent: Extent) -> Vec<u8> {
        self.0.iter().fold(text, |text, secret| Needle::new(secret.expose()).blank(text, extent))
    }
}

impl Redactor {
    /// No credential is spelled with more bytes than this.
    pub(crate) fn longest_spelling(&self) -> usize {
        self.0.iter().map(|secret| tail::longest_spelling(secret.expose())).max().unwrap_or_default()
    }

    /// The same of a text that ends too soon, perhaps inside a credential: the part of it goes too.
    pub(crate) fn blank_cut(&self, text: Vec<u8>, extent: Extent) -> Vec<u8> {
        let mut text = self.blank(text, extent);
        if let Some(at) = self.0.iter().filter_map(|secret| tail::begins_at(&text, secret.expose())).min() {
            text.truncate(at);
            text.extend_from_slice(BLANK.as_bytes());
        }
        text
    }
}

/// A credential being looked for: in any ASCII case, each of its characters as it is or escaped as JSON, percent-encoding
/// or HTML does it.
struct Needle<'a> {
    secret: &'a str,
    /// The bytes it may begin with.
    leads: [bool; 256],
}

impl<'a> Needle<'a> {
    fn new(secret: &'a str) -> Self {
        let mut leads = [false; 256];
        let first = secret.bytes().next().unwrap_or_default();
        for lead in [first.to_ascii_lowercase(), first.to_ascii_uppercase(), b'%', b'\\', b'&'] {
            leads[usize::from(lead)] = true;
        }
        Self { secret, leads }
    }

    fn blank(&self, text: Vec<u8>, extent: Extent) -> Vec<u8> {
        let mut from = 0;
        let mut kept = Vec::new();
        let mut copied = 0;
        while let Some((at, end)) = self.find(&text, from) {
            if extent == Extent::SparingDigits && self.is_chance(&text, at, end) {
                from = at + 1;
                continue;
            }
            kept.extend_from_slice(&text[copied..at]);
            kept.extend_from_slice(BLANK.as_bytes());
            (from, copied) = (end, end);
        }
        if copied == 0 {
            return text;
        }
        kept.extend_from_slice(&text[copied..]);
        kept
    }

    fn is_chance(&self, text: &[u8], at: usize, end: usize) -> bool {
        let is_digit = |neighbour: Option<&u8>| neighbour.is_some_and(u8::is_ascii_digit);
        self.secret.len() < SHORTEST_IN_DIGITS
            && self.secret.bytes().all(|byte| byte.is_ascii_digit())
            && (is_digit(at.checked_sub(1).and_then(|before| text.get(before))) || is_digit(text.get(end)))
    }

    /// The first place at or after `from`: where it begins and ends, at the latest end it can have.
    fn find(&self, text: &[u8], from: usize) -> Option<(usize, usize)> {
        let mut walk = Walk::new(self.secret);
        let mut here = Vec::new();
        let mut found: Option<(usize, usize)> = None;
        let mut at = from;
        loop {
            if walk.is_idle() {
                if found.is_some() {
                    return found;
                }
                at += text[at..].iter().position(|&byte| self.leads[usize::from(byte)])?;
            }
            walk.take(at, &mut here);
            let Some(&byte) = text.get(at) else {
                let ends = here.iter().filter(|under| under.spelled == walk.len());
                return ends.fold(found, |found, under| earlier(found, (under.begun, at)));
            };
            if found.is_none() && self.leads[usize::from(byte)] {
                here.push(Under { spelled: 0, begun: at });
            }
            for &under in &here {
                if under.spelled == walk.len() {
                    found = earlier(found, (under.begun, at));
                } else if found.is_none_or(|(begun, _)| under.begun <= begun) {
                    walk.step(text, at, under);
                }
            }
            at += 1;
        }
    }
}

/// The one that begins earlier, and of those that begin together the longer.
fn earlier(found: Option<(usize, usize)>, other: (usize, usize)) -> Option<(usize, usize)> {
    match found {
        Some((begun, end)) if (begun, std::cmp::Reverse(end)) <= (other.0, std::cmp::Reverse(other.1)) => found,
        _ => Some(other),
    }
}

/// How many bytes at the head of `text` spell `wanted`: as it is, or escaped.
fn spellings(text: &[u8], wanted: char) -> [Option<usize>; 2] {
    let mut utf8 = [0; 4];
    let utf8 = wanted.encode_utf8(&mut utf8).as_bytes();
    let plain = text.get(..utf8.len()).is_some_and(|head| head.eq_ignore_ascii_case(utf8)).then_some(utf8.len());
    let escaped = match text {
        [b'%', ..] => percent(text, utf8),
        [b'\\', b'u' | b'U', ..] => json(text, wanted),
        [b'\\', next, ..] => [*next].eq_ignore_ascii_case(utf8).then_some(2),
        [b'&', ..] => html(text, wanted),
        _ => None,
    };
    // Escaped first: in `%2525` the sign is `%25`, and a bare `%` is what is left when that leads nowhere.
    [escaped, plain]
}

/// `%2F` for each byte.
fn percent(text: &[u8], utf8: &[u8]) -> Option<usize> {
    let bytes = utf8.iter().enumerate().all(|(nth, wanted)| {
        let escape = text.get(3 * nth..3 * nth + 3);
        let byte = escape.filter(|escape| escape[0] == b'%').and_then(|escape| hex(&escape[1..]));
        byte.and_then(|byte| u8::try_from(byte).ok()).is_some_and(|byte| byte.eq_ignore_ascii_case(wanted))
    });
    bytes.then_some(3 * utf8.len())
}

/// `\u002f`, and two of them for a character beyond the first plane.
fn json(text: &[u8], wanted: char) -> Option<usize> {
    let unit = |nth: usize| {
        let escape = text.get(6 * nth..6 * nth + 6).filter(|escape| escape[..2].eq_ignore_ascii_case(b"\\u"))?;
        u16::try_from(hex(&escape[2..])?).ok()
    };
    let units: Vec<u16> = (0..wanted.len_utf16()).map_while(unit).collect();
    let spelled = char::decode_utf16(units.iter().copied()).next()?.ok()?;
    spelled.eq_ignore_ascii_case(&wanted).then_some(6 * units.len())
}

/// `&amp;`, `&#47;`, `&#x2f;`.
fn html(text: &[u8], wanted: char) -> Option<usize> {
    let head = &text[..text.len().min(12)];
    let end = head.iter().position(|&byte| byte == b';')?;
    let name = std::str::from_utf8(&head[1..end]).ok()?.to_ascii_lowercase();
    let value = match (name.as_str(), name.strip_prefix('#')) {
        ("amp", _) => u32::from('&'),
        ("apos", _) => u32::from('\''),
        ("gt", _) => u32::from('>'),
        ("lt", _) => u32::from('<'),
        ("quot", _) => u32::from('"'),
        (_, Some(number)) => match number.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16).ok()?,
            None => number.parse().ok()?,
        },
        _ => return None,
    };
    char::from_u32(value)?.eq_ignore_ascii_case(&wanted).then_some(end + 1)
}

fn hex(digits: &[u8]) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    if digits.bytes().all(|byte| byte.is_ascii_hexdigit()) { u32::from_str_radix(digits, 16).ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanked(text: &str, secret: &str, extent: Extent) -> String {
        let secret = Secret::new("key", secret).expect("a credential");
        let redactor = Redactor::new([&secret].into_iter());
        let blanked = String::from_utf8(redactor.blank(text.as_bytes().to_vec(), extent)).expect("still text");
        if extent == Extent::Everywhere {
            assert_eq!(redactor.is_echoed(text.as_bytes()), blanked != text, "{text}");
        }
        blanked
    }

    #[test]
    fn finds_a_credential_in_every_spelling() {
        const KEY: &str = "Sec/ret+\"pä\\ss=&<%25";
        for spelled in [
            KEY,
            "SEC/RET+\"Pä\\SS=&<%25",
            r#"Sec\/ret+\"pä\\ss=&<%25"#,
            r#"\u0053ec\u002Fret\u002b\"p\u00e4\\ss\u003d\u0026\u003c%25"#,
            r#"\u0073EC\/ret+\"p\u00E4\\ss=&<%25"#,
            "Sec%2Fret%2B%22p%C3%A4%5Css%3D%26%3C%2525",
            "sec%2fret%2b%22p%c3%a4%5css%3d%26%3c%2525",
            "%53%65c/ret+\"pä\\ss=&<%25",
            "Sec/ret+&quot;p&#228;\\ss=&amp;&lt;%25",
            "Sec&#x2F;ret+&#34;pä\\ss=&AMP;&lt;&#37;25",
        ] {
            for extent in [Extent::Everywhere, Extent::SparingDigits] {
                let text = format!("密码错误: glued{spelled}to it, {spelled}");
                assert_eq!(blanked(&text, KEY, extent), "密码错误: glued[credential]to it, [credential]", "{spelled}");
            }
        }
        assert_eq!(blanked(r"\ud83d\ude00-key 😀-KEY", "😀-key", Extent::SparingDigits), "[credential] [credential]");
        for other in ["Sec/ret", "Sec%2", r"Sec\u00", "&", "%", "\\", "&#999999999;", "%zz", ""] {
            assert_eq!(blanked(other, KEY, Extent::Everywhere), other);
        }
    }

    #[test]
    fn spares_a_short_run_of_digits_in_a_longer_one_where_there_is_data() {
        let body = r#"{"result":"123456","mobile":"13123456789"}"#;
        assert_eq!(
            blanked(body, "123456", Extent::SparingDigits),
            r#"{"result":"[credential]","mobile":"13123456789"}"#
        );
        assert_eq!(
            blanked(body, "123456", Extent::Everywhere),
            r#"{"result":"[credential]","mobile":"13[credential]789"}"#
        );
        assert_eq!(blanked("99000011112222333300", "0000111122223333", Extent::SparingDigits), "99[credential]00");
        assert_eq!(blanked("pwdabcdefghijkxx", "abcdefghijk", Extent::SparingDigits), "pwd[credential]xx");
    }

    /// A whole batch of rows, nothing in it but places where a credential could begin.
    #[test]
    fn is_linear_in_the_reply() {
        let secret = Secret::new("key", "%%25%u0025\\u%&amp;").expect("a credential");
        let body = r"%25\u0025&amp;%%%\\\&&&".repeat(50_000);
        let start = std::time::Instant::now();
        assert!(!Redactor::new([&secret].into_iter()).is_echoed(body.as_bytes()));
        assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
    }
}
