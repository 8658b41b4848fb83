use std::collections::HashMap;
use std::fmt;
use std::ops::Range;

use foldhash::fast::RandomState;
use numcheck_core::{Answer, AnyReport, Basis, Outcome, Reachability, Rejection, Summary};
use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

mod flat;

/// The place of a number that has no value.
const NONE: u32 = u32::MAX;
/// Few values are found faster by looking at each.
const FEW: usize = 8;
/// Where so many values all differ, as order ids do, hardly one comes twice: it is not worth looking.
const ALL_DIFFER: usize = 64;
/// A report of more fields than this is kept whole.
const MOST_FIELDS: usize = 64;

/// What a column is made of.
#[derive(Default)]
struct Gathered<'a> {
    values: Vec<&'a str>,
    places: Vec<u32>,
    known: HashMap<&'a str, u32, RandomState>,
}

impl<'a> Gathered<'a> {
    /// A column of which some numbers had nothing.
    fn behind(count: usize) -> Self {
        Self { places: vec![NONE; count], ..Self::default() }
    }

    fn push(&mut self, value: Option<&'a str>) {
        let place = value.map_or(NONE, |value| self.place_of(value));
        self.places.push(place);
    }

    fn place_of(&mut self, value: &'a str) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(NONE);
        if self.values.len() > ALL_DIFFER && self.values.len() == self.places.len() {
            self.values.push(value);
            return next;
        }
        let known = match self.values.len() {
            0..=FEW => {
                // A word of ours is one and the same text each time.
                let mut values = self.values.iter();
                let found = values.position(|known| std::ptr::eq(*known, value));
                let found = found.or_else(|| self.values.iter().position(|known| *known == value));
                found.and_then(|place| u32::try_from(place).ok())
            }
            _ => self.known.get(value).copied(),
        };
        known.unwrap_or_else(|| {
            self.values.push(value);
            match self.values.len() {
                0..=FEW => {}
                len if len == FEW + 1 => self.known = self.values.iter().copied().zip(0..).collect(),
                _ => drop(self.known.insert(value, next)),
            }
            next
        })
    }

    /// Adds the column to an object, unless no number has anything in it.
    fn write(&self, out: &mut Vec<u8>, quoted: bool) -> bool {
        if self.values.is_empty() {
            return false;
        }
        out.extend_from_slice(b"{\"d\":[");
        for (at, value) in self.values.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            if quoted {
                push_text(out, value);
            } else {
                out.extend_from_slice(value.as_bytes());
            }
        }
        out.push(b']');
        let all = !self.places.contains(&NONE);
        if !all || (self.values.len() != 1 && self.values.len() != self.places.len()) {
            out.extend_from_slice(b",\"i\":\"");
            let width = (self.values.len() - 1).checked_ilog10().map_or(1, |digits| digits as usize + 1);
            let mut digits = vec![b'-'; width];
            for &place in &self.places {
                let mut rest = place;
                for digit in digits.iter_mut().rev() {
                    *digit = if place == NONE { b'-' } else { b'0' + u8::try_from(rest % 10).unwrap_or_default() };
                    rest /= 10;
                }
                out.extend_from_slice(&digits);
            }
            out.push(b'"');
        }
        out.push(b'}');
        true
    }
}

fn push_text(out: &mut Vec<u8>, text: &str) {
    // A text can be written, and memory be written to.
    let _ = serde_json::to_writer(out, text);
}

/// The columns of some answers.
#[derive(Default)]
struct Columns<'a> {
    count: usize,
    /// By the name the ledger has for them.
    plain: [(&'static str, Gathered<'a>); 11],
    report: Vec<(&'a str, Gathered<'a>)>,
    /// The fields of the report that is being taken apart.
    fields: Vec<(&'a str, &'a str)>,
    /// Whether reports are kept whole.
    whole: bool,
    /// A report could not be taken apart.
    broken: bool,
}

/// What one number's columns hold, in the order of [`NAMES`].
pub(super) type Texts<'a> = [Option<&'a str>; 11];

/// Outcome, charge, whether it is inferred, order id, status, status in Chinese, code, reachability, area, carrier, error.
const NAMES: [&str; 11] = ["o", "c", "b", "id", "s", "z", "k", "r", "a", "t", "e"];
/// What stands in the column of charges that are not documented.
pub(super) const INFERRED: &str = "inferred";
/// Those that a field of a report may be the same as.
const SUMMARY: [&str; 6] = ["s", "z", "k", "r", "a", "t"];

impl<'a> Columns<'a> {
    fn new(whole: bool) -> Self {
        let report = if whole { vec![("", Gathered::default())] } else { Vec::new() };
        Self { plain: NAMES.map(|name| (name, Gathered::default())), report, whole, ..Self::default() }
    }

    fn push(&mut self, texts: Texts<'a>, report: Option<&'a str>) {
        for ((_, column), text) in self.plain.iter_mut().zip(texts) {
            column.push(text);
        }
        match self.report.first_mut().filter(|_| self.whole) {
            Some((_, whole)) => whole.push(report),
            None => self.push_report(report),
        }
        self.count += 1;
    }

