use std::cell::LazyCell;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value;

use crate::mask::masked_text;
use crate::{
    Charge, Error, ErrorKind, PhoneNumber, Product, ProductId, RawReply, Receipt, Report, Timestamp, messages,
};

/// What one call of [`NumberChecker::check`](crate::NumberChecker::check) brought back.
#[derive(Clone, Debug)]
pub struct Batch<R> {
    /// One answer for each number asked, in the order asked, duplicates included.
    pub answers: Vec<Answer<R>>,
    /// One receipt for each request that was made; none when nothing had to be sent.
    pub receipts: Vec<Receipt>,
}

/// What became of one number.
#[derive(Clone)]
pub struct Answer<R> {
    /// The number that was asked about.
    pub number: PhoneNumber,
    /// What became of it.
    pub outcome: Outcome<R>,
    /// Whether asking about this number cost money.
    pub charge: Charge,
    /// The vendor's order id of this number (子流水号), or of its request where a number has none of its own.
    pub order_id: Option<String>,
    /// When the answer was read.
    pub answered_at: Timestamp,
    /// The product that answered, or that the number was meant for.
    pub by: ProductId,
}

/// The order id is masked: a vendor may make it of a phone number.
impl<R: fmt::Debug> fmt::Debug for Answer<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("number", &self.number)
            .field("outcome", &self.outcome)
            .field("charge", &self.charge)
            .field("order_id", &masked_text(self.order_id.as_ref()))
            .field("answered_at", &self.answered_at)
            .field("by", &self.by)
            .finish()
    }
}

/// What became of one number in a call.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Outcome<R> {
    /// The vendor's report.
    Report(R),
    /// The vendor answered that it has no record of the number (查询无此记录).
    NoRecord,
    /// The vendor said nothing of this number and did not charge for it: it may be asked again.
    Unanswered,
    /// The number was not taken: this product does not answer for its kind, or the vendor refuses it.
    Rejected(Rejection),
    /// The request failed, or the answer was lost or not to be believed. The charge says whether it may have been paid.
    Failed(Error),
}

/// Why a number was not taken.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// The product does not answer for numbers of this kind. Nothing was sent.
    NotAccepted,
    /// The vendor refused this number by itself.
    Refused(Error),
}

/// One row of a vendor's reply, matched to the number it names.
#[derive(Clone)]
pub struct Row<R> {
    /// The number the row names.
    pub number: PhoneNumber,
    /// What the row says.
    pub outcome: Outcome<R>,
    /// What the row says of its charge.
    pub charge: Charge,
    /// The row's own order id.
    pub order_id: Option<String>,
}

/// The order id is masked: a vendor may make it of a phone number.
impl<R: fmt::Debug> fmt::Debug for Row<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Row")
            .field("number", &self.number)
            .field("outcome", &self.outcome)
            .field("charge", &self.charge)
            .field("order_id", &masked_text(self.order_id.as_ref()))
            .finish()
    }
}

impl<R> Batch<R> {
    /// The answer to a call that asked nothing.
    pub const fn empty() -> Self {
        Self { answers: Vec::new(), receipts: Vec::new() }
    }

    /// The sum of what was paid: distinct numbers answered as billed, against the receipts.
    pub fn reconcile(&self) -> Reconciliation {
        Reconciliation::of(&self.answers, &self.receipts)
    }
}

impl<R> Batch<R> {
    /// Keeps the reply with every number that failed, so that what may have been paid for can still be read by a person.
    ///
    /// It is made only when it is needed, and shared. An error that keeps a reply already keeps that one.
    pub fn keeping_reply(mut self, reply: impl FnOnce() -> RawReply) -> Self {
        let reply = LazyCell::new(|| Arc::new(reply()));
        for answer in &mut self.answers {
            if let Outcome::Failed(error) = &mut answer.outcome
                && error.raw_reply().is_none()
            {
                *error = error.clone().with_shared_reply(Arc::clone(&reply));
            }
        }
        self
    }
}

