//! What became of each line of the list.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use numcheck_core::{PhoneNumber, Product};

use super::answers::{Answers, Kept, Known, Lately};
use crate::input::{List, Record, Records, Room};
use crate::ledger::{Ledger, Of};
use crate::messages::{export as messages, input};
use crate::plan::{Line, Plan, classify};
use crate::standing::{Class, Stands};
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
    /// What is to be noted that no answer says.
    own_note: Cow<'a, str>,
}

impl Row<'_> {
    /// The number, normalised.
    pub(crate) fn number(&self) -> Option<Cow<'_, str>> {
        self.number.as_ref().map(PhoneNumber::written)
    }

    /// What a column of the answers says.
    pub(crate) fn text(&self, of: Of) -> Option<&str> {
        self.known.as_ref()?.text(of)
    }

    /// Why there is no answer, or where the number stood first.
    pub(crate) fn note(&self) -> &str {
        if self.own_note.is_empty() { self.text(Of::Error).unwrap_or_default() } else { &self.own_note }
    }
}

/// Lines of the list that follow each other, as they were read.
#[derive(Default)]
pub(crate) struct Stretch {
    lines: Vec<Listed>,
    /// How many of them count: the others are there to be filled.
    filled: usize,
}

impl Stretch {
    pub(super) const fn is_empty(&self) -> bool {
        self.filled == 0
    }

    /// Makes it ready to be filled again.
    pub(super) const fn clear(&mut self) {
        self.filled = 0;
    }
}

#[derive(Default)]
struct Listed {
    record: Record,
    line: Option<Line>,
    /// Its position, where it is a number.
    position: u32,
    /// Where its number stands first, where that is earlier: the position and the line.
    first: Option<(u32, u64)>,
}

/// What rows are told from, beside where each number stands.
#[derive(Clone)]
pub(crate) struct ToldFrom {
    pub list: Arc<List>,
    pub plan: Arc<Plan>,
    pub products: Arc<[Product]>,
}

/// Reads the list once more, stretch by stretch.
pub(crate) struct Listing {
    from: ToldFrom,
    name: String,
    records: Records,
    position: u32,
    /// How many of the duplicates were passed.
    duplicates: usize,
    /// The lines of numbers that come again.
    lines: HashMap<u32, u64>,
    firsts: Arc<Firsts>,
}

impl Listing {
    pub(crate) fn open(from: ToldFrom, firsts: Arc<Firsts>) -> Result<Self> {
        let (name, records) = (from.list.source().name(), from.list.records()?);
        Ok(Self { from, name, records, position: 0, duplicates: 0, lines: HashMap::new(), firsts })
    }

    /// How many numbers were read.
    pub(super) const fn position(&self) -> u32 {
        self.position
    }

    /// Reads the next lines; `false` at the end of the list.
    pub(crate) fn next(&mut self, stretch: &mut Stretch) -> Result<bool> {
        stretch.filled = 0;
        let mut room = Room::default();
        while room.is_left() {
            if stretch.filled == stretch.lines.len() {
                stretch.lines.push(Listed::default());
            }
            let listed = &mut stretch.lines[stretch.filled];
            listed.record.reuse();
            let read = self.records.next(&mut listed.record);
            if !read.map_err(|error| Error::Input(input::unread_again(&self.name, crate::input::unread(&error))))? {
                return self.end().map(|()| stretch.filled > 0);
            }
            let line = classify(&self.from.list, &self.from.products, &listed.record);
            match &line {
                Line::Header | Line::Blank => continue,
                Line::Invalid(_) | Line::WrongKind(_) => {}
                Line::Number(number) => {
                    if !self.from.plan.numbers.holds(self.position, number) {
                        return Err(changed(&self.name));
                    }
                    (listed.position, listed.first) = (self.position, None);
                    self.find_first(listed);
                    self.position += 1;
                }
            }
            room.take(&listed.record);
            listed.line = Some(line);
            stretch.filled += 1;
        }
        Ok(true)
    }

