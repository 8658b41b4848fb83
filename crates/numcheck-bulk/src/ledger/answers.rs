//! The answers of one request as the ledger keeps them: by column, each value once.
//!
//! Two thousand numbers have a few statuses, carriers and some hundred areas between them, so that a number takes a few
//! bytes and is read without reading JSON for each:
//!
//! ```json
//! {"n":3,"o":{"d":["report"]},"s":{"d":["vacant","active"],"i":"010"},"a":{"d":["浙江-杭州"],"i":"0-0"},"j":{"status":"s"}}
//! ```
//!
//! A column is its values `d` in the order they came, and the place of each number's value in `i`, in decimal digits of one
//! width; dashes where it has none. Without `i` all numbers have the one value, or each has its own in order. What all order
//! ids begin with, a date mostly, stands once as `p`. The columns of the report, `j`, hold JSON; one that is the same as
//! another column is named by it. A report that is no object stands whole in the column of the empty name.

use numcheck_core::columns::Of;
use numcheck_core::{Answer, AnyReport, Reachability};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde_json::value::RawValue;

mod column;
mod gather;
mod rows;
mod together;
mod write;

use column::Column;
pub(crate) use write::text;

/// The answers of one request, in the order of its numbers.
#[derive(Debug, Default)]
pub(crate) struct Answers {
    count: usize,
    outcome: Column,
    charge: Column,
    inferred: Option<Column>,
    order_id: Option<Column>,
    status: Option<Column>,
    status_zh: Option<Column>,
    code: Option<Column>,
    reachability: Option<Column>,
    area: Option<Column>,
    carrier: Option<Column>,
    error: Option<Column>,
    /// The fields of the report, in order.
    report: Vec<(String, Column)>,
}

/// One number's answer.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AnswerRow<'a> {
    /// The outcome: `report`, `no_record`, `unanswered`, `rejected` or `failed`.
    pub outcome: &'a str,
    /// The charge: `billed`, `free` or `unknown`.
    pub charge: &'a str,
    /// The number's own order id, where it has one.
    pub order_id: Option<&'a str>,
    /// The status word.
    pub status: Option<&'a str>,
    /// The status in Chinese.
    pub status_zh: Option<&'a str>,
    /// The reachability.
    pub reachability: Option<Reachability>,
    /// The area.
    pub area: Option<&'a str>,
    /// The carrier.
    pub carrier: Option<&'a str>,
    /// Why there is none, in words.
    pub error: Option<&'a str>,
}

#[derive(Deserialize)]
struct Wire<'a> {
    n: usize,
    #[serde(borrow)]
    o: column::Wire<'a>,
    #[serde(borrow)]
    c: column::Wire<'a>,
    #[serde(borrow, default)]
    b: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    id: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    s: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    z: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    k: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    r: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    a: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    t: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    e: Option<column::Wire<'a>>,
    #[serde(borrow, default)]
    j: Option<&'a RawValue>,
}

