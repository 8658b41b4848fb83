//! `numcheck.toml`: what holds for every command until a flag or the environment says otherwise.
//!
//! Flags win over the environment, that over the project's file, that over the user's, that over the defaults. A profile
//! wins over what stands outside of profiles. A flag's setting becomes the default of that flag, so the command line's own
//! rules keep the order.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;

use numcheck_core::{Lang, Message};

pub(crate) use self::find::{File, Kind, here, of_a_stranger, user_file};
pub(crate) use self::key::Key;
pub(crate) use self::problem::Problem;
pub(crate) use self::product::{ProductConfig, Products};
#[cfg(fuzzing)]
pub(crate) use self::read::laws;
pub(crate) use self::sample::sample;
pub(crate) use self::trial::Trial;
pub(crate) use self::trust::{examine, revoke, trust};
use crate::credentials::Place;
use crate::fault::Failure;
use crate::messages::config as messages;
use crate::{Registry, lang, output};

mod apply;
mod find;
mod key;
mod problem;
mod product;
mod read;
mod sample;
mod trial;
mod trust;

/// The configuration of this call.
#[derive(Debug, Default)]
pub(crate) struct Config {
    /// The files that were read, the weakest first.
    pub(crate) files: Vec<File>,
    /// The profile that is chosen, and by what.
    pub(crate) profile: Option<(String, ChosenBy)>,
    pub(crate) settings: BTreeMap<Key, Setting>,
    pub(crate) problems: Vec<Problem>,
    /// That the project's file must be trusted first. What it needs that for is not among the settings.
    pub(crate) untrusted: Option<Problem>,
    /// Files that were found and may be another user's words: nothing of them is used.
    pub(crate) left_aside: Vec<Problem>,
}

/// A value, and where it stands.
#[derive(Clone, Debug)]
pub(crate) struct Setting {
    pub(crate) value: Value,
    pub(crate) origin: Origin,
}

/// A setting's value, found right when it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    List(Vec<String>),
    /// Where a credential is.
    Secret(Place),
    /// A text, a number or a switch, as it was written.
    Text(String),
}

/// Where a setting stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) file: File,
    pub(crate) line: usize,
    pub(crate) profile: Option<String>,
}

/// What chose the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ChosenBy {
    Environment,
    File(Origin),
    Flag,
}

impl Config {
    /// Reads the files that these arguments and this environment lead to. Problems are kept, not told: not every command
    /// needs a configuration.
    pub(crate) fn load(
        registry: &Registry,
        args: &[OsString],
        env: impl Fn(&str) -> Option<OsString>,
        trial: impl FnOnce() -> Trial,
    ) -> Self {
        let set = |name| env(name).filter(|value| !value.is_empty());
        let mut config = Self::default();
        let flag = lang::option(args, "--config");
        if flag.as_ref().is_some_and(|file| file.is_empty()) {
            let (what, cure) = (messages::unnamed(), messages::unnamed_cure());
            config.problems.push(Problem { file: None, line: None, what, cure });
        }
        let named = flag.or_else(|| set("NUMCHECK_CONFIG")).filter(|file| !file.is_empty()).map(PathBuf::from);
        (config.files, config.left_aside) = find::all(named, std::env::current_dir().ok().as_deref(), &env);
        let chosen = lang::option(args, "--profile")
            .map(|name| (name, ChosenBy::Flag))
            .or_else(|| set("NUMCHECK_PROFILE").map(|name| (name, ChosenBy::Environment)))
            .map(|(name, by)| (name.to_string_lossy().into_owned(), by));
        if config.files.is_empty() && chosen.is_none() {
            return config;
        }
        let trial = trial();
        let mut read: Vec<_> = config.files.iter().map(|file| read::read(file, registry, &trial)).collect();
        for (file, contents) in config.files.iter().zip(&mut read).filter(|(file, _)| file.kind == Kind::Project) {
            config.untrusted = trust::restrict(file, contents);
        }
        config.merge(read, chosen);
        config
    }

