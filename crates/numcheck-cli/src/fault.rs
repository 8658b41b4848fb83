//! Errors in words for people: what happened, whose turn it is, whether it may have cost money.

use std::borrow::Cow;
use std::fmt;
use std::time::Duration;

use numcheck_core::{Basis, Charge, Error, ErrorKind, Lang, Message, Phrase, RetryHint, Turn};

use crate::exit::Exit;
use crate::messages::fault as messages;

/// Why a command ends before its work is done.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    what: Message,
    cure: Message,
    /// What it cost, where the command is one that costs.
    money: Message,
}

impl Failure {
    pub(crate) fn new(exit: Exit, what: impl Into<Message>, cure: impl Into<Message>) -> Self {
        Self { exit, what: what.into(), cure: cure.into(), money: messages::nothing_sent() }
    }

    pub(crate) fn usage(what: impl Into<Message>, cure: impl Into<Message>) -> Self {
        Self::new(Exit::Usage, what, cure)
    }

    /// A usage error of a command that never costs anything.
    pub(crate) fn question(what: impl Into<Message>, cure: impl Into<Message>) -> Self {
        Self::usage(what, cure).without_money()
    }

    pub(crate) fn unexpected(what: impl Into<Message>) -> Self {
        Self::new(Exit::Unexpected, what, Message::default()).without_money()
    }

    /// A checker that could not be built: settings or credentials that cannot work.
    pub(crate) fn of_build(error: &Error, cure: impl Into<Message>) -> Self {
        let exit = match error.kind() {
            ErrorKind::Auth => Exit::Credentials,
            ErrorKind::InvalidRequest => Exit::Usage,
            _ => Exit::Unexpected,
        };
        Self::new(exit, messages::whole(error), cure)
    }

    /// The same, where something may have been sent before.
    pub(crate) fn without_money(self) -> Self {
        Self { money: Message::default(), ..self }
    }

    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// What is wrong, and the cure.
    pub(crate) const fn words(&self) -> (&Message, &Message) {
        (&self.what, &self.cure)
    }
}

impl Phrase for Failure {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        let mut lines = vec![messages::error(&self.what)];
        if !self.cure.is_empty() {
            lines.push(messages::cure(&self.cure));
        }
        if !self.money.is_empty() {
            lines.push(messages::money(&self.money));
        }
        let lines: Vec<&str> = lines.iter().map(|line| line.in_lang(lang)).collect();
        Cow::Owned(lines.join("\n"))
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.phrase(Lang::En))
    }
}

/// What a vendor's error means for a person: the error, whose turn it is, whether asking again helps, and the money.
pub(crate) fn explain(error: &Error, charge: Charge) -> String {
    format!(
        "error: {error}\n  turn   {}\n  again  {}\n  money  {}",
        turn(error.turn()),
        again(error.kind(), error.retry_hint(), charge),
        money(charge)
    )
}

/// Whose turn it is.
pub(crate) const fn turn(turn: Turn) -> &'static str {
    match turn {
        Turn::Account => "yours: the account with the vendor (credentials, permissions, balance, admitted addresses)",
        Turn::Caller => "yours: the request (numbers, settings, pace)",
        Turn::Maintainer => "numcheck's: the vendor's document does not say this; please report it",
        Turn::Network => "the network's: the way between this machine and the vendor",
        Turn::Vendor => "the vendor's",
        _ => "not known",
    }
}

/// Whether asking again helps, and what it may cost.
pub(crate) fn again(kind: ErrorKind, retry: RetryHint, charge: Charge) -> String {
    let helps = match retry {
        // Of a reply that no document describes, nobody knows whether the next one is like it.
        RetryHint::Never if kind == ErrorKind::Protocol && charge.is_free() => {
            return "nobody can say whether it helps: this attempt cost nothing, and the next may be answered"
                .to_owned();
        }
        RetryHint::Never => return "no: asking again as it is changes nothing".to_owned(),
        RetryHint::Backoff => "after a pause it can help".to_owned(),
        RetryHint::After(pause) => format!("it can help, {} later at the earliest", seconds(pause)),
    };
    if charge.is_free() { helps } else { format!("{helps}, and may be paid for a second time") }
}

/// Whether it cost money, and how that is known.
pub(crate) const fn money(charge: Charge) -> &'static str {
    match charge {
        Charge::Billed(_) => "paid for (收费)",
        Charge::Free(Basis::Documented) => "not charged, the vendor says so (不收费)",
        Charge::Free(Basis::Inferred) => "not charged, as it never got as far as the query (不收费)",
        Charge::Unknown => "may have been charged, the vendor does not say (计费存疑)",
    }
}

/// The same of an answer: there is nothing to ask again, so nothing in doubt.
pub(crate) const fn money_of_answer(charge: Charge) -> &'static str {
    match charge {
        Charge::Unknown => "unstated: the vendor does not say whether it charged, count it as spent (计费未说明)",
        known => money(known),
    }
}

/// A pause as people say it.
pub(crate) fn seconds(pause: Duration) -> String {
    match (pause.as_secs(), pause.subsec_millis()) {
        (0, millis) => format!("{millis} ms"),
        (secs, 0) if secs >= 60 && secs.is_multiple_of(60) => format!("{} min", secs / 60),
        (secs, 0) => format!("{secs} s"),
        (secs, millis) => format!("{secs}.{millis:03} s"),
    }
}

/// `1 number`, `2 numbers`.
pub(crate) fn count(n: usize, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{n} {noun}s") }
}
