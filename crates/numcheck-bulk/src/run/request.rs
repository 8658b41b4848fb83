//! One request, in the order that keeps every promise: permit, intent on the disk, request, outcome on the disk.

use std::collections::HashMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::Poll;
use std::time::Duration;

use numcheck_core::columns::{Checked, Of};
use numcheck_core::{
    Answer, AnyChecker, AnyReport, Batch, Charge, Error as Fault, ErrorKind, Message, Outcome as Became, PhoneNumber,
    ProductId, Timestamp,
};
use numcheck_layers::policy::next;
use numcheck_layers::{Policy, Step};
use tokio::time::Instant;

use super::gate::{Gate, Undealt};
use super::left::{Left, left};
use super::pace::Pace;
use crate::Result;
use crate::crash::{Point, pass};
use crate::guard::check_guarded_by_column;
use crate::ledger::{Intended, Intent, Outcome, RunLock, Settling, Writer, planted};
use crate::messages::run as messages;

/// How often a save that failed is tried again.
const SAVE_AGAIN: Duration = Duration::from_millis(500);

/// How a request ended.
pub(super) enum End {
    /// Some of its numbers are under way or in doubt elsewhere; nothing was sent.
    Held(Vec<PhoneNumber>),
    /// It was not sent: the run was stopping, or an answer before it could not be saved yet.
    Unsent,
    /// Its intent could not be recorded: it was not sent.
    NotIntended(Message),
    /// It was sent, and its outcome could not be recorded: it is in doubt.
    NotSaved(Message),
    /// It was sent, and its outcome is in the ledger.
    Saved(Box<Saved>),
}

/// What became of a request, once that is in the ledger.
pub(super) struct Saved {
    /// Its number in the ledger.
    pub request: i64,
    /// What is left to do about its numbers.
    pub result: Result<Vec<Left>, Fault>,
    pub step: Option<Step>,
    pub units: u64,
    /// Whether each of its numbers has a report.
    pub reported: bool,
    /// Kept until its error is dealt with, if it has one.
    pub undealt: Option<Undealt>,
}

/// All that one request needs.
pub(super) struct Request {
    pub checker: Arc<dyn AnyChecker>,
    pub pace: Arc<Pace>,
    pub writer: Writer,
    pub policy: Policy,
    /// Statuses that the next product is asked about.
    pub next_on: Arc<[String]>,
    pub gate: Arc<Gate>,
    pub patience: Duration,
    /// The newest request when the run's standing was read.
    pub after: i64,
    /// Held until the request has ended, even if nobody waits for it any more.
    pub lock: Arc<RunLock>,
}

impl Request {
    /// Permit, intent on the disk, request, outcome on the disk: in this order, always.
    pub(super) async fn make(self, mut intent: Intent) -> End {
        self.pace.permit().await;
        if self.gate.is_closed() {
            return End::Unsent;
        }
        pass(Point::BeforeIntent);
        intent.sent_at = Timestamp::now();
        let (numbers, attempt) = (intent.numbers.clone(), intent.attempt);
        let id = match self.writer.intend_unless_held(intent, self.after, self.gate.unsaved().clone()).await {
            Ok(Intended::As(id)) => id,
            Ok(Intended::Not) => return End::Unsent,
            Ok(Intended::Held(numbers)) => return End::Held(numbers),
            Err(error) => return End::NotIntended(error.message().clone()),
        };
        pass(Point::BeforeSend);
        self.pace.leave().await;
        let count = numbers.len();
        let product = self.checker.any_product().id();
        tracing::debug!(request = id, %product, numbers = count, attempt, "request sent");
        let began = Instant::now();
        if self.gate.is_closed() {
            let outcome = Arc::new(Outcome::unsent());
            let saving = self.settle(id, &outcome);
            return match self.save(id, outcome, saving).await {
                Ok(()) => End::Unsent,
                Err(error) => End::NotSaved(error.message().clone()),
            };
        }
        let result = self.send(&numbers).await;
        let result = result.and_then(|checked| believed(checked, &numbers, self.checker.any_product().id()));
        let undealt = result.is_err().then(|| self.gate.failed());
        let step = result.as_ref().err().map(|error| next(error, attempt, count, &self.policy));
        let outcome = Arc::new(Outcome::of_checked(&result, count, step));
        let reported = result.as_ref().is_ok_and(has_reports);
        // What is not needed any more is freed here, where it was made: memory that goes from thread to thread is dear.
        let settle = self.checker.any_product().settle();
        let result = result.map(|checked| left(&checked, &self.next_on, attempt, settle, &self.policy));
        if planted("count-early") {
            let units = u64::from(outcome.units);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                pass(Point::BeforeSettle);
                let saving = self.settle(id, &outcome);
                let _ = self.save(id, outcome, saving).await;
            });
            return End::Saved(Box::new(Saved { request: id, result, step, units, reported, undealt }));
        }
        pass(Point::BeforeSettle);
        let saving = self.settle(id, &outcome);
        // The next request need not wait for the disk: its intent is committed behind this answer, or together with it.
        let replied = result.is_ok().then(|| self.gate.replied());
        let saved = self.save(id, outcome.clone(), saving).await;
        drop(replied);
        pass(Point::AfterSettle);
        tell(id, count, began.elapsed(), &result, &outcome, saved.is_ok());
        drop(self.lock);
        match saved {
            Ok(()) => {
                let units = u64::from(outcome.units);
                End::Saved(Box::new(Saved { request: id, result, step, units, reported, undealt }))
            }
            Err(error) => End::NotSaved(error.message().clone()),
        }
    }

    async fn send(&self, numbers: &[PhoneNumber]) -> Result<Checked<AnyReport>, Fault> {
        let mut checking = pin!(check_guarded_by_column(&*self.checker, numbers));
        let begun = poll_fn(|context| Poll::Ready(checking.as_mut().poll(context))).await;
        pass(Point::Sending);
        match begun {
            Poll::Ready(result) => result,
            Poll::Pending => checking.await,
        }
    }

    /// Hands an outcome to the ledger. Nothing more is sent once its commit has failed.
    fn settle(&self, id: i64, outcome: &Arc<Outcome>) -> Settling {
        self.writer.settle_counting(id, outcome.clone(), self.gate.unsaved(), self.gate.has_more())
    }

    /// Saves a paid answer as long as there is hope: room may be made on the disk. Nothing is sent meanwhile.
    async fn save(&self, id: i64, outcome: Arc<Outcome>, saving: Settling) -> Result<()> {
        let Err(first) = saving.done().await else { return Ok(()) };
        tracing::warn!(error = %first, "an answer cannot be saved; trying again");
        let since = Instant::now();
        let mut saved = Err(first);
        while saved.is_err() && since.elapsed() < self.patience {
            tokio::time::sleep(SAVE_AGAIN.min(self.patience)).await;
            saved = self.writer.settle(id, outcome.clone()).await;
        }
        // One that is given up ends the run: nothing is sent until that is known.
        if saved.is_ok() {
            self.gate.unsaved().fetch_sub(1, Ordering::SeqCst);
        }
        saved
    }
}