    /// Lays the files over each other, then the chosen profile of each.
    fn merge(&mut self, read: Vec<read::Contents>, chosen: Option<(String, ChosenBy)>) {
        let mut profiles = BTreeSet::new();
        let mut of_profiles = Vec::new();
        let project: BTreeSet<String> = self
            .files
            .iter()
            .zip(&read)
            .filter(|(file, _)| file.kind == Kind::Project)
            .flat_map(|(_, contents)| contents.profiles.iter().cloned())
            .collect();
        for contents in read {
            self.problems.extend(contents.problems);
            profiles.extend(contents.profiles);
            for (key, setting) in contents.settings {
                match setting.origin.profile {
                    None => drop(self.settings.insert(key, setting)),
                    Some(_) => of_profiles.push((key, setting)),
                }
            }
        }
        self.profile = chosen.or_else(|| {
            let setting = self.settings.get(&Key::Profile)?;
            Some((setting.value.texts().concat(), ChosenBy::File(setting.origin.clone())))
        });
        let Some((name, by)) = &self.profile else { return };
        // A project's file chooses among its own profiles: the user's were made for the user to choose.
        let by_project = matches!(by, ChosenBy::File(origin) if origin.file.kind == Kind::Project);
        if by_project {
            profiles = project;
            of_profiles.retain(|(_, setting): &(Key, Setting)| setting.origin.file.kind == Kind::Project);
        }
        if !profiles.contains(name) {
            let cure = if profiles.is_empty() {
                messages::no_profiles_cure()
            } else {
                messages::no_profile_cure(profiles.into_iter().collect::<Vec<_>>().join(", "))
            };
            let (file, line) = match by {
                ChosenBy::File(origin) => (Some(origin.file.path.clone()), Some(origin.line)),
                _ => (None, None),
            };
            self.problems.push(Problem { file, line, what: messages::no_profile(name), cure });
        }
        let of_it = of_profiles.into_iter().filter(|(_, setting)| setting.origin.profile.as_ref() == Some(name));
        self.settings.extend(of_it);
    }

    /// Says which files were found and are not taken.
    pub(crate) fn say_left_aside(&self) {
        for problem in &self.left_aside {
            output::say(messages::left_aside(problem.words(), &problem.cure));
        }
    }

    /// The project's file, if one was found.
    pub(crate) fn project(&self) -> Option<&File> {
        self.files.iter().find(|file| file.kind == Kind::Project)
    }

    /// Whether everything in a file is used.
    pub(crate) fn is_trusted(&self, file: &File) -> bool {
        self.untrusted.as_ref().is_none_or(|problem| problem.file.as_ref() != Some(&file.path))
    }

    /// Says which file was found without being named: it may price and order what is about to be paid for.
    pub(crate) fn say_project(&self) {
        for file in self.files.iter().filter(|file| file.kind == Kind::Project) {
            output::say(messages::using(file.path.display()));
        }
    }

    /// The language it asks for.
    pub(crate) fn lang(&self) -> Option<Lang> {
        lang::named(self.text(&Key::Lang)?)
    }

    /// The text of a setting.
    pub(crate) fn text(&self, key: &Key) -> Option<&str> {
        match &self.settings.get(key)?.value {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// What it says of the products.
    pub(crate) fn products(&self) -> Products {
        product::all(&self.settings)
    }

    /// That a file was found which must be trusted first, as a failure.
    pub(crate) fn verify_trust(&self) -> Result<(), Failure> {
        match &self.untrusted {
            None => Ok(()),
            Some(problem) => Err(Failure::usage(problem.words(), problem.cure.clone())),
        }
    }

    /// Everything wrong with it, in one failure.
    pub(crate) fn verify(&self) -> Result<(), Failure> {
        let told = |problem: &Problem| {
            let cure = Some(problem.cure.clone()).filter(|cure| !cure.is_empty());
            Message::join([problem.words()].into_iter().chain(cure), "\n  cure   ", "\n  办法   ")
        };
        match self.problems.as_slice() {
            [] => Ok(()),
            [one] => Err(Failure::usage(one.words(), one.cure.clone())),
            problems => Err(Failure::usage(
                Message::join(problems.iter().map(told), "\nerror: ", "\n错误："),
                messages::see_check(),
            )),
        }
    }
}

impl Value {
    /// Its texts: one, or those of a list.
    pub(crate) fn texts(&self) -> Vec<String> {
        match self {
            Self::List(texts) => texts.clone(),
            Self::Secret(_) => Vec::new(),
            Self::Text(text) => vec![text.clone()],
        }
    }
}

/// `numcheck.toml:3`.
impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file.path.display(), self.line)
    }
}
