//! Credentials come from the environment, or from files the environment names, and never from the command line.

use std::ffi::OsString;
use std::io::Read;

use crate::Encryption;
use crate::exit::Exit;
use crate::fault::Failure;

/// A credential file larger than this is something else.
const LARGEST_FILE: u64 = 64 << 10;

/// One credential of a product: the environment variable it comes from, and what it is.
///
/// It is read from `ENV`, or from the file that `ENV_FILE` names, whose last line break is dropped.
#[derive(Clone, Copy, Debug)]
pub struct Credential {
    pub(crate) env: &'static str,
    pub(crate) what: &'static str,
    pub(crate) what_zh: &'static str,
    pub(crate) only_for: Option<Encryption>,
    pub(crate) sandbox: Option<&'static str>,
}

impl Credential {
    /// A credential that is always needed: `NUMCHECK_ACME_KEY`, what it is in English and in Chinese.
    pub const fn new(env: &'static str, what: &'static str, what_zh: &'static str) -> Self {
        Self { env, what, what_zh, only_for: None, sandbox: None }
    }

    /// Needed only when numbers travel encrypted this way.
    pub const fn only_for(mut self, encryption: Encryption) -> Self {
        self.only_for = Some(encryption);
        self
    }

    /// What stands in for it in the sandbox.
    pub(crate) const fn in_sandbox(mut self, value: &'static str) -> Self {
        self.sandbox = Some(value);
        self
    }

    /// Whether it is needed when numbers travel this way.
    pub(crate) fn is_needed(&self, encryption: Encryption) -> bool {
        self.only_for.is_none_or(|only| only == encryption)
    }

    /// Reads it from an environment.
    pub(crate) fn read(&self, env: impl Fn(&str) -> Option<OsString>) -> Reading {
        let file_env = format!("{}_FILE", self.env);
        match (env(self.env), env(&file_env)) {
            (None, None) => Reading::Missing,
            (Some(_), Some(_)) => {
                Reading::Wrong(format!("{} and {file_env} are both set: keep one and unset the other", self.env))
            }
            (Some(value), None) => match value.into_string() {
                Ok(value) => Reading::of(value, self.env, Source::Environment),
                Err(_) => Reading::Wrong(format!("{} is not UTF-8: copy the credential again", self.env)),
            },
            (None, Some(path)) if path.is_empty() => {
                Reading::Wrong(format!("{file_env} is empty: set it to a path, or unset it"))
            }
            (None, Some(path)) => match read_file(&path) {
                Ok(value) => Reading::of(without_line_break(value), &file_env, Source::File),
                Err(why) => Reading::Wrong(format!("{file_env}: {}: {why}", path.display())),
            },
        }
    }
}

/// What reading a credential found.
pub(crate) enum Reading {
    Missing,
    /// It is there and cannot be used: why, and the cure.
    Wrong(String),
    Present {
        value: String,
        source: Source,
    },
}

/// Where a credential was found.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    Environment,
    File,
}

impl Reading {
    fn of(value: String, name: &str, source: Source) -> Self {
        if value.trim().is_empty() {
            return Self::Wrong(match source {
                Source::Environment => format!("{name} is set and empty: set it to the credential, or unset it"),
                Source::File => format!("the file that {name} names is empty: put the credential into it"),
            });
        }
        Self::Present { value, source }
    }
}

/// All credentials needed for this encryption, or one failure that names every one that is missing or wrong.
pub(crate) fn read_all(
    credentials: &[Credential],
    encryption: Encryption,
    product: &str,
    env: impl Fn(&str) -> Option<OsString>,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut values = Vec::new();
    let mut missing = Vec::new();
    let mut wrong = Vec::new();
    for credential in credentials.iter().filter(|credential| credential.is_needed(encryption)) {
        match credential.read(&env) {
            Reading::Missing => missing.push(*credential),
            Reading::Wrong(why) => wrong.push(why),
            Reading::Present { value, .. } => values.push((credential.env, value)),
        }
    }
    if missing.is_empty() && wrong.is_empty() {
        return Ok(values);
    }
    let mut what = wrong;
    what.extend(missing.iter().map(|credential| {
        format!("{} is not set: {} for {product} ({})", credential.env, credential.what, credential.what_zh)
    }));
    let cure = match credentials.iter().all(|credential| credential.sandbox.is_some()) {
        _ if missing.is_empty() => "",
        true => "set it, or put it into a file and name that in the variable with _FILE; to try without: --sandbox",
        false => "set it, or put it into a file and name that in the variable with _FILE",
    };
    Err(Failure::new(Exit::Credentials, what.join("\nerror: "), cure))
}

fn read_file(path: &OsString) -> Result<String, String> {
    let file = std::fs::File::open(path).map_err(|error| error.to_string())?;
    let mut bytes = Vec::new();
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(|error| error.to_string())?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err("larger than 64 KiB: this is no credential".to_owned());
    }
    String::from_utf8(bytes).map_err(|_| "not UTF-8 text: this is no credential".to_owned())
}

fn without_line_break(mut text: String) -> String {
    if text.ends_with('\n') {
        text.pop();
        if text.ends_with('\r') {
            text.pop();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: Credential = Credential::new("ACME_KEY", "the key", "密钥");
    const OPENID: Credential = Credential::new("ACME_OPENID", "the openid", "openid").only_for(Encryption::Aes);

    fn env<'a>(vars: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value))
    }

    fn words(vars: &[(&str, &str)], encryption: Encryption) -> String {
        match read_all(&[KEY, OPENID], encryption, "acme/line-status", env(vars)) {
            Ok(values) => format!("{values:?}"),
            Err(failure) => {
                assert_eq!(failure.exit(), Exit::Credentials);
                failure.to_string()
            }
        }
    }

    #[test]
    fn asks_for_what_the_encryption_needs() {
        assert_eq!(words(&[("ACME_KEY", "k")], Encryption::None), r#"[("ACME_KEY", "k")]"#);
        let failure = words(&[], Encryption::Aes);
        assert!(failure.contains("ACME_KEY is not set") && failure.contains("ACME_OPENID is not set"), "{failure}");
        assert!(!words(&[], Encryption::Rsa).contains("OPENID"));
    }

    #[test]
    fn both_or_empty_is_an_error() {
        let both = words(&[("ACME_KEY", "canary"), ("ACME_KEY_FILE", "/x")], Encryption::None);
        assert!(both.contains("both set") && !both.contains("canary"), "{both}");
        for empty in ["", " ", "\n"] {
            assert!(words(&[("ACME_KEY", empty)], Encryption::None).contains("set and empty"));
        }
        assert!(words(&[("ACME_KEY_FILE", "")], Encryption::None).contains("ACME_KEY_FILE is empty"));
        assert!(words(&[("ACME_KEY_FILE", "/nowhere")], Encryption::None).contains("/nowhere"));
        assert!(words(&[("ACME_KEY_FILE", "/dev/null")], Encryption::None).contains("is empty"));
        assert!(words(&[("ACME_KEY_FILE", "/dev/zero")], Encryption::None).contains("64 KiB"));
    }

    #[test]
    fn one_line_break_ends_a_file() {
        for (text, want) in [("k", "k"), ("k\n", "k"), ("k\r\n", "k"), ("k\n\n", "k\n")] {
            assert_eq!(without_line_break(text.to_owned()), want);
        }
    }
}