/// What became of a request, in the log: no number and no words of the vendor's, which may hold some.
fn tell(
    request: i64,
    numbers: usize,
    took: Duration,
    result: &Result<Vec<Left>, Fault>,
    outcome: &Outcome,
    saved: bool,
) {
    let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
    let charge = outcome.charge.word();
    let (state, units, billed) = (outcome.state.word(), outcome.units, outcome.billed);
    match result {
        Ok(_) => tracing::debug!(request, numbers, ms, state, charge, units, billed, saved, "request settled"),
        Err(error) => {
            let (kind, code, again) = (error.kind().word(), error.code(), error.retry_hint().word());
            tracing::warn!(request, numbers, ms, state, charge, units, kind, code, again, saved, "request failed");
        }
    }
}

fn has_reports(checked: &Checked<AnyReport>) -> bool {
    match checked {
        Checked::Columns(batch) => batch.columns().of(Of::Outcome).values().all(|word| word == "report"),
        Checked::Rows(batch) => batch.answers.iter().all(|answer| answer.outcome.report().is_some()),
    }
}

/// What a checker gave, as far as it can be believed of these numbers.
fn believed(checked: Checked<AnyReport>, numbers: &[PhoneNumber], by: &ProductId) -> Result<Checked<AnyReport>, Fault> {
    match checked {
        Checked::Rows(batch) => Ok(Checked::Rows(by_number(batch, numbers, by))),
        // They are whole by their making; whether they are about these numbers, their count alone tells.
        Checked::Columns(batch) if batch.columns().count == numbers.len() => Ok(Checked::Columns(batch)),
        Checked::Columns(_) => Err(Fault::new(ErrorKind::Protocol, Charge::Unknown, messages::no_answer()).at(by)),
    }
}

/// The answers in the order asked, whatever the checker made of it; one that is not there was lost.
fn by_number(mut batch: Batch<AnyReport>, numbers: &[PhoneNumber], by: &ProductId) -> Batch<AnyReport> {
    let in_order = batch.answers.len() == numbers.len()
        && batch.answers.iter().zip(numbers).all(|(answer, number)| answer.number == *number);
    if in_order {
        return batch;
    }
    let mut answers: HashMap<PhoneNumber, Answer<AnyReport>> =
        batch.answers.drain(..).map(|answer| (answer.number, answer)).collect();
    let lost = Fault::new(ErrorKind::Protocol, Charge::Unknown, messages::no_answer()).at(by);
    let failed = |number: &PhoneNumber| Answer {
        number: *number,
        outcome: Became::Failed(lost.clone()),
        charge: Charge::Unknown,
        order_id: None,
        answered_at: Timestamp::now(),
        by: by.clone(),
    };
    batch.answers = numbers.iter().map(|number| answers.remove(number).unwrap_or_else(|| failed(number))).collect();
    batch
}
