//! Rows made columns.

use std::fmt;

use numcheck_core::columns::{Column, Columns, FieldColumn, Of, same};
use numcheck_core::{Answer, AnyReport, Basis, Fields, Outcome, Reachability, Rejection, Summary};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

mod flat;

/// A report of more fields than this is kept whole.
const MOST_FIELDS: usize = 64;

/// A field with values of its own, for the first `count` numbers.
fn own<'f>(field: &'f mut FieldColumn, plain: &[Column; Of::COUNT], count: usize) -> &'f mut Column {
    if let FieldColumn::Same(of) = *field {
        let plain = &plain[of as usize];
        let mut own = Column::default();
        for number in 0..count {
            own.push(plain.value(number).map(json_of).as_deref());
        }
        *field = FieldColumn::Json(own);
    }
    match field {
        FieldColumn::Json(own) => own,
        FieldColumn::Same(_) => unreachable!("it has its own now"),
    }
}

fn json_of(text: &str) -> String {
    // A text can be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// The columns of some rows, as far as they are known.
#[derive(Default)]
struct Gathered<'a> {
    columns: Columns,
    /// The fields of the report that is being taken apart.
    fields: Vec<(&'a str, &'a str)>,
    /// A report could not be taken apart.
    broken: bool,
}

/// What one number's columns hold, in the order of [`Of::ALL`].
pub(super) type Texts<'a> = [Option<&'a str>; Of::COUNT];

/// The report about one number.
#[derive(Clone, Copy)]
pub(super) enum Said<'a> {
    Nothing,
    Json(&'a str),
    Report(&'a AnyReport),
}

impl<'a> Gathered<'a> {
    fn push(&mut self, texts: &Texts<'a>, report: Said<'a>) {
        for (column, text) in self.columns.plain.iter_mut().zip(texts) {
            column.push(*text);
        }
        let mut taken = Taken { gathered: self, texts, next: 0, seen: 0 };
        match report {
            Said::Nothing => {}
            Said::Report(report) => {
                if !report.each_field(&mut taken) || taken.seen == 0 {
                    taken.gathered.broken = true;
                }
            }
            Said::Json(json) => taken.json(json),
        }
        taken.end();
        self.columns.count += 1;
    }
}

/// One report, taken apart into the columns.
struct Taken<'c, 'a> {
    gathered: &'c mut Gathered<'a>,
    texts: &'c Texts<'a>,
    /// Where the next field is likely to go: reports of one kind have their fields in one order.
    next: usize,
    /// The columns that have this report's field.
    seen: u64,
}

impl<'a> Taken<'_, 'a> {
    fn json(&mut self, json: &'a str) {
        let mut fields = std::mem::take(&mut self.gathered.fields);
        fields.clear();
        self.gathered.broken |= !flat::fields(json, &mut fields) && !read(json, &mut fields) || fields.is_empty();
        for &(name, value) in &fields {
            self.own(name, value);
        }
        self.gathered.fields = fields;
    }

    /// The column of a field, which is marked as seen; `None` where the report cannot be taken apart.
    fn column(&mut self, name: &str, new: impl FnOnce(usize) -> FieldColumn) -> Option<usize> {
        let report = &mut self.gathered.columns.report;
        let place = match report.get(self.next) {
            Some((known, _)) if same(known, name) => self.next,
            _ => report.iter().position(|(known, _)| *known == name).unwrap_or(report.len()),
        };
        let is_plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\');
        if place == report.len() {
            if place >= MOST_FIELDS || !is_plain(name) {
                self.gathered.broken = true;
                return None;
            }
            report.push((name.to_owned(), new(self.gathered.columns.count)));
        }
        if self.seen & (1 << place) != 0 {
            self.gathered.broken = true;
            return None;
        }
        self.seen |= 1 << place;
        self.next = place + 1;
        Some(place)
    }

    fn own(&mut self, name: &str, json: &str) {
        let Some(place) = self.column(name, |count| FieldColumn::Json(Column::behind(count))) else { return };
        let Columns { report, plain, count, .. } = &mut self.gathered.columns;
        own(&mut report[place].1, plain, *count).push(Some(json));
    }

    /// Numbers whose report has no such field, and those without a report.
    fn end(self) {
        let Columns { report, plain, count, .. } = &mut self.gathered.columns;
        for (place, (_, column)) in report.iter_mut().enumerate() {
            let lacks = self.seen & (1 << place) == 0;
            match column {
                FieldColumn::Json(own) if lacks => own.push(None),
                FieldColumn::Same(same) if lacks && self.texts[*same as usize].is_some() => {
                    own(column, plain, *count).push(None);
                }
                _ => {}
            }
        }
    }
}

