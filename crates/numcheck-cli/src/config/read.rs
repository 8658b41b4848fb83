//! One configuration file: its settings, and everything wrong with it at once.

use std::collections::BTreeSet;
use std::path::Path;

use numcheck_core::Message;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::find::{File, Kind, home};
use super::key::Key;
use super::problem::{Problem, similar};
use super::trial::Trial;
use super::{Origin, Setting, Value, trust};
use crate::messages::config as messages;
use crate::output::list_of;
use crate::{Registry, lang};

#[cfg(any(test, fuzzing))]
pub(crate) mod laws;
mod product;

/// What a file holds.
#[derive(Debug, Default)]
pub(super) struct Contents {
    /// In the order of the file; those of a profile with its name.
    pub(super) settings: Vec<(Key, Setting)>,
    pub(super) profiles: BTreeSet<String>,
    pub(super) problems: Vec<Problem>,
    /// sha256 of the file's bytes, in hex.
    pub(super) hash: String,
}

/// A key and its value, as they stand in the file.
type Entry<'a, 't> = (&'a Spanned<std::borrow::Cow<'t, str>>, &'a Spanned<DeValue<'t>>);

pub(super) fn read(file: &File, registry: &Registry, trial: &Trial) -> Contents {
    let failed = |what: Message| {
        let problem = Problem { file: Some(file.path.clone()), line: None, what, cure: messages::unreadable_cure() };
        Contents { problems: vec![problem], ..Contents::default() }
    };
    match std::fs::read(&file.path).map(String::from_utf8) {
        Err(error) => failed(messages::unreadable(error)),
        Ok(Err(_)) => failed(messages::not_utf8()),
        // The hash is of the very bytes that are used: what is read twice may have changed in between.
        Ok(Ok(text)) => Contents { hash: trust::hash(text.as_bytes()), ..parse(file, &text, registry, trial) },
    }
}

pub(super) fn parse(file: &File, text: &str, registry: &Registry, trial: &Trial) -> Contents {
    // A byte order mark is what Windows' editor puts before the text.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut reader = Reader { file, text, registry, trial, profile: None, found: Contents::default() };
    if errors.is_empty() {
        reader.root(table.get_ref());
    }
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        reader.problem(at, messages::not_toml(error.message()), messages::not_toml_cure());
    }
    reader.found.problems.sort_by_key(|problem| problem.line);
    reader.found
}

struct Reader<'a> {
    file: &'a File,
    text: &'a str,
    registry: &'a Registry,
    trial: &'a Trial,
    /// The profile whose table is read.
    profile: Option<String>,
    found: Contents,
}

