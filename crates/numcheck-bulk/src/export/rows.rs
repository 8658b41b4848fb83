//! What became of each line of the list.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use numcheck_core::PhoneNumber;

use super::answers::{Answers, Known};
use crate::input::Record;
use crate::messages::{export as messages, input};
use crate::plan::{Line, classify};
use crate::standing::Class;
use crate::view::View;
use crate::{Error, Result};

/// One line of the results.
pub(crate) struct Row<'a> {
    /// The line of the list.
    pub line: u64,
    /// The list's own columns.
    pub record: &'a Record,
    /// The number, where the line holds one.
    pub number: Option<PhoneNumber>,
    /// `answered`, `no_record`, `unanswered`, `failed`, `rejected`, `duplicate`, `reused`, `in_doubt`, `lost`,
    /// `under_way` or `not_sent`.
    pub result: &'static str,
    /// What is known of the number.
    pub known: Option<Known<'a>>,
    /// Why there is no answer, or where the number stood first.
    pub note: Cow<'a, str>,
}

impl Row<'_> {
    /// The number, normalised.
    pub(crate) fn number(&self) -> Option<Cow<'_, str>> {
        self.number.as_ref().map(PhoneNumber::written)
    }
}

impl View<'_> {
    /// Goes through the list once more and tells what became of each line; with whole reports where these are asked for.
    pub(crate) fn each_row(&self, reports: bool, mut each: impl FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let name = self.list.source().name();
        let mut answers = Answers::new(self, reports)?;
        let firsts: HashSet<u32> = self.plan.duplicates.iter().map(|(_, first)| *first).collect();
        let mut first_seen: HashMap<u32, (u64, Option<Known<'static>>)> = HashMap::new();
        let mut records = self.list.records()?;
        let mut record = Record::default();
        let mut position = 0;
        while records
            .next(&mut record)
            .map_err(|error| Error::Input(input::unread_again(&name, crate::input::unread(&error))))?
        {
            let mut row = Row {
                line: record.line,
                record: &record,
                number: None,
                result: "rejected",
                known: None,
                note: Cow::Borrowed(""),
            };
            match classify(&self.list, &self.products, &record) {
                Line::Header | Line::Blank => continue,
                Line::Invalid(error) => row.note = Cow::Owned(error.reason().to_string()),
                Line::WrongKind(number) => {
                    row.number = Some(number);
                    let kind = number.kind().word();
                    row.note = format!("no product of this run answers for numbers of kind {kind}").into();
                }
                Line::Number(number) => {
                    if !self.plan.numbers.holds(position, &number) {
                        return Err(changed(&name));
                    }
                    row.number = Some(number);
                    let class = self.standing.class_of(position);
                    row.result = if self.standing.is_lost(position) { "lost" } else { word(class) };
                    if class == Class::Duplicate {
                        let at = self.plan.duplicates.binary_search_by_key(&position, |(duplicate, _)| *duplicate);
                        let first = at.ok().and_then(|at| first_seen.get(&self.plan.duplicates[at].1));
                        if let Some((line, known)) = first {
                            row.note = format!("the same number as in line {line}").into();
                            row.known.clone_from(known);
                        }
                        each(&row)?;
                        position += 1;
                        continue;
                    }
                    let known = answers.of(position)?;
                    if !firsts.is_empty() && firsts.contains(&position) {
                        first_seen.insert(position, (record.line, known.clone().map(Known::into_owned)));
                    }
                    if let Some(known) = known {
                        row.note.clone_from(&known.note);
                        row.known = Some(known);
                    } else if class == Class::Open {
                        row.note = Cow::Borrowed("not asked yet");
                    } else if let Some(request) = self.standing.held.get(&position) {
                        row.note = format!("in doubt from request {request}, outside this run").into();
                    }
                    position += 1;
                }
            }
            each(&row)?;
        }
        if position as usize == self.plan.numbers.len() { Ok(()) } else { Err(changed(&name)) }
    }
}

/// Results told line by line are worth nothing for other lines.
fn changed(list: &str) -> Error {
    Error::Input(messages::changed(list))
}

const fn word(class: Class) -> &'static str {
    match class {
        Class::Open => "not_sent",
        Class::UnderWay => "under_way",
        Class::Duplicate => "duplicate",
        Class::Reused => "reused",
        Class::Answered => "answered",
        Class::NoRecord => "no_record",
        Class::Unanswered => "unanswered",
        Class::FailedFree => "failed",
        Class::Rejected => "rejected",
        Class::InDoubt => "in_doubt",
    }
}
