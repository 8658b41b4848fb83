use numcheck_core::columns::{Checked, ColumnBatch, Of};
use numcheck_core::{Answer, AnyReport, Batch, Charge, Error, PhoneNumber, Product, Receipt, Timestamp};
use numcheck_layers::Step;

use super::Positions;
use crate::messages::run as messages;

/// A request about to be sent.
#[derive(Clone, Debug)]
pub struct Intent {
    /// The run it belongs to; `None` for a check outside any run.
    pub run: Option<i64>,
    /// The product asked.
    pub product: String,
    /// Where it is asked, so that an answer from elsewhere is not taken for one from there.
    pub address: String,
    /// The kind of its reports.
    pub kind: String,
    /// Which attempt at these numbers it is, from 1.
    pub attempt: u32,
    /// Their places in the run's list.
    pub positions: Positions,
    /// The numbers.
    pub numbers: Vec<PhoneNumber>,
    /// What it may cost at most, in millionths of the currency.
    pub max_cost: Option<i64>,
    /// Whether the owner ordered it although it may be a second payment.
    pub repay: bool,
    /// When it is sent.
    pub sent_at: Timestamp,
    /// Which credentials ask: a label of [`Ledger::label_of`](super::Ledger::label_of).
    pub account: Option<String>,
}

impl Intent {
    /// A check outside any run.
    pub fn of_check(product: &Product, address: impl Into<String>, numbers: &[PhoneNumber]) -> Self {
        Self {
            run: None,
            product: product.id().to_string(),
            address: address.into(),
            kind: product.kind().to_owned(),
            attempt: 1,
            positions: Positions::default(),
            numbers: numbers.to_vec(),
            max_cost: None,
            repay: false,
            sent_at: Timestamp::now(),
            account: None,
        }
    }

    /// Names the credentials that ask, by their label.
    pub fn by(self, account: Option<String>) -> Self {
        Self { account, ..self }
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Sent, and may have been paid for without an answer.
    InDoubt,
    /// Certainly not paid for.
    NotPaid,
    /// Answered.
    Settled,
}

impl State {
    /// `in_doubt`, `not_paid` or `settled`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::InDoubt => "in_doubt",
            Self::NotPaid => "not_paid",
            Self::Settled => "settled",
        }
    }
}

/// What became of a request.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// When it was known.
    pub at: Timestamp,
    /// How it ended.
    pub state: State,
    /// Whether it was declared for a program that died: a late reply replaces it.
    pub crashed: bool,
    /// The vendor's order id.
    pub order_id: Option<String>,
    /// How many numbers the vendor says it billed.
    pub billed: Option<u32>,
    /// What the vendor says of the request's charge.
    pub charge: Charge,
    /// How many numbers count as spent: billed, unstated and in doubt; the vendor's own count where that is higher.
    pub units: u32,
    /// How many numbers may be paid for and have no answer.
    pub doubts: u32,
    /// The answers in the intent's order, as JSON by column.
    pub answers: Option<String>,
    /// The error, as JSON.
    pub error: Option<String>,
    /// A reply that could not be read.
    pub raw: Option<Vec<u8>>,
}

impl Outcome {
    /// What a call of a checker came to, for an intent of `count` numbers.
    ///
    /// `step` is what is done about an error: a number that was refused by itself is told from one that failed.
    pub fn of(result: &Result<Batch<AnyReport>, Error>, count: usize, step: Option<Step>) -> Self {
        match result {
            Ok(batch) => Self::of_batch(batch),
            Err(error) => Self::of_error(error, count, step == Some(Step::Refuse)),
        }
    }

    /// The same of a call that gave columns where every number was answered.
    pub(crate) fn of_checked(result: &Result<Checked<AnyReport>, Error>, count: usize, step: Option<Step>) -> Self {
        match result {
            Ok(Checked::Columns(batch)) => Self::of_columns(batch),
            Ok(Checked::Rows(batch)) => Self::of_batch(batch),
            Err(error) => Self::of_error(error, count, step == Some(Step::Refuse)),
        }
    }