impl<R: Report> Batch<R> {
    /// Puts a reply's rows in the order asked, duplicates included, by number and never by position.
    ///
    /// - A number the product does not accept is [`Rejected`](Outcome::Rejected), free.
    /// - A number without a row gets what `missing` says of it.
    /// - Rows about numbers nobody asked are dropped; their money shows in the receipts.
    /// - Two rows for one number that have the same status and code are one: a field that only one of them has is kept, and
    ///   one in which they differ is left out. If one is free and the other is not, the charge is unknown. If they differ in
    ///   status or code, neither is believed: the number has failed, and is never asked again unless both rows are free.
    pub fn align(
        product: &Product,
        numbers: &[PhoneNumber],
        rows: Vec<Row<R>>,
        receipts: Vec<Receipt>,
        missing: impl Fn() -> (Outcome<R>, Charge),
    ) -> Self {
        let order_id = receipts.iter().rev().find_map(|receipt| receipt.order_id.clone());
        let mut by_number: HashMap<PhoneNumber, Row<R>> = HashMap::with_capacity(rows.len());
        for row in rows {
            match by_number.entry(row.number) {
                std::collections::hash_map::Entry::Vacant(place) => {
                    place.insert(row);
                }
                std::collections::hash_map::Entry::Occupied(mut place) => place.get_mut().merge(&row, product.id()),
            }
        }
        let answered_at = Timestamp::now();
        let answers = numbers
            .iter()
            .map(|number| {
                let (outcome, charge, own_order_id) = match by_number.get(number) {
                    _ if !product.accepts(number) => {
                        (Outcome::Rejected(Rejection::NotAccepted), Charge::FREE_INFERRED, None)
                    }
                    Some(row) => (row.outcome.clone(), row.charge, row.order_id.clone().or_else(|| order_id.clone())),
                    None => {
                        let (outcome, charge) = missing();
                        (outcome, charge, order_id.clone())
                    }
                };
                Answer {
                    number: *number,
                    outcome,
                    charge,
                    order_id: own_order_id,
                    answered_at,
                    by: product.id().clone(),
                }
            })
            .collect();
        Self { answers, receipts }
    }

    /// The answer to a call none of whose numbers had to be sent.
    pub fn unsent(product: &Product, numbers: &[PhoneNumber]) -> Self {
        Self::align(product, numbers, Vec::new(), Vec::new(), || (Outcome::Unanswered, Charge::FREE_INFERRED))
    }
}

impl<R: Report> Row<R> {
    fn merge(&mut self, other: &Self, by: &ProductId) {
        let agreed = match (&mut self.outcome, &other.outcome) {
            (Outcome::Report(mine), Outcome::Report(other)) => {
                let merged = merged(mine, other);
                merged.map(|merged| *mine = merged).is_some()
            }
            (Outcome::NoRecord, Outcome::NoRecord) => true,
            _ => false,
        };
        self.charge = self.charge.merged(other.charge);
        if self.order_id.is_none() {
            self.order_id.clone_from(&other.order_id);
        }
        if !agreed {
            let error = Error::new(ErrorKind::Protocol, self.charge, messages::rows_disagree());
            self.outcome = Outcome::Failed(error.at(by));
        }
    }
}