impl Answers {
    /// Reads them back; `None` for a text that is none, or in which any number is without outcome or charge.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.starts_with('[') {
            return Self::parse(&rows::gathered(text)?);
        }
        let wire: Wire<'_> = serde_json::from_str(text).ok()?;
        let n = wire.n;
        let read = |wire: Option<&column::Wire<'_>>| -> Option<Option<Column>> {
            wire.map_or(Some(None), |wire| Column::read(wire, n).map(Some))
        };
        let mut report = Vec::new();
        if let Some(fields) = wire.j {
            for (name, field) in gather::entries(fields.get())? {
                let column = match serde_json::from_str::<&str>(field) {
                    Ok(same) => Column::read_json(wire.named(same)?, n)?,
                    Err(_) => Column::read_json(&serde_json::from_str(field).ok()?, n)?,
                };
                report.push((name.to_owned(), column));
            }
        }
        let answers = Self {
            count: n,
            outcome: Column::read(&wire.o, n)?,
            charge: Column::read(&wire.c, n)?,
            inferred: read(wire.b.as_ref())?,
            order_id: read(wire.id.as_ref())?,
            status: read(wire.s.as_ref())?,
            status_zh: read(wire.z.as_ref())?,
            code: read(wire.k.as_ref())?,
            reachability: read(wire.r.as_ref())?,
            area: read(wire.a.as_ref())?,
            carrier: read(wire.t.as_ref())?,
            error: read(wire.e.as_ref())?,
            report,
        };
        // What decides whether a number is asked again must be there and be sound, for each.
        let sound = answers.outcome.is_whole(n)
            && answers.charge.is_whole(n)
            && answers.status.as_ref().is_none_or(|status| status.is_sound(n));
        sound.then_some(answers)
    }

    pub(crate) const fn len(&self) -> usize {
        self.count
    }

    /// The answer to the number at this place of the request.
    pub(crate) fn get(&self, item: usize) -> Option<AnswerRow<'_>> {
        (item < self.count).then(|| AnswerRow {
            outcome: self.text(Of::Outcome, item).unwrap_or_default(),
            charge: self.text(Of::Charge, item).unwrap_or_default(),
            order_id: self.text(Of::OrderId, item),
            status: self.text(Of::Status, item),
            status_zh: self.text(Of::StatusZh, item),
            reachability: self.text(Of::Reachability, item).and_then(reachability),
            area: self.text(Of::Area, item),
            carrier: self.text(Of::Carrier, item),
            error: self.text(Of::Error, item),
        })
    }

    /// All of them, in order.
    pub(crate) fn iter(&self) -> impl Iterator<Item = AnswerRow<'_>> {
        (0..self.count).filter_map(|item| self.get(item))
    }

    /// What a column says of the number at this place.
    pub(crate) fn text(&self, of: Of, item: usize) -> Option<&str> {
        self.column(of)?.at(item)
    }

    /// Whether its charge is inferred, and not documented.
    pub(crate) fn is_inferred(&self, item: usize) -> bool {
        self.inferred.as_ref().is_some_and(|inferred| inferred.at(item).is_some())
    }

    /// Whether the vendor answered about the number at this place: a report, or no record.
    pub(crate) fn is_answered(&self, item: usize) -> bool {
        matches!(self.text(Of::Outcome, item), Some("report" | "no_record"))
    }

    /// The report about the number at this place, as JSON.
    pub(crate) fn report(&self, item: usize) -> Option<String> {
        if let [(name, whole)] = self.report.as_slice()
            && name.is_empty()
        {
            return whole.at(item).map(str::to_owned);
        }
        let mut json = String::new();
        for (name, column) in &self.report {
            let Some(value) = column.at(item) else { continue };
            json.push(if json.is_empty() { '{' } else { ',' });
            json.push_str(&serde_json::Value::from(name.as_str()).to_string());
            json.push(':');
            json.push_str(value);
        }
        (!json.is_empty()).then(|| json + "}")
    }

    /// What `judge` makes of each number by its outcome, its charge and its status; it is asked once for each combination.
    pub(crate) fn judged<'a, T: Copy>(&'a self, judge: impl Fn(&AnswerRow<'a>) -> T) -> impl Iterator<Item = T> {
        // There are few.
        let mut known: Vec<((usize, usize, usize), T)> = Vec::new();
        (0..self.count).map(move |item| {
            let place = |column: &Column| column.place(item).unwrap_or(usize::MAX);
            let key = (place(&self.outcome), place(&self.charge), self.status.as_ref().map_or(usize::MAX, place));
            if let Some((_, judged)) = known.iter().find(|(known, _)| *known == key) {
                return *judged;
            }
            let judged = judge(&AnswerRow {
                outcome: self.text(Of::Outcome, item).unwrap_or_default(),
                charge: self.text(Of::Charge, item).unwrap_or_default(),
                status: self.text(Of::Status, item),
                order_id: None,
                status_zh: None,
                reachability: None,
                area: None,
                carrier: None,
                error: None,
            });
            known.push((key, judged));
            judged
        })
    }

    const fn column(&self, of: Of) -> Option<&Column> {
        match of {
            Of::Area => self.area.as_ref(),
            Of::Carrier => self.carrier.as_ref(),
            Of::Charge => Some(&self.charge),
            Of::Code => self.code.as_ref(),
            Of::Error => self.error.as_ref(),
            Of::Inferred => self.inferred.as_ref(),
            Of::OrderId => self.order_id.as_ref(),
            Of::Outcome => Some(&self.outcome),
            Of::Reachability => self.reachability.as_ref(),
            Of::Status => self.status.as_ref(),
            Of::StatusZh => self.status_zh.as_ref(),
        }
    }
}

impl<'a> Wire<'a> {
    fn named(&self, name: &str) -> Option<&column::Wire<'a>> {
        match name {
            "s" => self.s.as_ref(),
            "z" => self.z.as_ref(),
            "k" => self.k.as_ref(),
            "r" => self.r.as_ref(),
            "a" => self.a.as_ref(),
            "t" => self.t.as_ref(),
            _ => None,
        }
    }
}

/// Answers as the ledger keeps them.
pub(crate) fn written(answers: &[Answer<AnyReport>]) -> String {
    text(&gather::of_answers(answers))
}

fn reachability(word: &str) -> Option<Reachability> {
    let word: serde::de::value::StrDeserializer<'_, serde::de::value::Error> = word.into_deserializer();
    Reachability::deserialize(word).ok()
}

#[cfg(test)]
mod tests;
