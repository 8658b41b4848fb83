use std::path::Path;

use numcheck_core::{Message, Phrase};

use crate::messages;

/// `Result` with the errors of lists and runs.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a list cannot be run. Each says what is wrong, where, and the cure; nothing was sent because of it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The list cannot be read, or holds nothing to ask.
    #[error("{0}")]
    Input(Message),
    /// The ledger cannot be opened, read or written.
    #[error("{0}")]
    Ledger(Message),
    /// Another run of this ledger is alive.
    #[error("{0}")]
    Locked(Message),
    /// The results cannot be written.
    #[error("{0}")]
    Output(Message),
    /// What was asked for does not fit the run that is there, and what to do instead.
    #[error("{what}: {cure}")]
    Refused {
        /// What is wrong.
        what: Message,
        /// What to do.
        cure: Message,
    },
    /// What was asked for does not fit the run that is there.
    #[error("{0}")]
    Usage(Message),
}

impl Error {
    /// What is wrong, in the language people are told things in.
    pub const fn message(&self) -> &Message {
        match self {
            Self::Input(words)
            | Self::Ledger(words)
            | Self::Locked(words)
            | Self::Output(words)
            | Self::Refused { what: words, .. }
            | Self::Usage(words) => words,
        }
    }

    /// What to do about it, where the message does not say.
    pub const fn cure(&self) -> Option<&Message> {
        match self {
            Self::Refused { cure, .. } => Some(cure),
            _ => None,
        }
    }

    pub(crate) fn list(path: &Path, error: &std::io::Error) -> Self {
        Self::Input(messages::input::unread(path.display(), error))
    }

    pub(crate) fn output(path: &Path, error: impl Phrase) -> Self {
        Self::Output(messages::export::unwritten(path.display(), error))
    }
}