/// What two reports with one status and code say together; `None` where these differ.
fn merged<R: Report>(one: &R, other: &R) -> Option<R> {
    if one == other {
        return Some(one.clone());
    }
    let (said, other_said) = (one.summary(), other.summary());
    if (&said.status, &said.code) != (&other_said.status, &other_said.code) {
        return None;
    }
    let mut fields = serde_json::to_value(one).ok()?;
    for (name, value) in serde_json::to_value(other).ok()?.as_object()? {
        let mine = fields.get_mut(name)?;
        if is_absent(mine) {
            mine.clone_from(value);
        } else if !is_absent(value) && mine != value {
            *mine = if mine.is_array() { Value::Array(Vec::new()) } else { Value::Null };
        }
    }
    // A field that cannot be left out is no side field.
    serde_json::from_value(fields).ok()
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

impl<R> Outcome<R> {
    /// `report`, `no_record`, `unanswered`, `rejected` or `failed`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Report(_) => "report",
            Self::NoRecord => "no_record",
            Self::Unanswered => "unanswered",
            Self::Rejected(_) => "rejected",
            Self::Failed(_) => "failed",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(&self) -> &'static str {
        match self {
            Self::Report(_) => "有结果",
            Self::NoRecord => "无记录",
            Self::Unanswered => "未返回",
            Self::Rejected(_) => "无法查询",
            Self::Failed(_) => "失败",
        }
    }

    /// The report, if there is one.
    pub const fn report(&self) -> Option<&R> {
        match self {
            Self::Report(report) => Some(report),
            _ => None,
        }
    }

    /// The error behind a failure or a refusal.
    pub const fn error(&self) -> Option<&Error> {
        match self {
            Self::Failed(error) | Self::Rejected(Rejection::Refused(error)) => Some(error),
            _ => None,
        }
    }

    /// Whether the vendor answered: a report, or no record.
    pub const fn is_answered(&self) -> bool {
        matches!(self, Self::Report(_) | Self::NoRecord)
    }

    /// The same outcome with its report turned into another type.
    pub fn map<S>(self, turn: impl FnOnce(R) -> S) -> Outcome<S> {
        match self {
            Self::Report(report) => Outcome::Report(turn(report)),
            Self::NoRecord => Outcome::NoRecord,
            Self::Unanswered => Outcome::Unanswered,
            Self::Rejected(rejection) => Outcome::Rejected(rejection),
            Self::Failed(error) => Outcome::Failed(error),
        }
    }
}

impl<R> Answer<R> {
    /// Whether the number may have been paid for and has no answer (计费存疑). It is never sent again by itself.
    #[doc(alias = "计费存疑")]
    pub const fn is_in_doubt(&self) -> bool {
        !self.outcome.is_answered() && matches!(self.charge, Charge::Unknown)
    }

    /// The same answer with its report turned into another type.
    pub fn map<S>(self, turn: impl FnOnce(R) -> S) -> Answer<S> {
        let Self { number, outcome, charge, order_id, answered_at, by } = self;
        Answer { number, outcome: outcome.map(turn), charge, order_id, answered_at, by }
    }
}

/// What was paid by the answers' count against what the receipts say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Reconciliation {
    /// Distinct numbers whose answer says it was billed.
    pub billed: u64,
    /// Distinct numbers answered without a word on their charge: counted as spent.
    pub unstated: u64,
    /// Distinct numbers without an answer that may have been paid for.
    pub in_doubt: u64,
    /// What the receipts say was billed; `None` when any request that may have cost money says nothing: not verifiable.
    pub receipts: Option<u64>,
}

impl Reconciliation {
    /// Counts answers against receipts. A number asked twice in a call was paid for once.
    pub fn of<R>(answers: &[Answer<R>], receipts: &[Receipt]) -> Self {
        let mut seen = std::collections::HashSet::with_capacity(answers.len());
        let mut sum = Self { billed: 0, unstated: 0, in_doubt: 0, receipts: None };
        for answer in answers.iter().filter(|answer| seen.insert((answer.number, answer.by.clone()))) {
            if answer.charge.is_billed() {
                sum.billed += 1;
            } else if answer.is_in_doubt() {
                sum.in_doubt += 1;
            } else if matches!(answer.charge, Charge::Unknown) {
                sum.unstated += 1;
            }
        }
        sum.receipts = receipts
            .iter()
            .filter(|receipt| !receipt.charge.is_free())
            .try_fold(0, |sum, receipt| Some(sum + u64::from(receipt.billed?)));
        sum
    }

    /// Whether the two counts agree; `None` when the receipts cannot tell.
    pub const fn agrees(&self) -> Option<bool> {
        match self.receipts {
            Some(receipts) => Some(receipts == self.billed),
            None => None,
        }
    }
}

#[cfg(test)]
mod tests;
