//! Flags of commands as settings: a value is tried on the command line it stands for.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ArgAction, Command};
use numcheck_core::{Lang, Message};

use super::Value;
use crate::messages::config as messages;
use crate::output::list_of;

/// The commands whose flags can be set, and which of their flags: what holds for more than one list. What orders a
/// payment again, or is meant for one list alone, has to be said each time.
const FLAGS: [(&str, &[&str]); 2] = [
    ("check", &["country", "format", "product"]),
    (
        "run",
        &[
            "concurrency",
            "country",
            "excel",
            "format",
            "in-doubt",
            "max-billed",
            "max-cost",
            "max-doubt",
            "output-encoding",
            "progress",
            "reuse",
            "split-by",
        ],
    ),
];

/// The command line, to try values on.
#[derive(Debug)]
pub(crate) struct Trial(Command);

impl Trial {
    pub(crate) const fn new(command: Command) -> Self {
        Self(command)
    }

    /// The commands whose flags can be set.
    pub(super) fn commands() -> impl Iterator<Item = &'static str> {
        FLAGS.iter().map(|(command, _)| *command)
    }

    /// The flags of a command that can be set, and that it has.
    pub(super) fn flags(&self, command: &str) -> Vec<&'static str> {
        let known = FLAGS.iter().filter(|(of, _)| *of == command).flat_map(|(_, flags)| flags.iter().copied());
        known.filter(|flag| self.arg(command, flag).is_some()).collect()
    }

    /// Whether a flag is there or not, and takes no value.
    pub(super) fn is_switch(&self, command: &str, flag: &str) -> bool {
        self.arg(command, flag).is_some_and(|arg| matches!(arg.get_action(), ArgAction::SetTrue))
    }

    /// Every flag that can be set, with its command and its default, if it has one.
    pub(crate) fn settable(&self) -> Vec<(&'static str, &'static str, Option<String>)> {
        let of = |command| self.flags(command).into_iter().map(move |flag| (command, flag));
        let all = Self::commands().flat_map(of);
        all.map(|(command, flag)| (command, flag, self.default_of(command, flag))).collect()
    }

    fn default_of(&self, command: &str, flag: &str) -> Option<String> {
        let values = self.arg(command, flag)?.get_default_values();
        let values: Vec<_> = values.iter().map(|value| value.to_string_lossy()).collect();
        if values.is_empty() { None } else { Some(values.join(",")) }
    }

    /// What is wrong with a value of a flag, if anything.
    pub(super) fn wrong_with(&self, command: &str, flag: &str, value: &Value) -> Option<Message> {
        let found = self.0.find_subcommand(command)?;
        let args = value.texts().iter().map(|text| format!("--{flag}={text}")).collect::<Vec<_>>();
        let error = found.clone().no_binary_name(true).try_get_matches_from(args).err()?;
        match error.kind() {
            ErrorKind::InvalidValue => Some(match error.get(ContextKind::ValidValue) {
                Some(ContextValue::Strings(valid)) => messages::one_of(list_of(valid)),
                _ => messages::not_a_value(),
            }),
            ErrorKind::ValueValidation => {
                let words = error.source().map(|source| {
                    Message::new(source.to_string(), messages::not_a_value().in_lang(Lang::Zh).to_owned())
                });
                Some(words.unwrap_or_else(messages::not_a_value))
            }
            // What else is missing on the line will be there when it is used.
            _ => None,
        }
    }

    /// The command line with these settings as the defaults of its flags.
    pub(super) fn with_defaults<'v>(
        command: Command,
        settings: impl Iterator<Item = (&'v str, &'v str, &'v Value)>,
    ) -> Command {
        settings.fold(command, |command, (name, flag, value)| {
            command.mut_subcommand(name, |sub| {
                let id = sub.get_arguments().find(|arg| arg.get_long() == Some(flag)).map(|arg| arg.get_id().clone());
                match id {
                    Some(id) => sub.mut_arg(id, |arg| arg.default_values(value.texts())),
                    None => sub,
                }
            })
        })
    }

    fn arg(&self, command: &str, flag: &str) -> Option<&clap::Arg> {
        self.0.find_subcommand(command)?.get_arguments().find(|arg| arg.get_long() == Some(flag))
    }
}
