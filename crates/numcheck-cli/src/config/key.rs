//! The names of settings.

use std::fmt;

/// A setting's name. The order is that in which settings are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Key {
    Lang,
    Ledger,
    Profile,
    /// A flag of a command: `run.concurrency`.
    Flag(&'static str, String),
    /// The order in which products of a kind are asked: `fallback.line-status`.
    Fallback(String),
    /// The statuses that the next product is asked about as well.
    NextOn,
    /// A product's own: `products."juhe/line-status".rate`.
    Product(String, String),
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lang => f.write_str("lang"),
            Self::Ledger => f.write_str("ledger"),
            Self::Profile => f.write_str("profile"),
            Self::Flag(command, flag) => write!(f, "{command}.{flag}"),
            Self::Fallback(kind) => write!(f, "fallback.{kind}"),
            Self::NextOn => f.write_str("fallback.next-on"),
            Self::Product(id, key) => write!(f, "products.\"{id}\".{key}"),
        }
    }
}
