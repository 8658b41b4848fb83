use std::fmt;

use numcheck_core::{Charge, Error, ErrorKind, Message, Result};
use secrecy::{ExposeSecret, SecretString};

use crate::messages;

/// Shorter than this, a credential cannot be told from the text around it, and nothing could blank it.
const SHORTEST: usize = 4;

/// A credential: no `Display`, no `Serialize`, no `Deref`, and its memory is wiped when it is dropped.
///
/// What it holds is had by [`expose`](Self::expose) alone:
///
/// ```
/// # let secret = numcheck_http::Secret::new("key", "0123456789")?;
/// assert_eq!(format!("{secret:?}"), "[key]");
/// let text: &str = secret.expose();
/// println!("{}", secret.expose());
/// serde_json::to_string(secret.expose())?;
/// # let (_, _): (&str, String) = (text, secret.expose().to_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// Without it none of these lines compiles: it is not displayed,
///
/// ```compile_fail,E0277
/// # let secret = numcheck_http::Secret::new("key", "0123456789")?;
/// println!("{}", secret);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// not made a text,
///
/// ```compile_fail,E0599
/// # let secret = numcheck_http::Secret::new("key", "0123456789")?;
/// # let (_, _): (&str, String) = ("", secret.to_string());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// not serialised,
///
/// ```compile_fail,E0277
/// # let secret = numcheck_http::Secret::new("key", "0123456789")?;
/// serde_json::to_string(&secret)?;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// and not taken for a text.
///
/// ```compile_fail,E0308
/// # let secret = numcheck_http::Secret::new("key", "0123456789")?;
/// let text: &str = &secret;
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone)]
pub struct Secret {
    name: Message,
    value: SecretString,
}

impl Secret {
    /// Takes a credential and its name for people; white space around it is dropped.
    ///
    /// # Errors
    ///
    /// `Auth`, free, for one that is empty, shorter than four characters or holds white space or control characters:
    /// it was cut or badly pasted, and would only be refused after a request.
    pub fn new(name: impl Into<Message>, value: impl Into<String>) -> Result<Self> {
        let name = name.into();
        let value = value.into();
        let trimmed = value.trim();
        let wrong = if trimmed.is_empty() {
            messages::credential_empty()
        } else if trimmed.len() < SHORTEST {
            messages::credential_short()
        } else if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            messages::credential_blank()
        } else {
            return Ok(Self { name, value: SecretString::from(trimmed.to_owned()) });
        };
        Err(Error::new(ErrorKind::Auth, Charge::FREE_INFERRED, messages::credential(name, wrong)))
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

#[cfg(test)]
mod tests {
    use super::*;

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
