//! Where answers go: one row a number, in one of three formats.

use std::borrow::Borrow;
use std::io::{self, Write};

use numcheck_core::{Answer, AnyReport, Charge, Error, Message, Outcome, Phrase, ProductId, Summary, Timestamp};

use crate::lang;

pub(crate) mod csv;
pub(crate) mod figures;
pub(crate) mod json;
pub(crate) mod live;
pub(crate) mod sheet;
pub(crate) mod terminal;
pub(crate) mod text;

/// What is printed of one number.
#[derive(Debug)]
pub(crate) struct Row {
    /// Whole, as vendors take it; as it was given where it is no number.
    pub(crate) number: String,
    pub(crate) product: ProductId,
    pub(crate) outcome: Outcome<AnyReport>,
    /// Why there is no answer, where something says so.
    pub(crate) error: Option<Error>,
    pub(crate) charge: Charge,
    pub(crate) order_id: Option<String>,
    /// When the answer was read; `None` when nothing was asked.
    pub(crate) answered_at: Option<Timestamp>,
    pub(crate) sandbox: bool,
}

impl Row {
    pub(crate) fn of_answer(answer: &Answer<AnyReport>, sandbox: bool) -> Self {
        Self {
            number: answer.number.written().into_owned(),
            product: answer.by.clone(),
            outcome: answer.outcome.clone(),
            error: answer.outcome.error().cloned(),
            charge: answer.charge,
            order_id: answer.order_id.clone().map(String::from),
            answered_at: Some(answer.answered_at),
            sandbox,
        }
    }

    pub(crate) fn summary(&self) -> Option<Summary<'_>> {
        self.outcome.report().map(AnyReport::summary)
    }

    /// `avoid`, `dead`, `doubtful`, `reachable`, `unknown` or `unreachable`.
    pub(crate) fn reachability(&self) -> Option<&'static str> {
        self.summary().and_then(|summary| summary.reachability).map(numcheck_core::Reachability::word)
    }
}

/// Prints rows as they come.
pub(crate) trait Sink {
    /// What stands before the first row.
    fn begin(&mut self) -> io::Result<()>;

    /// Prints these rows, and makes sure that they are out.
    fn rows(&mut self, rows: &[Row]) -> io::Result<()>;
}

/// Finds, before anything is sent, a standard output that takes no answer: a full device, or one opened for reading.
///
/// A write of no bytes asks the system and leaves nothing behind. The library's own standard output takes a bad one for
/// written, so it is not asked.
#[cfg(unix)]
pub(crate) fn probe_stdout() -> io::Result<()> {
    use std::os::fd::AsFd;

    let stdout = io::stdout().as_fd().try_clone_to_owned()?;
    std::fs::File::from(stdout).write(&[]).map(drop)
}

/// Elsewhere the first row finds it.
#[cfg(not(unix))]
pub(crate) fn probe_stdout() -> io::Result<()> {
    Ok(())
}

/// Tells people something, in their language, laid out in the width of their terminal. A standard error that is closed is
/// no reason to stop.
pub(crate) fn say(words: impl Phrase) {
    let words = words.phrase(lang::current());
    let words = match terminal::Terminal::stderr() {
        Some(terminal) => terminal::fitted(&words, terminal.columns.max(terminal::NARROWEST)),
        None => format!("{words}\n"),
    };
    live::above(words.as_bytes());
}

/// These names with "or" between them, in each language.
pub(crate) fn any_of(names: &[&str]) -> Message {
    Message::new(names.join(" or "), names.join(" 或 "))
}

/// These names one after another, in each language.
pub(crate) fn list_of<S: Borrow<str>>(names: &[S]) -> Message {
    Message::new(names.join(", "), names.join("、"))
}

/// Text without what would move a terminal's cursor or turn its text around, on one line.
pub(crate) fn printable(text: &str) -> String {
    let unsafe_char = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    text.chars().map(|c| if unsafe_char(c) { ' ' } else { c }).collect()
}
