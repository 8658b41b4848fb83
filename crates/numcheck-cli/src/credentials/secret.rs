//! Where the configuration says that a credential is: never the credential itself.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::PathBuf;

use numcheck_core::Message;

use super::{Reading, Source, command, file};
use crate::messages::credentials as messages;

/// The credentials of a product that the configuration speaks of, by their short names.
pub(crate) type Secrets = BTreeMap<String, Secret>;

/// Where a credential is, and the place of the configuration that says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Secret {
    pub(crate) place: Place,
    /// `numcheck.toml:12`.
    pub(crate) said_at: String,
}

/// Where a credential is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// What a program prints as its first line: the program and its arguments. No shell is between.
    Command(Vec<String>),
    /// An environment variable.
    Env(String),
    /// A file that its owner alone can read.
    File(PathBuf),
}

impl Secret {
    pub(super) fn read(&self, env: impl Fn(&str) -> Option<OsString>) -> Reading {
        let wrong = |why: Message, cure: Message| Reading::wrong(messages::at(&self.said_at, why), cure);
        let value = match &self.place {
            Place::Command(words) => command::first_line(words),
            Place::Env(name) => match env(name).map(OsString::into_string) {
                None => Err((messages::configured_env_missing(name), messages::configured_env_missing_cure(name))),
                Some(Ok(value)) => Ok(value),
                Some(Err(_)) => Err((messages::not_utf8(name), messages::not_utf8_cure(name))),
            },
            Place::File(path) => match super::readable_by_others(path) {
                Some(mode) => Err((
                    messages::readable_by_others(path.display(), mode),
                    messages::readable_by_others_cure(path.display()),
                )),
                None => {
                    file::read(path, &self.said_at).map_err(|(why, cure)| (messages::at(path.display(), why), cure))
                }
            },
        };
        match value {
            Ok(value) if value.trim().is_empty() => {
                wrong(messages::configured_empty(), messages::configured_empty_cure())
            }
            Ok(value) => Reading::Present { value, source: Source::Configured },
            Err((why, cure)) => wrong(why, cure),
        }
    }
}

impl Place {
    /// `from the file /run/secrets/key`. Of a command the program alone: an argument may be a secret.
    pub(crate) fn words(&self) -> Message {
        match self {
            Self::Command(words) => messages::from_command(words.first().map_or("", String::as_str)),
            Self::Env(name) => messages::from_variable(name),
            Self::File(path) => messages::from_file(path.display()),
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn read(place: Place) -> Result<String, (String, String)> {
        let secret = Secret { place, said_at: "numcheck.toml:7".to_owned() };
        let env = |name: &str| (name == "THERE").then(|| OsString::from("from-the-variable"));
        match secret.read(env) {
            Reading::Present { value, .. } => Ok(value),
            Reading::Wrong { why, cure } => Err((why.to_string(), cure.to_string())),
            Reading::Missing => panic!("it is configured"),
        }
    }

    fn command(words: &[&str]) -> Place {
        Place::Command(words.iter().map(|word| (*word).to_owned()).collect())
    }

    #[test]
    fn each_place_gives_its_credential() {
        assert_eq!(read(Place::Env("THERE".to_owned())).expect("it is set"), "from-the-variable");
        let lines = command(&["printf", "first line\\nlogin: someone\\n"]);
        assert_eq!(read(lines).expect("it is printed"), "first line");
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "from-the-file\n").expect("it takes text");
        assert_eq!(read(Place::File(file.path().to_owned())).expect("it is private"), "from-the-file");
    }

    #[test]
    fn a_file_that_others_read_is_refused_with_the_cure() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "canary").expect("it takes text");
        for mode in [0o644, 0o640, 0o604] {
            std::fs::set_permissions(file.path(), std::fs::Permissions::from_mode(mode)).expect("it is ours");
            let (why, cure) = read(Place::File(file.path().to_owned())).expect_err("others can read it");
            assert!(why.starts_with("numcheck.toml:7: ") && why.contains(&format!("{mode:o}")), "{why}");
            assert_eq!(cure, format!("chmod 600 {}", file.path().display()));
            assert!(!why.contains("canary"));
        }
    }

    #[test]
    fn what_a_command_says_is_in_no_error() {
        let (why, _) = read(command(&["sh", "-c", "echo canary; echo canary >&2; exit 3"])).expect_err("it failed");
        assert!(why.contains("sh failed: exit code 3") && !why.contains("canary"), "{why}");
        let (why, _) = read(command(&["/nowhere/pass", "canary"])).expect_err("there is none");
        assert!(why.contains("/nowhere/pass cannot be started") && !why.contains("canary"), "{why}");
        let (why, _) = read(command(&["true"])).expect_err("it says nothing");
        assert!(why.contains("printed nothing"), "{why}");
        let (why, _) = read(Place::Env("AWAY".to_owned())).expect_err("it is not set");
        assert!(why.contains("AWAY, which is not set"), "{why}");
    }
}