impl Fields for Taken<'_, '_> {
    fn text(&mut self, name: &'static str, text: &str) {
        let (texts, first) = (self.texts, self.gathered.columns.count == 0);
        let as_plain = || Of::SUMMARY.into_iter().find(|&of| first && texts[of as usize] == Some(text));
        let new = |count| as_plain().map_or_else(|| FieldColumn::Json(Column::behind(count)), FieldColumn::Same);
        let Some(place) = self.column(name, new) else { return };
        let Columns { report, plain, count, .. } = &mut self.gathered.columns;
        let column = &mut report[place].1;
        if matches!(column, FieldColumn::Same(of) if texts[*of as usize].is_some_and(|plain| same(plain, text))) {
            return;
        }
        own(column, plain, *count).push(Some(&json_of(text)));
    }

    fn json(&mut self, name: &'static str, json: &str) {
        self.own(name, json);
    }
}

/// Rows by column. Reports are taken apart, unless one of them cannot be put together again.
pub(super) fn gathered<'a, R: Iterator<Item = (Texts<'a>, Said<'a>)>>(rows: impl Fn() -> R) -> Columns {
    let mut gathered = Gathered::default();
    for (texts, report) in rows() {
        gathered.push(&texts, report);
    }
    if !gathered.broken {
        return gathered.columns;
    }
    let (mut gathered, mut whole) = (Gathered::default(), Column::default());
    for (texts, report) in rows() {
        gathered.push(&texts, Said::Nothing);
        match report {
            Said::Nothing => whole.push(None),
            Said::Json(json) => whole.push(Some(json)),
            Said::Report(report) => whole.push(Some(report.json().get())),
        }
    }
    gathered.columns.report = vec![(String::new(), FieldColumn::Json(whole))];
    gathered.columns
}

/// Answers by column.
pub(super) fn of_answers(answers: &[Answer<AnyReport>]) -> Columns {
    let summaries: Vec<_> = answers.iter().map(|answer| answer.outcome.report().map(AnyReport::summary)).collect();
    let errors: Vec<_> = answers.iter().map(|answer| why(&answer.outcome)).collect();
    gathered(|| {
        let rows = answers.iter().zip(&summaries).zip(&errors);
        rows.map(|((answer, summary), error)| row(answer, summary.as_ref(), error.as_deref()))
    })
}

fn row<'a>(
    answer: &'a Answer<AnyReport>,
    summary: Option<&'a Summary<'_>>,
    error: Option<&'a str>,
) -> (Texts<'a>, Said<'a>) {
    let texts = [
        Some(answer.outcome.word()),
        Some(answer.charge.word()),
        (answer.charge.basis() == Some(Basis::Inferred)).then_some(Of::INFERRED),
        answer.order_id.as_deref(),
        summary.map(|summary| summary.status.as_ref()),
        summary.map(|summary| summary.status_zh.as_ref()),
        summary.and_then(|summary| summary.code.as_deref()),
        summary.and_then(|summary| summary.reachability).map(Reachability::word),
        summary.and_then(|summary| summary.area.as_deref()),
        summary.and_then(|summary| summary.carrier.as_deref()),
        error,
    ];
    (texts, answer.outcome.report().map_or(Said::Nothing, Said::Report))
}

fn why(outcome: &Outcome<AnyReport>) -> Option<String> {
    match outcome {
        Outcome::Failed(error) | Outcome::Rejected(Rejection::Refused(error)) => Some(error.to_string()),
        Outcome::Rejected(_) => Some("this product does not answer for numbers of this kind".to_owned()),
        _ => None,
    }
}

/// Reads the fields of an object, in order, their values as they stand.
fn read<'a>(json: &'a str, fields: &mut Vec<(&'a str, &'a str)>) -> bool {
    let read = entries(json);
    let is_object = read.is_some();
    *fields = read.unwrap_or_default();
    is_object
}

/// What an object holds, in order; `None` for what is none.
pub(super) fn entries(json: &str) -> Option<Vec<(&str, &str)>> {
    serde_json::from_str(json).ok().map(|Entries(fields)| fields)
}

struct Entries<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Entries<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Map)
    }
}

struct Map;

impl<'de> Visitor<'de> for Map {
    type Value = Entries<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Entries<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some((name, value)) = map.next_entry::<&str, &RawValue>()? {
            fields.push((name, value.get()));
        }
        Ok(Entries(fields))
    }
}
