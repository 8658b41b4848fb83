use std::cell::LazyCell;
use std::collections::HashSet;
use std::sync::Arc;

use foldhash::fast::FixedState;
use serde::Serialize;

use crate::{Charge, Error, PhoneNumber, Product, ProductId, RawReply, Receipt, Report, Text, Timestamp};

mod rows;

use rows::{ByNumber, Taken};
pub use rows::{OpenNumbers, Row};

/// What one call of [`NumberChecker::check`](crate::NumberChecker::check) brought back.
#[derive(Clone, Debug)]
pub struct Batch<R> {
    /// One answer for each number asked, in the order asked, duplicates included.
    pub answers: Vec<Answer<R>>,
    /// One receipt for each request that was made; none when nothing had to be sent.
    pub receipts: Vec<Receipt>,
}

/// What became of one number.
#[derive(Clone, Debug)]
pub struct Answer<R> {
    /// The number that was asked about.
    pub number: PhoneNumber,
    /// What became of it.
    pub outcome: Outcome<R>,
    /// Whether asking about this number cost money.
    pub charge: Charge,
    /// The vendor's order id of this number (子流水号), or of its request where a number has none of its own.
    pub order_id: Option<Text>,
    /// When the answer was read.
    pub answered_at: Timestamp,
    /// The product that answered, or that the number was meant for.
    pub by: ProductId,
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
        let answered_at = Timestamp::now();
        if rows::are_in_order(&rows, numbers) && numbers.iter().all(|number| product.accepts(number)) {
            let answers = rows.into_iter().map(|Row { number, outcome, charge, order_id: own }| {
                let order_id = own.or_else(|| order_id.clone());
                Answer { number, outcome, charge, order_id, answered_at, by: product.id().clone() }
            });
            return Self { answers: answers.collect(), receipts };
        }
        let mut rows = ByNumber::of(rows, product.id());
        let mut answers: Vec<Answer<R>> = Vec::with_capacity(numbers.len());
        for &number in numbers {
            let (outcome, charge, order_id) = match rows.take(&number, answers.len()) {
                _ if !product.accepts(&number) => {
                    (Outcome::Rejected(Rejection::NotAccepted), Charge::FREE_INFERRED, None)
                }
                Taken::Row(row) => (row.outcome, row.charge, row.order_id.or_else(|| order_id.clone())),
                Taken::Before(at) => {
                    let Answer { outcome, charge, order_id, .. } = &answers[at];
                    (outcome.clone(), *charge, order_id.clone())
                }
                Taken::Never => {
                    let (outcome, charge) = missing();
                    (outcome, charge, order_id.clone())
                }
            };
            answers.push(Answer { number, outcome, charge, order_id, answered_at, by: product.id().clone() });
        }
        Self { answers, receipts }
    }

    /// The answer to a call none of whose numbers had to be sent.
    pub fn unsent(product: &Product, numbers: &[PhoneNumber]) -> Self {
        Self::align(product, numbers, Vec::new(), Vec::new(), || (Outcome::Unanswered, Charge::FREE_INFERRED))
    }
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
        let mut seen = HashSet::with_capacity_and_hasher(answers.len(), FixedState::default());
        let mut sum = Self { billed: 0, unstated: 0, in_doubt: 0, receipts: None };
        for answer in answers.iter().filter(|answer| seen.insert((answer.number, answer.by.as_str()))) {
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
