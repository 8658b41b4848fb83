//! What must stand in no fixture: whatever looks like somebody's number, or like a key.

use crate::sh::Result;

/// A run of letters and digits this long may be a key, a token or an order id.
const KEY_LENGTH: usize = 24;
/// A key has no such run of one character: what was scrubbed has.
const SCRUBBED: usize = 10;

/// What looks real and is allowed: the vendors' documents print it.
pub(crate) struct Allowed(Vec<&'static str>);

impl Allowed {
    /// The list in `xtask/allowed-in-fixtures.txt`.
    pub(crate) fn read() -> Result<Self> {
        Self::of(include_str!("../allowed-in-fixtures.txt"))
    }

    fn of(list: &'static str) -> Result<Self> {
        let lines = list.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        let texts = lines.map(|line| match line.split_once(char::is_whitespace) {
            Some((text, document)) if !document.trim().is_empty() => Ok(text),
            _ => Err(format!("allowed-in-fixtures.txt: {line:?} does not say which document prints it")),
        });
        texts.collect::<Result<_>>().map(Self)
    }

    fn has(&self, text: &str) -> bool {
        self.0.contains(&text)
    }
}

/// What in this text looks like a real number or a key, with the reason.
pub(crate) fn real_looking(text: &str, allowed: &Allowed) -> Vec<String> {
    let numbers = numbers(text).into_iter().filter(|digits| !allowed.has(digits));
    let numbers = numbers.map(|digits| format!("{digits} looks like somebody's number: 1xx0000xxxx stands for nobody"));
    let keys = runs(text, |c| c.is_ascii_alphanumeric()).filter(|run| looks_like_key(run) && !allowed.has(run));
    let keys = keys.map(|run| format!("{run} looks like a key or an order id: write fixture-… in its place"));
    let mut found: Vec<String> = numbers.chain(keys).collect();
    found.sort();
    found.dedup();
    found
}

/// The digits in this text that look like real numbers.
pub(crate) fn numbers(text: &str) -> Vec<String> {
    // In a form, a comma before a number is %2C.
    let text = text.replace("%2C", ",").replace("%2c", ",").replace("%2B", "+").replace("%2b", "+");
    let short = runs(&text, |c| c.is_ascii_alphanumeric()).filter(|run| run.len() < KEY_LENGTH);
    let digits = short.flat_map(|run| runs(run, |c| c.is_ascii_digit()));
    digits.filter(|digits| looks_like_number(digits)).map(str::to_owned).collect()
}

/// A mobile or a landline of China that is not blanked in its middle.
pub(crate) fn looks_like_number(digits: &str) -> bool {
    let national = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).unwrap_or(digits);
    let mobile = |text: &str| text.len() == 11 && matches!(text.as_bytes(), [b'1', b'3'..=b'9', ..]);
    if mobile(national) {
        return &national[3..7] != "0000";
    }
    let landline = (10..=12).contains(&digits.len()) && matches!(digits.as_bytes(), [b'0', b'1'..=b'9', ..]);
    landline && !digits[3..].contains("0000")
}

fn looks_like_key(run: &str) -> bool {
    let bytes = run.as_bytes();
    bytes.len() >= KEY_LENGTH
        && bytes.iter().any(u8::is_ascii_digit)
        && !bytes.windows(SCRUBBED).any(|window| window.iter().all(|byte| *byte == window[0]))
}

/// The longest runs of such characters.
pub(crate) fn runs(text: &str, of: impl Fn(char) -> bool) -> impl Iterator<Item = &str> {
    text.split(move |c| !of(c)).filter(|run| !run.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        real_looking(text, &Allowed::of("13041439112 a document\n").expect("a list"))
    }

    #[test]
    fn finds_numbers_and_keys() {
        for real in [
            r#"{"mobile":"13912345678"}"#,
            "mobiles=13800000001%2C13912345678",
            "+8613912345678",
            "0571-56264805 is split, 057156264805 is not",
            "key 0123456789abcdef01234567ABCDEF01",
            "JH5111190814131039599950T0",
        ] {
            assert_eq!(found(real).len(), 1, "{real}: {:?}", found(real));
        }
    }

    #[test]
    fn lets_be_what_stands_for_nobody() {
        for fine in [
            "13800000001,19200009999,8613800000001",
            "057100000001",
            "10086, 95204657, 4008001234",
            "13041439112",
            "1644111310668 is a time",
            "HbmMoiCARMQ1Wokta1SAOA==",
            "JH000000000000000000000001",
            "fixture-juhe-line-status-key",
        ] {
            assert_eq!(found(fine), Vec::<String>::new(), "{fine}");
        }
    }

    #[test]
    fn every_allowed_text_names_its_document() {
        assert!(Allowed::read().is_ok());
        assert!(Allowed::of("13912345678\n").is_err());
    }
}
