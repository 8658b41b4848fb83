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
    /// Boxed, for a failure is rare and its way long.
    words: Box<Words>,
}

#[derive(Debug)]
struct Words {
    what: Message,
    cure: Message,
    /// What it cost, where the command is one that costs.
    money: Message,
}

impl Failure {
    pub(crate) fn new(exit: Exit, what: impl Into<Message>, cure: impl Into<Message>) -> Self {
        let words = Words { what: what.into(), cure: cure.into(), money: messages::nothing_sent() };
        Self { exit, words: Box::new(words) }
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
    pub(crate) fn without_money(mut self) -> Self {
        self.words.money = Message::default();
        self
    }

    pub(crate) const fn exit(&self) -> Exit {
        self.exit
    }

    /// What is wrong, and the cure.
    pub(crate) const fn words(&self) -> (&Message, &Message) {
        (&self.words.what, &self.words.cure)
    }
}

impl Phrase for Failure {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        let Words { what, cure, money } = &*self.words;
        let mut lines = vec![messages::error(what)];
        if !cure.is_empty() {
            lines.push(messages::cure(cure));
        }
        if !money.is_empty() {
            lines.push(messages::money(money));
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
pub(crate) fn explain(error: &Error, charge: Charge) -> Message {
    let lines = [
        messages::error(error),
        messages::turn(turn(error.turn())),
        messages::again(again(error.kind(), error.retry_hint(), charge)),
        messages::money(money(charge)),
    ];
    Message::join(lines, "\n", "\n")
}

/// Whose turn it is.
pub(crate) fn turn(turn: Turn) -> Message {
    match turn {
        Turn::Account => messages::turn_account(),
        Turn::Caller => messages::turn_caller(),
        Turn::Maintainer => messages::turn_maintainer(),
        Turn::Network => messages::turn_network(),
        Turn::Vendor => messages::turn_vendor(),
        _ => messages::turn_unknown(),
    }
}

/// Whether asking again helps, and what it may cost.
pub(crate) fn again(kind: ErrorKind, retry: RetryHint, charge: Charge) -> Message {
    let helps = match retry {
        // Of a reply that no document describes, nobody knows whether the next one is like it.
        RetryHint::Never if kind == ErrorKind::Protocol && charge.is_free() => return messages::again_nobody_knows(),
        RetryHint::Never => return messages::again_never(),
        RetryHint::Backoff => messages::again_after_pause(),
        RetryHint::After(pause) => messages::again_after(seconds(pause)),
    };
    if charge.is_free() { helps } else { messages::again_paid_twice(helps) }
}

/// Whether it cost money, and how that is known.
pub(crate) fn money(charge: Charge) -> Message {
    match charge {
        Charge::Billed(_) => messages::money_billed(),
        Charge::Free(Basis::Documented) => messages::money_free(),
        Charge::Free(Basis::Inferred) => messages::money_free_inferred(),
        Charge::Unknown => messages::money_in_doubt(),
    }
}

/// The same of an answer: there is nothing to ask again, so nothing in doubt.
pub(crate) fn money_of_answer(charge: Charge) -> Message {
    match charge {
        Charge::Unknown => messages::money_unstated(),
        known => money(known),
    }
}

/// A pause as people say it.
pub(crate) fn seconds(pause: Duration) -> Message {
    match (pause.as_secs(), pause.subsec_millis()) {
        (0, millis) => messages::millis(millis),
        (secs, 0) if secs >= 60 && secs.is_multiple_of(60) => messages::minutes(secs / 60),
        (secs, 0) => messages::seconds(secs),
        (secs, millis) => messages::seconds(format!("{secs}.{millis:03}")),
    }
}

/// `1 number`, `2 numbers`.
pub(crate) fn numbers(n: usize) -> Message {
    if n == 1 { messages::one_number() } else { messages::numbers(n) }
}

/// `1 request`, `2 requests`.
pub(crate) fn requests(n: usize) -> Message {
    if n == 1 { messages::one_request() } else { messages::requests(n) }
}
