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
                Reading::wrong(format!("{} and {file_env} are both set", self.env), "keep one and unset the other")
            }
            (Some(value), None) => match value.into_string() {
                Ok(value) => Reading::of(value, self.env, Source::Environment),
                Err(_) => Reading::wrong(
                    format!("{} is not UTF-8", self.env),
                    format!("copy the credential into {} again", self.env),
                ),
            },
            (None, Some(path)) if path.is_empty() => {
                Reading::wrong(format!("{file_env} is empty"), format!("set {file_env} to a path, or unset it"))
            }
            (None, Some(path)) => match read_file(&path) {
                Ok(value) => Reading::of(without_line_break(value), &file_env, Source::File),
                Err((why, cure)) => {
                    Reading::wrong(format!("{file_env}: {}: {why}", path.display()), cure.replace("{}", &file_env))
                }
            },
        }
    }

    /// What to do where its value cannot be right.
    pub(crate) fn cure(&self) -> String {
        format!("put {} ({}) into {}, or into the file that {}_FILE names", self.what, self.what_zh, self.env, self.env)
    }
}

/// What reading a credential found.
pub(crate) enum Reading {
    Missing,
    /// It is there and cannot be used.
    Wrong {
        why: String,
        cure: String,
    },
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
            return match source {
                Source::Environment => Self::wrong(
                    format!("{name} is set and empty"),
                    format!("set {name} to the credential, or unset it"),
                ),
                Source::File => Self::wrong(
                    format!("the file that {name} names is empty"),
                    format!("put the credential into the file that {name} names"),
                ),
            };
        }
        Self::Present { value, source }
    }

    fn wrong(why: String, cure: impl Into<String>) -> Self {
        Self::Wrong { why, cure: cure.into() }
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
    let mut what = Vec::new();
    let mut cures: Vec<String> = Vec::new();
    for credential in credentials.iter().filter(|credential| credential.is_needed(encryption)) {
        match credential.read(&env) {
            Reading::Missing => missing.push(*credential),
            Reading::Wrong { why, cure } => {
                what.push(why);
                cures.push(cure);
            }
            Reading::Present { value, .. } => values.push((credential.env, value)),
        }
    }
    if missing.is_empty() && what.is_empty() {
        return Ok(values);
    }
    what.extend(missing.iter().map(|credential| {
        format!("{} is not set: {} for {product} ({})", credential.env, credential.what, credential.what_zh)
    }));
    if let Some(credential) = missing.first() {
        let it = if missing.len() == 1 { "it" } else { "each" };
        let file = format!("set {it}, or put {it} into a file and name that in {}_FILE", credential.env);
        let file = if missing.len() == 1 { file } else { format!("{file}, and so on") };
        let sandboxed = credentials.iter().all(|credential| credential.sandbox.is_some());
        cures.push(if sandboxed { format!("{file}; to try without: --sandbox") } else { file });
    }
    Err(Failure::new(Exit::Credentials, what.join("\nerror: "), cures.join("\n  cure   ")))
}

/// The file's text, or what is wrong with it and the cure, where `{}` stands for the variable.
fn read_file(path: &OsString) -> Result<String, (String, &'static str)> {
    const UNREADABLE: &str = "put the credential into that file, let this user read it, or name another one in {}";
    const NO_TEXT: &str =
        "save it as UTF-8 text; a key in DER form becomes text by openssl rsa -pubin -inform DER -in KEY";
    let read = || {
        let mut bytes = Vec::new();
        std::fs::File::open(path)?.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map(|_| bytes)
    };
    let bytes = read().map_err(|error| (error.to_string(), UNREADABLE))?;
    if bytes.len() as u64 > LARGEST_FILE {
        return Err(("larger than 64 KiB: this is no credential".to_owned(), "name the credential's own file in {}"));
    }
    String::from_utf8(bytes).map_err(|_| ("not UTF-8 text".to_owned(), NO_TEXT))
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
    fn every_problem_comes_with_its_cure() {
        let der = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(der.path(), [0x30, 0x82, 0xff]).expect("it takes bytes");
        let der = der.path().to_string_lossy().into_owned();
        for (vars, cure) in [
            (vec![("ACME_KEY", "k"), ("ACME_KEY_FILE", "/x")], "cure   keep one"),
            (vec![("ACME_KEY", "")], "cure   set ACME_KEY to the credential"),
            (vec![("ACME_KEY_FILE", "")], "cure   set ACME_KEY_FILE to a path"),
            (vec![("ACME_KEY_FILE", "/nowhere")], "or name another one in ACME_KEY_FILE"),
            (vec![("ACME_KEY_FILE", "/dev/null")], "cure   put the credential into the file that ACME_KEY_FILE names"),
            (vec![("ACME_KEY_FILE", &*der)], "openssl rsa -pubin -inform DER"),
            (vec![], "name that in ACME_KEY_FILE"),
        ] {
            let failure = words(&vars, Encryption::None);
            assert!(failure.contains(cure), "{failure}");
        }
        let both = words(&[("ACME_KEY", "")], Encryption::Aes);
        assert!(both.contains("ACME_KEY to the credential") && both.contains("ACME_OPENID_FILE"), "{both}");
    }

    #[test]
    fn one_line_break_ends_a_file() {
        for (text, want) in [("k", "k"), ("k\n", "k"), ("k\r\n", "k"), ("k\n\n", "k\n")] {
            assert_eq!(without_line_break(text.to_owned()), want);
        }
    }
}
