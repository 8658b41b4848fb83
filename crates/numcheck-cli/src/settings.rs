//! What a vendor's entry is given to build its checker from.

use std::fmt;

use numcheck_core::{Charge, Error, ErrorKind, Result};
use numcheck_http::HttpOptions;
use secrecy::{ExposeSecret, SecretString};

use crate::messages::credentials as messages;

/// Credentials, HTTP options and the encryption asked for: what an [`Entry`](crate::Entry) builds its checker from.
///
/// The tool fills it with the credentials the entry needs, all present. `Debug` shows no value.
pub struct Settings {
    http: HttpOptions,
    encryption: Encryption,
    credentials: Vec<(String, SecretString)>,
}

/// How a number travels to a product that sells encrypted variants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Encryption {
    /// Encrypted by AES with a key of the account's.
    Aes,
    /// In clear, inside https.
    #[default]
    None,
    /// Encrypted by RSA with the vendor's public key.
    Rsa,
}

impl Encryption {
    /// `aes`, `none` or `rsa`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Aes => "aes",
            Self::None => "none",
            Self::Rsa => "rsa",
        }
    }
}

impl Settings {
    /// Settings with no credentials and no encryption.
    pub const fn new(http: HttpOptions) -> Self {
        Self { http, encryption: Encryption::None, credentials: Vec::new() }
    }

    /// Asks for an encrypted variant.
    pub const fn with_encryption(mut self, encryption: Encryption) -> Self {
        self.encryption = encryption;
        self
    }

    /// Adds a credential under the name of its environment variable.
    pub fn with_credential(mut self, env: impl Into<String>, value: impl Into<String>) -> Self {
        self.credentials.push((env.into(), SecretString::from(value.into())));
        self
    }

    /// How to reach the vendor.
    pub const fn http(&self) -> &HttpOptions {
        &self.http
    }

    /// How the number is to travel.
    pub const fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// The credential whose environment variable is `env`.
    ///
    /// # Errors
    ///
    /// `Auth`, free, when it was not given: the entry does not declare it.
    pub fn credential(&self, env: &str) -> Result<&str> {
        self.credentials
            .iter()
            .find(|(name, _)| name == env)
            .map(|(_, value)| value.expose_secret())
            .ok_or_else(|| Error::new(ErrorKind::Auth, Charge::FREE_INFERRED, messages::not_given(env)))
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.credentials.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Settings")
            .field("http", &self.http)
            .field("encryption", &self.encryption)
            .field("credentials", &names)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shows_names_and_no_values() {
        let settings = Settings::new(HttpOptions::new()).with_credential("ACME_KEY", "canary-0123456789");
        let shown = format!("{settings:?}");
        assert!(shown.contains("ACME_KEY") && !shown.contains("canary"), "{shown}");
        assert_eq!(settings.credential("ACME_KEY").expect("it was given"), "canary-0123456789");
        assert!(settings.credential("OTHER").expect_err("it was not").to_string().contains("OTHER"));
    }
}