    fn find_first(&mut self, listed: &mut Listed) {
        let position = listed.position;
        let next = self.from.plan.duplicates.get(self.duplicates);
        if let Some(&(_, first)) = next.filter(|(duplicate, _)| *duplicate == position) {
            self.duplicates += 1;
            listed.first = self.lines.get(&first).map(|line| (first, *line));
        } else if self.firsts.has(position) {
            self.lines.insert(position, listed.record.line);
        }
    }

    fn end(&self) -> Result<()> {
        let whole = self.position as usize == self.from.plan.numbers.len();
        if whole { Ok(()) } else { Err(changed(&self.name)) }
    }
}

/// Numbers that come again, and what is known of them: they may lie far apart.
pub(crate) struct Firsts {
    positions: HashSet<u32>,
    known: Mutex<HashMap<u32, Option<Arc<Kept>>>>,
    /// Whether their reports are kept too.
    reports: bool,
}

impl Firsts {
    /// `reports` asks for whole reports.
    pub(crate) fn of(plan: &Plan, reports: bool) -> Self {
        let positions = plan.duplicates.iter().map(|(_, first)| *first).collect();
        Self { positions, known: Mutex::default(), reports }
    }

    fn has(&self, position: u32) -> bool {
        !self.positions.is_empty() && self.positions.contains(&position)
    }

    fn known(&self) -> MutexGuard<'_, HashMap<u32, Option<Arc<Kept>>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Tells what became of each line.
pub(crate) struct Teller {
    answers: Answers,
    firsts: Arc<Firsts>,
}

impl Teller {
    pub(crate) fn new(ledger: &Ledger, lately: Arc<Lately>, firsts: Arc<Firsts>) -> Result<Self> {
        Ok(Self { answers: Answers::new(ledger, lately)?, firsts })
    }

    pub(crate) fn tell(
        &mut self,
        standing: &impl Stands,
        stretch: &Stretch,
        mut each: impl FnMut(&Row<'_>) -> Result<()>,
    ) -> Result<()> {
        for listed in &stretch.lines[..stretch.filled] {
            let mut row = Row {
                line: listed.record.line,
                record: &listed.record,
                number: None,
                result: "rejected",
                known: None,
                own_note: Cow::Borrowed(""),
            };
            match &listed.line {
                None | Some(Line::Header | Line::Blank) => continue,
                Some(Line::Invalid(error)) => row.own_note = Cow::Owned(error.reason().to_string()),
                Some(Line::WrongKind(number)) => {
                    row.number = Some(*number);
                    let kind = number.kind().word();
                    row.own_note = format!("no product of this run answers for numbers of kind {kind}").into();
                }
                Some(Line::Number(number)) => {
                    row.number = Some(*number);
                    self.tell_number(standing, listed, &mut row)?;
                }
            }
            each(&row)?;
        }
        Ok(())
    }

    fn tell_number<'r>(&'r mut self, standing: &impl Stands, listed: &Listed, row: &mut Row<'r>) -> Result<()> {
        let position = listed.position;
        let class = standing.class_of(position);
        row.result = if standing.is_lost(position) { "lost" } else { word(class) };
        if class == Class::Duplicate {
            let Some((first, line)) = listed.first else { return Ok(()) };
            row.own_note = format!("the same number as in line {line}").into();
            let known = self.firsts.known().get(&first).cloned();
            // It may be told by another thread at this moment.
            row.known = match known {
                Some(known) => known.map(Known::Kept),
                None => self.answers.of(first, standing)?,
            };
            return Ok(());
        }
        let known = self.answers.of(position, standing)?;
        if self.firsts.has(position) {
            self.firsts.known().insert(position, known.as_ref().map(|known| known.keep(self.firsts.reports)));
        }
        if known.is_some() {
            row.known = known;
        } else if class == Class::Open {
            row.own_note = Cow::Borrowed("not asked yet");
        } else if let Some(request) = standing.held(position) {
            row.own_note = format!("in doubt from request {request}, outside this run").into();
        }
        Ok(())
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
