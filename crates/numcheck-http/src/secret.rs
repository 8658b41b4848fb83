use std::fmt::{self, Write};

use numcheck_core::{Charge, Error, ErrorKind, Result};
use secrecy::{ExposeSecret, SecretString};

/// Shorter than this, a credential cannot be told from the text around it, and nothing could blank it.
const SHORTEST: usize = 4;
/// Shorter than this, a credential is blanked only where it stands alone: a password `123456` is not a part of
/// every number that holds those digits.
const SHORTEST_ANYWHERE: usize = 16;
/// What stands where a credential stood.
const BLANK: &str = "[credential]";

/// A credential: no `Display`, no `Serialize`, and its memory is wiped when it is dropped.
#[derive(Clone)]
pub struct Secret {
    name: &'static str,
    value: SecretString,
}

impl Secret {
    /// Takes a credential; white space around it is dropped.
    ///
    /// # Errors
    ///
    /// `Auth`, free, for one that is empty, shorter than four characters or holds white space or control characters:
    /// it was cut or badly pasted, and would only be refused after a request.
    pub fn new(name: &'static str, value: impl Into<String>) -> Result<Self> {
        let value = value.into();
        let trimmed = value.trim();
        let wrong = if trimmed.is_empty() {
            "is empty"
        } else if trimmed.len() < SHORTEST {
            "is shorter than four characters"
        } else if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            "holds white space or control characters: copy it again, alone"
        } else {
            return Ok(Self { name, value: SecretString::from(trimmed.to_owned()) });
        };
        Err(Error::new(ErrorKind::Auth, Charge::FREE_INFERRED, format!("the {name} {wrong}")))
    }

    /// The credential itself, to be sent or signed with.
    pub fn expose(&self) -> &str {
        self.value.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}]", self.name)
    }
}

/// Blanks the credentials wherever `body` holds them, as they are or percent-encoded.
pub(crate) fn blank(body: &mut Vec<u8>, secrets: &[&Secret]) {
    for secret in secrets {
        let plain = secret.expose();
        replace(body, plain.as_bytes());
        let encoded = percent_encoded(plain);
        if encoded != plain {
            replace(body, encoded.as_bytes());
        }
    }
}

fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.*".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            let _ = write!(encoded, "%{byte:02X}");
        }
    }
    encoded
}

fn replace(body: &mut Vec<u8>, secret: &[u8]) {
    let mut from = 0;
    while let Some(at) = find(&body[from..], secret).map(|at| at + from) {
        let end = at + secret.len();
        let joined = |neighbour: Option<&u8>| neighbour.is_some_and(u8::is_ascii_alphanumeric);
        let part_of_a_word = joined(at.checked_sub(1).and_then(|before| body.get(before))) || joined(body.get(end));
        if secret.len() < SHORTEST_ANYWHERE && part_of_a_word {
            from = at + 1;
        } else {
            body.splice(at..end, BLANK.bytes());
            from = at + BLANK.len();
        }
    }
}

fn find(body: &[u8], wanted: &[u8]) -> Option<usize> {
    let first = *wanted.first()?;
    let last_start = body.len().checked_sub(wanted.len())?;
    let mut from = 0;
    while from <= last_start {
        let at = from + body[from..=last_start].iter().position(|&b| b == first)?;
        if body[at..].starts_with(wanted) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blanked(body: &str, secret: &str) -> String {
        let secret = Secret::new("key", secret).expect("a credential");
        let mut body = body.as_bytes().to_vec();
        blank(&mut body, &[&secret]);
        String::from_utf8(body).expect("still text")
    }

    #[test]
    fn blanks_a_credential_and_spares_a_number() {
        assert_eq!(
            blanked("key=k+y/with=odd8 and k%2By%2Fwith%3Dodd8", "k+y/with=odd8"),
            "key=[credential] and [credential]"
        );
        assert_eq!(
            blanked(r#"{"result":"123456","mobile":"13123456789"}"#, "123456"),
            r#"{"result":"[credential]","mobile":"13123456789"}"#
        );
        assert_eq!(blanked("xx0123456789abcdefxx", "0123456789abcdef"), "xx[credential]xx");
        assert_eq!(blanked("short", "much longer than the body".replace(' ', "-").as_str()), "short");
    }

    #[test]
    fn refuses_what_cannot_be_a_credential() {
        for bad in ["", "  ", "abc", "two words", "a\u{0}bcd"] {
            let error = Secret::new("key", bad).expect_err(bad);
            assert_eq!((error.kind(), error.charge()), (ErrorKind::Auth, Charge::FREE_INFERRED));
        }
        assert_eq!(Secret::new("key", " padded\n").expect("trimmed").expose(), "padded");
        assert_eq!(format!("{:?}", Secret::new("key", "0123456789").expect("a key")), "[key]");
    }
}
