use std::borrow::Cow;
use std::fmt;

use numcheck_core::{Error as Fault, Lang, Message, Phrase};

use crate::messages::run as messages;

/// Why a run ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Ending {
    /// What may be spent is spent.
    Budget,
    /// A vendor answers for nobody until someone acts: credentials, quota, retired.
    Closed(Fault),
    /// Too many requests in a row may be paid for and have no answer.
    Doubts(Fault),
    /// All was asked.
    Finished,
    /// The owner asked it to stop.
    Interrupted,
    /// The ledger cannot be written any more.
    Ledger(Message),
    /// More was asked again than a tenth of what was asked first.
    Retries(Fault),
    /// The settings are wrong, or the vendor refuses everything.
    Stopped(Fault),
}

impl Ending {
    /// The error behind it.
    pub const fn error(&self) -> Option<&Fault> {
        match self {
            Self::Closed(error) | Self::Doubts(error) | Self::Retries(error) | Self::Stopped(error) => Some(error),
            _ => None,
        }
    }

    /// Why, in the language people are told things in.
    pub fn message(&self) -> Message {
        match self {
            Self::Budget => messages::budget(),
            Self::Closed(error) => messages::closed(error),
            Self::Doubts(error) => messages::doubts(error),
            Self::Finished => messages::finished(),
            Self::Interrupted => messages::interrupted(),
            Self::Ledger(error) => error.clone(),
            Self::Retries(error) => messages::retries(error),
            Self::Stopped(error) => messages::stopped(error),
        }
    }

    /// `budget`, `closed`, `doubts`, `finished`, `interrupted`, `ledger`, `retries` or `stopped`, as data has it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Budget => "budget",
            Self::Closed(_) => "closed",
            Self::Doubts(_) => "doubts",
            Self::Finished => "finished",
            Self::Interrupted => "interrupted",
            Self::Ledger(_) => "ledger",
            Self::Retries(_) => "retries",
            Self::Stopped(_) => "stopped",
        }
    }
}

impl Phrase for Ending {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        Cow::Owned(self.message().in_lang(lang).to_owned())
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message().as_str())
    }
}
