use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;

use crate::Result;
use crate::ledger::{self, Of, RequestRow};
use crate::view::View;

/// How many requests are kept decoded: a list's neighbours are mostly in one.
const KEPT: usize = 16;

/// What the ledger knows of a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known<'a> {
    pub outcome: Cow<'a, str>,
    pub status: Option<Cow<'a, str>>,
    pub status_zh: Option<Cow<'a, str>>,
    pub code: Option<Cow<'a, str>>,
    pub reachability: Option<Cow<'a, str>>,
    pub area: Option<Cow<'a, str>>,
    pub carrier: Option<Cow<'a, str>>,
    pub charge: Cow<'a, str>,
    pub basis: Option<&'static str>,
    pub order_id: Option<Cow<'a, str>>,
    pub product: Cow<'a, str>,
    pub answered_at: Cow<'a, str>,
    /// The whole report as JSON, where it is asked for.
    pub report: Option<String>,
    pub note: Cow<'a, str>,
}

impl Known<'_> {
    /// The same, to be kept.
    pub(crate) fn into_owned(self) -> Known<'static> {
        let own = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        Known {
            outcome: own(self.outcome),
            status: self.status.map(own),
            status_zh: self.status_zh.map(own),
            code: self.code.map(own),
            reachability: self.reachability.map(own),
            area: self.area.map(own),
            carrier: self.carrier.map(own),
            charge: own(self.charge),
            basis: self.basis,
            order_id: self.order_id.map(own),
            product: own(self.product),
            answered_at: own(self.answered_at),
            report: self.report,
            note: own(self.note),
        }
    }
}

/// The requests that were decoded lately, for all threads that look for answers.
#[derive(Default)]
pub(crate) struct Lately(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    requests: HashMap<i64, Slot>,
    order: VecDeque<i64>,
}

/// Locked by who decodes it, so that it is decoded once.
type Slot = Arc<Mutex<Option<Arc<Decoded>>>>;

impl Lately {
    fn slot(&self, request: i64) -> Slot {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let slot = kept.requests.entry(request).or_default().clone();
        kept.order.retain(|known| *known != request);
        kept.order.push_back(request);
        if kept.order.len() > KEPT
            && let Some(oldest) = kept.order.pop_front()
        {
            kept.requests.remove(&oldest);
        }
        slot
    }
}

/// Finds what is known of a position, request by request.
pub(crate) struct Answers<'a> {
    view: &'a View<'a>,
    lately: &'a Lately,
    connection: Connection,
    reports: bool,
    /// The request that was looked at last.
    last: Option<(i64, Arc<Decoded>)>,
}

impl<'a> Answers<'a> {
    /// `reports` asks for whole reports.
    pub(crate) fn new(view: &'a View<'a>, lately: &'a Lately, reports: bool) -> Result<Self> {
        let connection = view.ledger.reader()?;
        Ok(Self { view, lately, connection, reports, last: None })
    }

    pub(crate) fn of(&mut self, position: u32) -> Result<Option<Known<'_>>> {
        let reports = self.reports;
        if !self.view.standing.reused.is_empty()
            && let Some(&(request, item)) = self.view.standing.reused.get(&position)
        {
            return Ok(self.decoded(request)?.known(item as usize, reports));
        }
        let Some(request) = self.view.standing.request_of(position) else { return Ok(None) };
        let decoded = self.decoded(request)?;
        let positions = decoded.row.positions.as_slice();
        let guess = position.wrapping_sub(positions.first().copied().unwrap_or_default()) as usize;
        let item = match positions.get(guess) {
            Some(&there) if there == position => Some(guess),
            _ => positions.iter().position(|&there| there == position),
        };
        Ok(item.and_then(|item| decoded.known(item, reports)))
    }

    fn decoded(&mut self, request: i64) -> Result<&Decoded> {
        if self.last.as_ref().is_none_or(|(last, _)| *last != request) {
            let slot = self.lately.slot(request);
            let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
            if slot.is_none() {
                *slot = Some(Arc::new(Decoded::of(self.view.ledger.request(&self.connection, request)?)));
            }
            self.last = slot.clone().map(|decoded| (request, decoded));
        }
        let Some((_, decoded)) = &self.last else { unreachable!("it was put there") };
        Ok(decoded)
    }
}

/// One request, decoded.
struct Decoded {
    row: RequestRow,
    numbers: usize,
    answers: ledger::Answers,
    answered_at: String,
    /// Why it failed, where it did.
    note: String,
}

impl Decoded {
    fn of(mut row: RequestRow) -> Self {
        let answers = row.answers();
        let numbers = row.numbers.split(',').count();
        // Both are read, and the longest of it.
        (row.answers, row.numbers) = (None, String::new());
        let error = row.error.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        Self { numbers, answers, answered_at: row.at.to_string(), note: note_of(&error), row }
    }

    fn known(&self, item: usize, reports: bool) -> Option<Known<'_>> {
        let (product, answered_at) = (Cow::Borrowed(&*self.row.product), Cow::Borrowed(&*self.answered_at));
        if item >= self.answers.len() {
            return (item < self.numbers).then(|| Known {
                outcome: Cow::Borrowed("failed"),
                charge: Cow::Borrowed(&self.row.charge),
                product,
                answered_at,
                note: Cow::Borrowed(&self.note),
                ..Known::default()
            });
        }
        let text = |of: Of| self.answers.text(of, item).map(Cow::Borrowed);
        let charge = text(Of::Charge).unwrap_or_default();
        Some(Known {
            outcome: text(Of::Outcome).unwrap_or_default(),
            status: text(Of::Status),
            status_zh: text(Of::StatusZh),
            code: text(Of::Code),
            reachability: text(Of::Reachability),
            area: text(Of::Area),
            carrier: text(Of::Carrier),
            basis: match charge.as_ref() {
                "unknown" => None,
                _ if self.answers.is_inferred(item) => Some("inferred"),
                _ => Some("documented"),
            },
            charge,
            order_id: text(Of::OrderId).or_else(|| self.row.order_id.as_deref().map(Cow::Borrowed)),
            product,
            answered_at,
            report: if reports { self.answers.report(item) } else { None },
            note: text(Of::Error).unwrap_or_default(),
        })
    }
}

fn note_of(error: &serde_json::Value) -> String {
    let text = |field: &str| error[field].as_str().filter(|text| !text.is_empty());
    let message = text("message").unwrap_or_default();
    match (text("code"), text("vendor_words")) {
        (Some(code), Some(words)) => format!("{message} (code {code}: {words})"),
        (Some(code), None) => format!("{message} (code {code})"),
        (None, Some(words)) => format!("{message} ({words})"),
        (None, None) => message.to_owned(),
    }
}
