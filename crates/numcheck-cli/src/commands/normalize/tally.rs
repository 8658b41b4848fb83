use std::collections::BTreeMap;

use numcheck_core::{Message, NumberKind, ParseNumberReason};

use super::rows::Row;
use crate::exit::Exit;
use crate::messages::normalize as messages;
use crate::output::{list_of, say};

/// So many lines are named for each reason.
const NAMED: usize = 3;

/// What a list holds.
#[derive(Debug, Default)]
pub(super) struct Tally {
    lines: u64,
    duplicates: u64,
    rejected: u64,
    kinds: BTreeMap<NumberKind, u64>,
    /// In the order they came: how many lines, and the first of them.
    reasons: Vec<(ParseNumberReason, u64, Vec<u64>)>,
}

impl Tally {
    pub(super) fn add(&mut self, row: &Row<'_>) {
        self.lines += 1;
        match (row.number, row.duplicate_of) {
            (Ok(_), Some(_)) => self.duplicates += 1,
            (Ok(number), None) => *self.kinds.entry(number.kind()).or_default() += 1,
            (Err(error), _) => self.reject(error.reason(), row.line),
        }
    }

    fn reject(&mut self, reason: ParseNumberReason, line: u64) {
        self.rejected += 1;
        match self.reasons.iter_mut().find(|(known, ..)| *known == reason) {
            Some((_, n, lines)) => {
                *n += 1;
                if lines.len() < NAMED {
                    lines.push(line);
                }
            }
            None => self.reasons.push((reason, 1, vec![line])),
        }
    }

    /// Tells people, on standard error.
    pub(super) fn say(&self) {
        say(messages::counts(self.lines, self.numbers(), self.duplicates, self.rejected));
        if !self.kinds.is_empty() {
            let mut kinds: Vec<(&NumberKind, &u64)> = self.kinds.iter().collect();
            kinds.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
            let kinds = kinds.into_iter().map(|(kind, n)| messages::kind_count(*n, name(*kind)));
            say(messages::kinds(Message::join(kinds, ", ", "，")));
        }
        for (reason, n, lines) in &self.reasons {
            let first = || list_of(&lines.iter().map(u64::to_string).collect::<Vec<_>>());
            say(match usize::try_from(*n) {
                Ok(1) => messages::one_line(lines[0], reason.message()),
                Ok(n) if n <= NAMED => messages::some_lines(n, first(), reason.message()),
                _ => messages::more_lines(*n, first(), reason.message()),
            });
        }
    }

    pub(super) fn exit(&self) -> Exit {
        match (self.numbers(), self.rejected) {
            (0, _) => Exit::NoInput,
            (_, 0) => Exit::Done,
            _ => Exit::Incomplete,
        }
    }

    fn numbers(&self) -> u64 {
        self.kinds.values().sum()
    }
}

fn name(kind: NumberKind) -> Message {
    match kind {
        NumberKind::International => messages::international(),
        NumberKind::Iot => messages::iot(),
        NumberKind::Landline => messages::landline(),
        NumberKind::Mobile => messages::mobile(),
        NumberKind::Service => messages::service(),
        other => other.word().into(),
    }
}
