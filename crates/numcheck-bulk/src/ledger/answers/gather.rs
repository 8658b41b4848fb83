use std::fmt;
use std::ops::Range;

use numcheck_core::{Answer, AnyReport, Basis, Fields, Outcome, Reachability, Rejection, Summary};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

mod flat;
mod values;

use crate::same::same;
use values::{Form, Gathered, push_text};

/// A report of more fields than this is kept whole.
const MOST_FIELDS: usize = 64;

/// A column of a report.
enum Column {
    /// So far it is the same as one of the plain ones, by its place in [`NAMES`].
    Same(usize),
    /// Its values as JSON.
    Own(Gathered<Box<str>>),
}

impl Column {
    /// The same with values of its own, for the first `count` numbers.
    fn own(&mut self, plain: &[Gathered<&str>; NAMES.len()], count: usize) -> &mut Gathered<Box<str>> {
        if let Self::Same(as_plain) = self {
            let plain = &plain[*as_plain];
            let mut own = Gathered::default();
            for number in 0..count {
                let json = plain.value(number).map(|text| json_of(text));
                own.push(json.as_deref(), || json.as_deref().unwrap_or_default().into());
            }
            *self = Self::Own(own);
        }
        match self {
            Self::Own(own) => own,
            Self::Same(_) => unreachable!("it has its own now"),
        }
    }
}

fn json_of(text: &str) -> String {
    // A text can be written.
    serde_json::to_string(text).unwrap_or_default()
}

/// The columns of some answers.
#[derive(Default)]
struct Columns<'a> {
    count: usize,
    /// In the order of [`NAMES`].
    plain: [Gathered<&'a str>; NAMES.len()],
    report: Vec<(&'a str, Column)>,
    /// The fields of the report that is being taken apart.
    fields: Vec<(&'a str, &'a str)>,
    /// A report could not be taken apart.
    broken: bool,
}

/// What one number's columns hold, in the order of [`NAMES`].
pub(super) type Texts<'a> = [Option<&'a str>; NAMES.len()];

