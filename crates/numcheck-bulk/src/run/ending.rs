use std::fmt;

use numcheck_core::Error as Fault;

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
    Ledger(String),
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
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Budget => f.write_str("the budget is spent"),
            Self::Closed(error) => write!(f, "the vendor answers no more: {error}"),
            Self::Doubts(error) => write!(f, "too many requests in a row may be paid for and have no answer: {error}"),
            Self::Finished => f.write_str("all was asked"),
            Self::Interrupted => f.write_str("it was asked to stop"),
            Self::Ledger(error) => f.write_str(error),
            Self::Retries(error) => write!(f, "too much had to be asked again: {error}"),
            Self::Stopped(error) => write!(f, "nothing asked like this can succeed: {error}"),
        }
    }
}