    fn push_report(&mut self, report: Option<&'a str>) {
        let mut fields = std::mem::take(&mut self.fields);
        fields.clear();
        self.broken |= report.is_some_and(|report| !flat::fields(report, &mut fields) && !read(report, &mut fields));
        let names = || self.report.iter().map(|(name, _)| *name);
        if fields.len() == self.report.len() && fields.iter().map(|(name, _)| *name).eq(names()) {
            // Reports of one kind have their fields in one order.
            for ((_, column), (_, value)) in self.report.iter_mut().zip(&fields) {
                column.push(Some(value));
            }
        } else if report.is_none() || is_plain(&fields) {
            self.push_fields(&fields);
        } else {
            self.broken = true;
        }
        self.fields = fields;
    }

    fn push_fields(&mut self, fields: &[(&'a str, &'a str)]) {
        for &(name, value) in fields {
            let place = self.report.iter().position(|(known, _)| *known == name).unwrap_or_else(|| {
                self.report.push((name, Gathered::behind(self.count)));
                self.report.len() - 1
            });
            self.report[place].1.push(Some(value));
        }
        for (_, column) in &mut self.report {
            if column.places.len() == self.count {
                column.push(None);
            }
        }
    }

    fn text(&self) -> String {
        let mut out = format!("{{\"n\":{}", self.count).into_bytes();
        let mut written = Vec::new();
        for (name, column) in &self.plain {
            let mut json = Vec::new();
            if column.write(&mut json, true) {
                out.extend_from_slice(format!(",\"{name}\":").as_bytes());
                out.extend_from_slice(&json);
                if SUMMARY.contains(name) {
                    written.push((*name, json));
                }
            }
        }
        let mut first = true;
        for (name, column) in &self.report {
            let mut json = Vec::new();
            if column.write(&mut json, false) {
                out.extend_from_slice(if first { b",\"j\":{" } else { b"," });
                first = false;
                push_text(&mut out, name);
                out.push(b':');
                match written.iter().find(|(_, same)| *same == json) {
                    Some((same, _)) => push_text(&mut out, same),
                    None => out.extend_from_slice(&json),
                }
            }
        }
        out.extend_from_slice(if first { b"}" } else { b"}}" });
        String::from_utf8(out).unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
    }
}

/// Rows as the ledger keeps them. Reports are taken apart, unless one of them cannot be put together again.
pub(super) fn text<'a, R: Iterator<Item = (Texts<'a>, Option<&'a str>)>>(rows: impl Fn() -> R) -> String {
    let gathered = |whole: bool| {
        let mut columns = Columns::new(whole);
        for (texts, report) in rows() {
            columns.push(texts, report);
        }
        columns
    };
    let columns = gathered(false);
    if columns.broken { gathered(true).text() } else { columns.text() }
}

/// Answers as the ledger keeps them.
pub(crate) fn written(answers: &[Answer<AnyReport>]) -> String {
    let mut json = Vec::with_capacity(answers.len() * 128);
    let said: Vec<Said<'_>> = answers.iter().map(|answer| Said::of(&answer.outcome, &mut json)).collect();
    // What is JSON is UTF-8.
    let json = String::from_utf8(json).unwrap_or_default();
    text(|| answers.iter().zip(&said).map(|(answer, said)| row(answer, said, &json)))
}

/// What an answer says, ready to be gathered.
struct Said<'a> {
    summary: Option<Summary<'a>>,
    /// Where its JSON stands among that of all.
    json: Range<usize>,
    error: Option<String>,
}

impl<'a> Said<'a> {
    fn of(outcome: &'a Outcome<AnyReport>, json: &mut Vec<u8>) -> Self {
        let (report, before) = (outcome.report(), json.len());
        if let Some(report) = report {
            report.write_json(json);
        }
        Self { summary: report.map(AnyReport::summary), json: before..json.len(), error: why(outcome) }
    }
}

fn row<'a>(answer: &'a Answer<AnyReport>, said: &'a Said<'_>, json: &'a str) -> (Texts<'a>, Option<&'a str>) {
    let summary = said.summary.as_ref();
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
        said.error.as_deref(),
    ];
    (texts, summary.and_then(|_| json.get(said.json.clone())))
}

fn why(outcome: &Outcome<AnyReport>) -> Option<String> {
    match outcome {
        Outcome::Failed(error) | Outcome::Rejected(Rejection::Refused(error)) => Some(error.to_string()),
        Outcome::Rejected(_) => Some("this product does not answer for numbers of this kind".to_owned()),
        _ => None,
    }
}

/// Whether a report of these fields can be taken apart and put together again: it has some, not too many, each of its own name.
fn is_plain(fields: &[(&str, &str)]) -> bool {
    let own_name = |at: usize, name: &str| !name.is_empty() && fields[..at].iter().all(|(before, _)| *before != name);
    (1..=MOST_FIELDS).contains(&fields.len()) && fields.iter().enumerate().all(|(at, (name, _))| own_name(at, name))
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
    serde_json::from_str(json).ok().map(|Fields(fields)| fields)
}

struct Fields<'a>(Vec<(&'a str, &'a str)>);

impl<'de> Deserialize<'de> for Fields<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Map)
    }
}

struct Map;

impl<'de> Visitor<'de> for Map {
    type Value = Fields<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields<'de>, A::Error> {
        let mut fields = Vec::with_capacity(8);
        while let Some((name, value)) = map.next_entry::<&str, &RawValue>()? {
            fields.push((name, value.get()));
        }
        Ok(Fields(fields))
    }
}