/// The report about one number.
#[derive(Clone, Copy)]
pub(super) enum Said<'a> {
    Nothing,
    Json(&'a str),
    Report(&'a AnyReport),
}

/// By the names the ledger has for them: outcome, charge, whether it is inferred, order id, status, status in Chinese, code,
/// reachability, area, carrier, error.
const NAMES: [&str; 11] = ["o", "c", "b", "id", "s", "z", "k", "r", "a", "t", "e"];
/// What stands in the column of charges that are not documented.
pub(super) const INFERRED: &str = "inferred";
/// Those that a field of a report may be the same as: from the status to the error.
const SUMMARY: Range<usize> = 4..11;
/// Order ids, whose common beginning is kept once.
const ORDER_ID: usize = 3;

impl<'a> Columns<'a> {
    fn push(&mut self, texts: &Texts<'a>, report: Said<'a>) {
        for (column, text) in self.plain.iter_mut().zip(texts) {
            column.push(*text, || text.unwrap_or_default());
        }
        let mut taken = Taken { columns: self, texts, next: 0, seen: 0 };
        match report {
            Said::Nothing => {}
            Said::Report(report) => {
                if !report.each_field(&mut taken) || taken.seen == 0 {
                    taken.columns.broken = true;
                }
            }
            Said::Json(json) => taken.json(json),
        }
        taken.end();
        self.count += 1;
    }

    fn text(&self) -> String {
        let mut out = format!("{{\"n\":{}", self.count).into_bytes();
        let mut written: [Range<usize>; NAMES.len()] = std::array::from_fn(|_| 0..0);
        for (at, (column, written)) in self.plain.iter().zip(&mut written).enumerate() {
            let before = out.len();
            out.extend_from_slice(format!(",\"{}\":", NAMES[at]).as_bytes());
            let from = out.len();
            let shared = if at == ORDER_ID { column.shared() } else { "" };
            if column.write(&mut out, Form::Texts { shared }) {
                *written = from..out.len();
            } else {
                out.truncate(before);
            }
        }
        let mut first = true;
        for (name, column) in &self.report {
            let before = out.len();
            out.extend_from_slice(if first { b",\"j\":{" } else { b"," });
            push_text(&mut out, name);
            out.push(b':');
            let from = out.len();
            let same = match column {
                Column::Same(plain) => Some(*plain),
                Column::Own(own) if own.write(&mut out, Form::Json) => SUMMARY.clone().find(|&plain| {
                    let same = &written[plain];
                    !same.is_empty() && out[same.clone()] == out[from..]
                }),
                Column::Own(_) => {
                    out.truncate(before);
                    continue;
                }
            };
            if let Some(plain) = same {
                out.truncate(from);
                push_text(&mut out, NAMES[plain]);
            }
            first = false;
        }
        out.extend_from_slice(if first { b"}" } else { b"}}" });
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

/// One report, taken apart into the columns.
struct Taken<'c, 'a> {
    columns: &'c mut Columns<'a>,
    texts: &'c Texts<'a>,
    /// Where the next field is likely to go: reports of one kind have their fields in one order.
    next: usize,
    /// The columns that have this report's field.
    seen: u64,
}

impl<'a> Taken<'_, 'a> {
    fn json(&mut self, json: &'a str) {
        let mut fields = std::mem::take(&mut self.columns.fields);
        fields.clear();
        self.columns.broken |= !flat::fields(json, &mut fields) && !read(json, &mut fields) || fields.is_empty();
        for &(name, value) in &fields {
            self.own(name, value);
        }
        self.columns.fields = fields;
    }

    /// The column of a field, which is marked as seen; `None` where the report cannot be taken apart.
    fn column(&mut self, name: &'a str, new: impl FnOnce(usize) -> Column) -> Option<usize> {
        let report = &mut self.columns.report;
        let place = match report.get(self.next) {
            Some((known, _)) if same(known, name) => self.next,
            _ => report.iter().position(|(known, _)| *known == name).unwrap_or(report.len()),
        };
        let is_plain = |name: &str| !name.is_empty() && name.bytes().all(|b| b >= b' ' && b != b'"' && b != b'\\');
        if place == report.len() {
            if place >= MOST_FIELDS || !is_plain(name) {
                self.columns.broken = true;
                return None;
            }
            report.push((name, new(self.columns.count)));
        }
        if self.seen & (1 << place) != 0 {
            self.columns.broken = true;
            return None;
        }
        self.seen |= 1 << place;
        self.next = place + 1;
        Some(place)
    }

    fn own(&mut self, name: &'a str, json: &str) {
        let Some(place) = self.column(name, |count| Column::Own(Gathered::behind(count))) else { return };
        let Columns { report, plain, count, .. } = &mut *self.columns;
        report[place].1.own(plain, *count).push(Some(json), || json.into());
    }

    /// Numbers whose report has no such field, and those without a report.
    fn end(self) {
        let Columns { report, plain, count, .. } = self.columns;
        for (place, (_, column)) in report.iter_mut().enumerate() {
            let lacks = self.seen & (1 << place) == 0;
            match column {
                Column::Own(own) if lacks => own.push(None, Box::default),
                Column::Same(same) if lacks && self.texts[*same].is_some() => {
                    column.own(plain, *count).push(None, Box::default);
                }
                _ => {}
            }
        }
    }
}

impl Fields for Taken<'_, '_> {
    fn text(&mut self, name: &'static str, text: &str) {
        let (texts, first) = (self.texts, self.columns.count == 0);
        let as_plain = || SUMMARY.clone().find(|&plain| first && texts[plain] == Some(text));
        let new = |count| as_plain().map_or_else(|| Column::Own(Gathered::behind(count)), Column::Same);
        let Some(place) = self.column(name, new) else { return };
        let Columns { report, plain, count, .. } = &mut *self.columns;
        let column = &mut report[place].1;
        if matches!(column, Column::Same(plain) if texts[*plain].is_some_and(|plain| same(plain, text))) {
            return;
        }
        let json = json_of(text);
        column.own(plain, *count).push(Some(&json), || json.as_str().into());
    }

    fn json(&mut self, name: &'static str, json: &str) {
        self.own(name, json);
    }
}

/// Rows as the ledger keeps them. Reports are taken apart, unless one of them cannot be put together again.
pub(super) fn text<'a, R: Iterator<Item = (Texts<'a>, Said<'a>)>>(rows: impl Fn() -> R) -> String {
    let mut columns = Columns::default();
    for (texts, report) in rows() {
        columns.push(&texts, report);
    }
    if !columns.broken {
        return columns.text();
    }
    let mut columns = Columns::default();
    let mut whole = Gathered::default();
    for (texts, report) in rows() {
        columns.push(&texts, Said::Nothing);
        let json = match report {
            Said::Nothing => None,
            Said::Json(json) => Some(Box::from(json)),
            Said::Report(report) => Some(Box::from(report.json().get())),
        };
        whole.push(json.as_deref(), || json.clone().unwrap_or_default());
    }
    columns.report = vec![("", Column::Own(whole))];
    columns.text()
}

/// Answers as the ledger keeps them.
pub(crate) fn written(answers: &[Answer<AnyReport>]) -> String {
    let summaries: Vec<_> = answers.iter().map(|answer| answer.outcome.report().map(AnyReport::summary)).collect();
    let errors: Vec<_> = answers.iter().map(|answer| why(&answer.outcome)).collect();
    text(|| {
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
        (answer.charge.basis() == Some(Basis::Inferred)).then_some(INFERRED),
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
