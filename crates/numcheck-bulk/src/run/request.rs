//! One request, in the order that keeps every promise: permit, intent on the disk, request, outcome on the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use numcheck_core::{AnyChecker, AnyReport, Batch, Charge, Error as Fault, ErrorKind, Timestamp};
use numcheck_layers::policy::next;
use numcheck_layers::{Policy, Step};
use tokio::time::Instant;

use super::pace::Pace;
use crate::Result;
use crate::crash::{Point, pass};
use crate::ledger::{Intent, Outcome, Writer, planted};

/// How often a save that failed is tried again.
const SAVE_AGAIN: Duration = Duration::from_millis(500);

/// How a request ended.
pub(super) enum End {
    /// It was not sent: the run was stopping.
    Unsent,
    /// Its intent could not be recorded: it was not sent.
    NotIntended(String),
    /// It was sent, and its outcome could not be recorded: it is in doubt.
    NotSaved(String),
    /// It was sent, and its outcome is in the ledger.
    Saved { result: Result<Batch<AnyReport>, Fault>, step: Option<Step>, units: u64 },
}

/// All that one request needs.
pub(super) struct Request {
    pub checker: Arc<dyn AnyChecker>,
    pub pace: Arc<Pace>,
    pub writer: Writer,
    pub policy: Policy,
    pub halt: Arc<AtomicBool>,
    pub patience: Duration,
}

impl Request {
    /// Permit, intent on the disk, request, outcome on the disk: in this order, always.
    pub(super) async fn make(self, mut intent: Intent) -> End {
        self.pace.permit().await;
        if self.halt.load(Ordering::SeqCst) {
            return End::Unsent;
        }
        pass(Point::BeforeIntent);
        intent.sent_at = Timestamp::now();
        let (numbers, attempt) = (intent.numbers.clone(), intent.attempt);
        let id = match self.writer.intend(intent).await {
            Ok(id) => id,
            Err(error) => {
                self.halt.store(true, Ordering::SeqCst);
                return End::NotIntended(error.to_string());
            }
        };
        pass(Point::BeforeSend);
        self.pace.leave().await;
        let checker = self.checker.clone();
        let count = numbers.len();
        // In a task of its own, so that a panic in a checker is an error in doubt and not the end of the run.
        let checking = tokio::spawn(async move { checker.check_any(&numbers).await });
        pass(Point::Sending);
        let result = checking.await.unwrap_or_else(|_| {
            Err(Fault::new(ErrorKind::Protocol, Charge::Unknown, "the checker panicked: what it had sent is in doubt"))
        });
        let step = result.as_ref().err().map(|error| next(error, attempt, count, &self.policy));
        let outcome = Outcome::of(&result, count, step);
        if planted("count-early") {
            let units = u64::from(outcome.units);
            tokio::spawn(async move {
                tokio::time::sleep(Duration::from_millis(20)).await;
                pass(Point::BeforeSettle);
                let _ = self.save(id, &outcome).await;
            });
            return End::Saved { result, step, units };
        }
        pass(Point::BeforeSettle);
        let saved = self.save(id, &outcome).await;
        pass(Point::AfterSettle);
        match saved {
            Ok(()) => End::Saved { result, step, units: u64::from(outcome.units) },
            Err(error) => End::NotSaved(error.to_string()),
        }
    }

    /// Saves a paid answer as long as there is hope: room may be made on the disk. Nothing is sent meanwhile.
    async fn save(&self, id: i64, outcome: &Outcome) -> Result<()> {
        let since = Instant::now();
        loop {
            match self.writer.settle(id, outcome).await {
                Ok(()) => return Ok(()),
                Err(error) => {
                    self.halt.store(true, Ordering::SeqCst);
                    if since.elapsed() >= self.patience {
                        return Err(error);
                    }
                    tracing::warn!(%error, "an answer cannot be saved; trying again");
                }
            }
            tokio::time::sleep(SAVE_AGAIN).await;
        }
    }
}
