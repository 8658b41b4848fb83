use std::collections::{HashMap, VecDeque};

use rusqlite::Connection;

use crate::Result;
use crate::ledger::RequestRow;
use crate::view::View;

/// How many requests are kept decoded: a list's neighbours are mostly in one.
const KEPT: usize = 64;

/// What the ledger knows of a number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Known {
    pub outcome: String,
    pub status: Option<String>,
    pub status_zh: Option<String>,
    pub code: Option<String>,
    pub reachability: Option<String>,
    pub area: Option<String>,
    pub carrier: Option<String>,
    pub charge: String,
    pub basis: Option<&'static str>,
    pub order_id: Option<String>,
    pub product: String,
    pub answered_at: String,
    pub report: Option<String>,
    pub note: String,
}

/// One request, decoded.
struct Decoded {
    positions: Vec<u32>,
    known: Vec<Known>,
}

/// Finds what is known of a position, request by request.
pub(crate) struct Answers<'a> {
    view: &'a View<'a>,
    connection: Connection,
    kept: HashMap<i64, Decoded>,
    order: VecDeque<i64>,
}

impl<'a> Answers<'a> {
    pub(crate) fn new(view: &'a View<'a>) -> Result<Self> {
        let connection = view.ledger.reader()?;
        Ok(Self { view, connection, kept: HashMap::new(), order: VecDeque::new() })
    }

    pub(crate) fn of(&mut self, position: u32) -> Result<Option<&Known>> {
        if let Some(&(request, item)) = self.view.standing.reused.get(&position) {
            return Ok(self.decoded(request)?.known.get(item as usize));
        }
        let Some(request) = self.view.standing.request_of(position) else { return Ok(None) };
        let decoded = self.decoded(request)?;
        let first = decoded.positions.first().copied().unwrap_or_default();
        let guess = position.wrapping_sub(first) as usize;
        let item = match decoded.positions.get(guess) {
            Some(&there) if there == position => Some(guess),
            _ => decoded.positions.iter().position(|&there| there == position),
        };
        Ok(item.and_then(|item| decoded.known.get(item)))
    }

    fn decoded(&mut self, request: i64) -> Result<&Decoded> {
        if !self.kept.contains_key(&request) {
            if self.order.len() >= KEPT
                && let Some(oldest) = self.order.pop_front()
            {
                self.kept.remove(&oldest);
            }
            let row = self.view.ledger.request(&self.connection, request)?;
            self.kept.insert(request, Decoded::of(&row));
            self.order.push_back(request);
        }
        Ok(&self.kept[&request])
    }
}

impl Decoded {
    fn of(row: &RequestRow) -> Self {
        let answers = row.answers();
        let count = row.numbers.split(',').count();
        let error: serde_json::Value =
            row.error.as_deref().and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default();
        let failed = || Known {
            outcome: "failed".to_owned(),
            charge: row.charge.clone(),
            product: row.product.clone(),
            answered_at: row.at.to_string(),
            note: note_of(&error),
            ..Known::default()
        };
        let known =
            (0..count).map(|item| answers.get(item).map_or_else(failed, |answer| known_of(row, answer))).collect();
        Self { positions: row.positions.as_slice().to_vec(), known }
    }
}

fn known_of(row: &RequestRow, answer: &crate::ledger::AnswerRow<'_>) -> Known {
    let text = |text: &Option<std::borrow::Cow<'_, str>>| text.as_deref().map(str::to_owned);
    Known {
        outcome: answer.outcome.clone().into_owned(),
        status: text(&answer.status),
        status_zh: text(&answer.status_zh),
        code: text(&answer.code),
        reachability: answer.reachability.map(|reachability| reachability.word().to_owned()),
        area: text(&answer.area),
        carrier: text(&answer.carrier),
        charge: answer.charge.clone().into_owned(),
        basis: match (answer.charge.as_ref(), answer.inferred) {
            ("unknown", _) => None,
            (_, true) => Some("inferred"),
            (_, false) => Some("documented"),
        },
        order_id: text(&answer.order_id).or_else(|| row.order_id.clone()),
        product: row.product.clone(),
        answered_at: row.at.to_string(),
        report: answer.report.map(|report| report.get().to_owned()),
        note: text(&answer.error).unwrap_or_default(),
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
