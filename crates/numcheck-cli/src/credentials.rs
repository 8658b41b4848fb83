//! Credentials come from the environment, from files, or from where the configuration says, and never from the command
//! line.

use std::ffi::{OsStr, OsString};

use numcheck_core::Message;

use crate::Encryption;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::credentials as messages;

mod command;
mod file;
mod secret;

pub(crate) use file::readable_by_others;
pub(crate) use secret::{Place, Secret, Secrets};

/// One credential of a product: the environment variable it comes from, and what it is.
///
/// It is read from `ENV`, or from the file that `ENV_FILE` names, whose last line break is dropped; else from where
/// `numcheck.toml` says.
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

    /// Its name in the configuration of a product: `key`, `openid`, `private-key`.
    pub(crate) fn name(&self, product: &numcheck_core::ProductId) -> String {
        let upper = |text: &str| text.to_ascii_uppercase().replace('-', "_");
        let vendor = format!("NUMCHECK_{}_", upper(product.vendor()));
        let name = self.env.strip_prefix(&vendor).unwrap_or(self.env);
        let name = name.strip_prefix(&format!("{}_", upper(product.name()))).unwrap_or(name);
        name.to_ascii_lowercase().replace('_', "-")
    }

    /// Reads it from an environment, else from where the configuration says.
    pub(crate) fn read(&self, env: impl Fn(&str) -> Option<OsString>, configured: Option<&Secret>) -> Reading {
        let file_env = format!("{}_FILE", self.env);
        match (env(self.env), env(&file_env)) {
            (None, None) => configured.map_or(Reading::Missing, |secret| secret.read(env)),
            (Some(_), Some(_)) => Reading::wrong(messages::both_set(self.env, file_env), messages::both_set_cure()),
            (Some(value), None) => match value.into_string() {
                Ok(value) if value.trim().is_empty() => {
                    Reading::wrong(messages::set_and_empty(self.env), messages::set_and_empty_cure(self.env))
                }
                Ok(value) => Reading::Present { value, source: Source::Environment },
                Err(_) => Reading::wrong(messages::not_utf8(self.env), messages::not_utf8_cure(self.env)),
            },
            (None, Some(path)) if path.is_empty() => {
                Reading::wrong(messages::name_empty(&file_env), messages::name_empty_cure(&file_env))
            }
            (None, Some(path)) => of_file_named_in(&file_env, &path),
        }
    }

    /// What it is, for a product.
    pub(crate) fn of(&self, product: &str) -> Message {
        Message::new(
            format!("{} for {product} ({})", self.what, self.what_zh),
            format!("{product} 的凭证，{}", self.what_zh),
        )
    }

    /// What to do where its value cannot be right.
    pub(crate) fn cure(&self) -> Message {
        messages::put(Message::new(format!("{} ({})", self.what, self.what_zh), self.what_zh), self.env)
    }
}

/// What reading a credential found.
pub(crate) enum Reading {
    Missing,
    /// It is there and cannot be used.
    Wrong {
        why: Message,
        cure: Message,
    },
    Present {
        value: String,
        source: Source,
    },
}

/// Where a credential was found.
#[derive(Clone, Copy)]
pub(crate) enum Source {
    /// Where the configuration says.
    Configured,
    Environment,
    File,
}

impl Reading {
    fn wrong(why: Message, cure: Message) -> Self {
        Self::Wrong { why, cure }
    }
}

/// All credentials needed for this encryption, or one failure that names every one that is missing or wrong.
pub(crate) fn read_all(
    credentials: &[Credential],
    encryption: Encryption,
    product: &numcheck_core::ProductId,
    env: impl Fn(&str) -> Option<OsString>,
    configured: &Secrets,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let mut values = Vec::new();
    let mut missing = Vec::new();
    let mut what = Vec::new();
    let mut cures = Vec::new();
    for credential in credentials.iter().filter(|credential| credential.is_needed(encryption)) {
        match credential.read(&env, configured.get(&credential.name(product))) {
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
    what.extend(missing.iter().map(|credential| messages::not_set(credential.env, credential.of(product.as_str()))));
    if let [first, others @ ..] = missing.as_slice() {
        let cure = if others.is_empty() { messages::set_it(first.env) } else { messages::set_each(first.env) };
        let sandboxed = credentials.iter().all(|credential| credential.sandbox.is_some());
        cures.push(if sandboxed { messages::or_sandbox(cure) } else { cure });
    }
    Err(Failure::new(
        Exit::Credentials,
        Message::join(what, "\nerror: ", "\n错误："),
        Message::join(cures, "\n  cure   ", "\n  办法   "),
    ))
}

/// A credential from the file that a variable names. Its mode is its owner's affair: files that containers mount may be
/// read by all, and this tool's doctor speaks of it.
fn of_file_named_in(file_env: &str, path: &OsStr) -> Reading {
    match file::read(path.as_ref(), file_env) {
        Ok(value) if value.trim().is_empty() => {
            Reading::wrong(messages::file_empty(file_env), messages::file_empty_cure(file_env))
        }
        Ok(value) => Reading::Present { value, source: Source::File },
        Err((why, cure)) => Reading::wrong(messages::at(messages::at(file_env, path.to_string_lossy()), why), cure),
    }
}

#[cfg(test)]
mod tests {
    use numcheck_core::ProductId;

    use super::*;

    const ACME: ProductId = ProductId::from_static("acme/line-status");
    const KEY: Credential = Credential::new("ACME_KEY", "the key", "密钥");
    const OPENID: Credential = Credential::new("ACME_OPENID", "the openid", "openid").only_for(Encryption::Aes);

    fn env<'a>(vars: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<OsString> + 'a {
        |name| vars.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value))
    }

    fn words(vars: &[(&str, &str)], encryption: Encryption) -> String {
        match read_all(&[KEY, OPENID], encryption, &ACME, env(vars), &Secrets::new()) {
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
    fn a_credential_has_a_short_name_in_the_configuration() {
        let name = |env, product| Credential::new(env, "", "").name(&ProductId::from_static(product));
        assert_eq!(name("NUMCHECK_JUHE_LINE_STATUS_KEY", "juhe/line-status"), "key");
        assert_eq!(name("NUMCHECK_JUHE_OPENID", "juhe/network-status"), "openid");
        assert_eq!(name("NUMCHECK_YWJISU_PRIVATE_KEY", "ywjisu/line-status"), "private-key");
        assert_eq!(name("ACME_TOKEN", "acme/line-status"), "acme-token");
    }
}