    fn of_batch(batch: &Batch<AnyReport>) -> Self {
        let sum = batch.reconcile();
        let doubts = batch.answers.iter().filter(|answer| has_no_answer_for_money(answer)).count();
        Self {
            doubts: u32::try_from(doubts).unwrap_or(u32::MAX),
            raw: batch
                .answers
                .iter()
                .find_map(|answer| answer.outcome.error()?.raw_reply().map(|raw| raw.body.clone())),
            ..Self::settled(
                sum.billed + sum.unstated + sum.in_doubt,
                &batch.receipts,
                super::answers::written(&batch.answers),
            )
        }
    }

    fn of_columns(batch: &ColumnBatch) -> Self {
        let charges = batch.columns().of(Of::Charge);
        // Each number was asked once, and is answered: what is not free is billed or unstated, and never in doubt.
        let counted = charges.values().zip(charges.tally()).filter(|(word, _)| *word != Charge::FREE.word());
        let counted = counted.map(|(_, count)| count as u64).sum();
        Self::settled(counted, batch.receipts(), super::answers::text(batch.columns()))
    }

    /// An answer for which `counted` numbers count as spent.
    fn settled(counted: u64, receipts: &[Receipt], answers: String) -> Self {
        let counted = u32::try_from(counted).unwrap_or(u32::MAX);
        let stated = receipts.iter().filter_map(|receipt| receipt.billed).fold(0, u32::saturating_add);
        let receipt = receipts.last();
        Self {
            at: Timestamp::now(),
            state: State::Settled,
            crashed: false,
            order_id: receipt.and_then(|receipt| receipt.order_id.clone()).map(String::from),
            billed: receipts.iter().any(|receipt| receipt.billed.is_some()).then_some(stated),
            charge: receipt.map_or(Charge::FREE_INFERRED, |receipt| receipt.charge),
            // Its own count may be higher than the rows show, and then it is the one that is paid.
            units: counted.max(stated),
            doubts: 0,
            answers: Some(answers),
            error: None,
            raw: None,
        }
    }

    fn of_error(error: &Error, count: usize, refused: bool) -> Self {
        let count = u32::try_from(count).unwrap_or(u32::MAX);
        let in_doubt = !error.charge().is_free();
        Self {
            at: Timestamp::now(),
            state: if in_doubt { State::InDoubt } else { State::NotPaid },
            crashed: false,
            order_id: None,
            billed: None,
            charge: error.charge(),
            units: if in_doubt { count } else { 0 },
            doubts: if in_doubt { count } else { 0 },
            answers: None,
            error: serde_json::to_value(error).ok().map(|mut error| {
                error["refused"] = refused.into();
                error.to_string()
            }),
            raw: error.raw_reply().map(|raw| raw.body.clone()),
        }
    }

    /// A request that was recorded and never sent, for its run was stopping: nothing became of its numbers.
    pub(crate) fn unsent() -> Self {
        let said = serde_json::json!({ "message": messages::not_sent().as_str() });
        Self {
            at: Timestamp::now(),
            state: State::NotPaid,
            crashed: false,
            order_id: None,
            billed: None,
            charge: Charge::FREE_INFERRED,
            units: 0,
            doubts: 0,
            answers: None,
            error: Some(said.to_string()),
            raw: None,
        }
    }

    /// Whether an error as the ledger keeps it says so. Older ledgers have these words under `transport`.
    pub(super) fn says_unsent(error: &str) -> bool {
        serde_json::from_str::<serde_json::Value>(error)
            .is_ok_and(|error| error["message"] == messages::not_sent().as_str())
    }

    /// A request whose program ended before the reply was recorded.
    pub(crate) fn of_crash(count: u32) -> Self {
        Self {
            at: Timestamp::now(),
            state: State::InDoubt,
            crashed: true,
            order_id: None,
            billed: None,
            charge: Charge::Unknown,
            units: count,
            doubts: count,
            answers: None,
            error: Some(
                r#"{"kind":"transport","message":"the program ended before the reply was recorded"}"#.to_owned(),
            ),
            raw: None,
        }
    }
}

/// Paid, or perhaps paid, and no answer to show for it.
pub(crate) fn has_no_answer_for_money(answer: &Answer<AnyReport>) -> bool {
    !answer.outcome.is_answered() && !answer.charge.is_free()
}

#[cfg(test)]
mod tests;