impl Reader<'_> {
    fn root(&mut self, table: &DeTable<'_>) {
        for (key, value) in table {
            match &**key.get_ref() {
                "lang" => self.lang(value),
                "ledger" => self.ledger((key, value)),
                "profile" if self.profile.is_none() => self.text(Key::Profile, value),
                "profiles" if self.profile.is_none() => self.profiles(value),
                "fallback" => self.table(value, Self::fallback),
                "products" => self.table(value, Self::products),
                name => {
                    if let Some(command) = Trial::commands().find(|command| *command == name) {
                        self.table(value, |reader, table| reader.flags(command, table));
                    } else {
                        self.unknown((key, value), &self.roots());
                    }
                }
            }
        }
    }

    /// What may stand at the top of a file, or of a profile.
    fn roots(&self) -> Vec<&'static str> {
        let mut known = vec!["fallback", "lang", "ledger", "products"];
        known.extend(Trial::commands());
        if self.profile.is_none() {
            known.extend(["profile", "profiles"]);
        }
        known
    }

    fn profiles(&mut self, value: &Spanned<DeValue<'_>>) {
        self.table(value, |reader, profiles| {
            for (name, value) in profiles {
                reader.found.profiles.insert(name.get_ref().to_string());
                reader.profile = Some(name.get_ref().to_string());
                reader.table(value, Self::root);
                reader.profile = None;
            }
        });
    }

    fn lang(&mut self, value: &Spanned<DeValue<'_>>) {
        match value.get_ref().as_str() {
            Some(name) if lang::named(name).is_some() => self.text(Key::Lang, value),
            _ => self.problem(
                value.span().start,
                messages::wrong("lang", messages::one_of(Message::of("en, zh", "en 或 zh"))),
                Message::default(),
            ),
        }
    }

    fn ledger(&mut self, (key, value): Entry<'_, '_>) {
        if self.is_barred("ledger", key.span().start) {
            return;
        }
        match value.get_ref().as_str() {
            Some(path) if !path.is_empty() => {
                let path = resolved(&self.file.path, path);
                self.set(Key::Ledger, Value::Text(path), value);
            }
            _ => self.wrong_type("ledger", value, messages::a_path()),
        }
    }

    fn flags(&mut self, command: &'static str, table: &DeTable<'_>) {
        let known = self.trial.flags(command);
        for (key, value) in table {
            let name = &**key.get_ref();
            if !known.contains(&name) {
                if super::product::KEYS.contains(&name) {
                    let cure = messages::of_a_product(name, self.first_product());
                    self.problem(key.span().start, messages::unknown(name), cure);
                } else {
                    self.unknown((key, value), &known);
                }
                continue;
            }
            let flag = Key::Flag(command, name.to_owned());
            if self.trial.is_switch(command, name) {
                match value.get_ref().as_bool() {
                    Some(on) => self.set(flag, Value::Text(on.to_string()), value),
                    None => self.wrong_type(&flag.to_string(), value, messages::a_switch()),
                }
                continue;
            }
            let Some(given) = scalar(value.get_ref()).map(Value::Text) else {
                self.wrong_type(&flag.to_string(), value, messages::a_value_of(name));
                continue;
            };
            if let Some(what) = self.trial.wrong_with(command, name, &given) {
                let cure = messages::see_help(command, name);
                self.problem(value.span().start, messages::wrong(flag.to_string(), what), cure);
            } else if name == "in-doubt" && given.texts() == ["repay"] {
                // An order to pay again is meant for one list, and must not lie about in a file.
                self.problem(value.span().start, messages::standing_repay(), messages::standing_repay_cure());
            } else {
                self.set(flag, given, value);
            }
        }
    }

    fn fallback(&mut self, table: &DeTable<'_>) {
        let mut kinds: Vec<&str> = self.registry.entries().iter().map(|entry| entry.product().kind()).collect();
        kinds.dedup();
        for (key, value) in table {
            let name = &**key.get_ref();
            let Some(words) = words(value.get_ref()) else {
                self.wrong_type(&format!("fallback.{name}"), value, messages::a_list());
                continue;
            };
            if name == "next-on" {
                self.set(Key::NextOn, Value::List(words), value);
            } else if kinds.contains(&name) {
                if let Some((what, cure)) = self.wrong_order(name, &words) {
                    self.problem(value.span().start, what, cure);
                } else {
                    self.set(Key::Fallback(name.to_owned()), Value::List(words), value);
                }
            } else {
                kinds.push("next-on");
                self.unknown((key, value), &kinds);
            }
        }
    }

    /// What is wrong with a fallback order, if anything.
    fn wrong_order(&self, kind: &str, ids: &[String]) -> Option<(Message, Message)> {
        let of_kind = || {
            let able = self.registry.entries().iter().filter(|entry| entry.product().kind() == kind);
            able.map(|entry| entry.product().id().as_str()).collect::<Vec<_>>().join(", ")
        };
        if ids.is_empty() {
            return Some((
                messages::wrong(format!("fallback.{kind}"), messages::empty()),
                messages::name_products(of_kind()),
            ));
        }
        for (at, id) in ids.iter().enumerate() {
            if self.registry.find(id).is_none_or(|entry| entry.product().kind() != kind) {
                return Some((messages::no_product_of(id, kind), messages::name_products(of_kind())));
            }
            if ids[..at].contains(id) {
                return Some((messages::named_twice(id), messages::name_once()));
            }
        }
        None
    }

    fn text(&mut self, key: Key, value: &Spanned<DeValue<'_>>) {
        match value.get_ref().as_str() {
            Some(text) if !text.is_empty() => self.set(key, Value::Text(text.to_owned()), value),
            _ => self.wrong_type(&key.to_string(), value, messages::a_text()),
        }
    }

    fn table(&mut self, value: &Spanned<DeValue<'_>>, then: impl FnOnce(&mut Self, &DeTable<'_>)) {
        match value.get_ref().as_table() {
            Some(table) => then(self, table),
            None => self.problem(value.span().start, messages::no_table(), messages::no_table_cure()),
        }
    }

    fn set(&mut self, key: Key, value: Value, at: &Spanned<DeValue<'_>>) {
        let origin =
            Origin { file: self.file.clone(), line: self.line(at.span().start), profile: self.profile.clone() };
        self.found.settings.push((key, Setting { value, origin }));
    }

    /// Whether a setting is refused because a stranger may have written the file; says so.
    fn is_barred(&mut self, name: &str, at: usize) -> bool {
        let barred = self.file.kind == Kind::Project;
        if barred {
            self.problem(at, messages::barred(name), self.barred_cure());
        }
        barred
    }

    fn barred_cure(&self) -> Message {
        let user = super::find::user_file(|name| std::env::var_os(name));
        let user =
            user.map_or_else(|| "~/.config/numcheck/numcheck.toml".to_owned(), |path| path.display().to_string());
        messages::barred_cure(user, self.file.path.display())
    }

    fn unknown(&mut self, (key, _): Entry<'_, '_>, known: &[&str]) {
        let name = key.get_ref();
        let mut known = known.to_vec();
        known.sort_unstable();
        let cure = match similar(known.iter().copied(), name) {
            Some(near) => messages::did_you_mean(near),
            None => messages::known_here(list_of(&known)),
        };
        self.problem(key.span().start, messages::unknown(&**name), cure);
    }

    fn wrong_type(&mut self, name: &str, value: &Spanned<DeValue<'_>>, wanted: Message) {
        let what = messages::wrong_type(name, wanted, messages::type_of(value.get_ref().type_str()));
        self.problem(value.span().start, what, messages::wrong_type_cure());
    }

    fn problem(&mut self, at: usize, what: Message, cure: Message) {
        let (file, line) = (Some(self.file.path.clone()), Some(self.line(at)));
        self.found.problems.push(Problem { file, line, what, cure });
    }

    fn first_product(&self) -> String {
        self.registry.entries().first().map_or_else(String::new, |entry| entry.product().id().to_string())
    }

    fn line(&self, at: usize) -> usize {
        self.text.as_bytes().iter().take(at).filter(|byte| **byte == b'\n').count() + 1
    }
}

/// A text or a number, as it was written.
fn scalar(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::String(text) => Some(text.to_string()),
        DeValue::Integer(number) if number.radix() == 10 => Some(number.as_str().to_owned()),
        DeValue::Float(number) => Some(number.as_str().to_owned()),
        _ => None,
    }
}

/// A list of texts.
fn words(value: &DeValue<'_>) -> Option<Vec<String>> {
    value.as_array()?.iter().map(|word| word.get_ref().as_str().map(str::to_owned)).collect()
}

/// A path as a file means it: from its own folder, `~/` from home.
fn resolved(file: &Path, path: &str) -> String {
    let from_home = path.strip_prefix("~/").zip(home(|name| std::env::var_os(name)));
    let whole = match from_home {
        Some((rest, home)) => home.join(rest),
        None => file.parent().unwrap_or(Path::new("")).join(path),
    };
    whole.to_string_lossy().into_owned()
}

#[cfg(test)]
mod hostile;
#[cfg(test)]
mod tests;
