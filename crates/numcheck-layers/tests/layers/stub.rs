//! A checker in memory that plays a script, one step a request, and then answers everything.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use numcheck_core::{
    Batch, Charge, Error, ErrorKind, LineReport, LineStatus, NumberChecker, NumberKind, Outcome, PhoneNumber, Product,
    Receipt, Result, RetryHint, Row, async_trait,
};
use tokio::time::Instant;

/// What one request meets.
#[derive(Clone, Debug)]
pub(crate) enum Play {
    /// Every number is answered with this status, at this charge.
    Answer(LineStatus, Charge),
    Fail(Error),
    /// The first so many numbers are answered and billed, the others unanswered and free.
    First(usize),
    Panic,
    /// Every number has this outcome, at this charge.
    Rows(Outcome<LineReport>, Charge),
    /// The whole request is refused if it holds this number, and answered else.
    RefuseIf(PhoneNumber, Error),
}

#[derive(Clone, Debug)]
pub(crate) struct Stub {
    product: Product,
    latency: Duration,
    world: Arc<Mutex<World>>,
}

#[derive(Debug, Default)]
struct World {
    script: VecDeque<Play>,
    always: Option<Play>,
    requests: Vec<(Instant, Vec<PhoneNumber>)>,
}

impl Stub {
    pub(crate) fn new(id: &'static str, max_batch: usize, script: impl IntoIterator<Item = Play>) -> Self {
        let product = Product::new(id, "line-status")
            .batches_of(max_batch)
            .settling_in(Duration::from_secs(3))
            .taking(&[NumberKind::Mobile]);
        let world = World { script: script.into_iter().collect(), ..World::default() };
        Self { product, latency: Duration::ZERO, world: Arc::new(Mutex::new(world)) }
    }

    pub(crate) fn slow(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    pub(crate) fn always(self, play: Play) -> Self {
        self.world().always = Some(play);
        self
    }

    /// How many numbers each request held.
    pub(crate) fn sizes(&self) -> Vec<usize> {
        self.world().requests.iter().map(|(_, numbers)| numbers.len()).collect()
    }

    /// When each request came, in milliseconds after the first.
    pub(crate) fn times(&self) -> Vec<u128> {
        let world = self.world();
        let first = world.requests.first().map(|(time, _)| *time);
        world.requests.iter().map(|(time, _)| first.map_or(0, |first| (*time - first).as_millis())).collect()
    }

    /// What was asked, request by request.
    pub(crate) fn asked(&self) -> Vec<Vec<PhoneNumber>> {
        self.world().requests.iter().map(|(_, numbers)| numbers.clone()).collect()
    }

    fn world(&self) -> MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn reply(&self, numbers: &[PhoneNumber], play: Play) -> Result<Batch<LineReport>> {
        if let Play::Rows(outcome, charge) = play {
            let receipt = Receipt { by: self.product.id().clone(), order_id: None, billed: None, charge };
            let told = || (outcome.clone(), charge);
            return Ok(Batch::align(&self.product, numbers, Vec::new(), vec![receipt], told));
        }
        let (answered, status, charge) = match play {
            Play::Answer(status, charge) => (numbers.len(), status, charge),
            Play::Fail(error) => return Err(error.at(self.product.id())),
            Play::RefuseIf(culprit, error) if numbers.contains(&culprit) => return Err(error.at(self.product.id())),
            Play::RefuseIf(..) => (numbers.len(), LineStatus::Active, Charge::BILLED),
            Play::First(answered) => (answered, LineStatus::Active, Charge::BILLED),
            Play::Panic | Play::Rows(..) => panic!("as scripted"),
        };
        let code = "1".to_owned();
        let report = LineReport { status, code: code.into(), area: None, carrier: None, last_time: None };
        let row = |n: &PhoneNumber| Row {
            number: *n,
            outcome: Outcome::Report(report.clone()),
            charge,
            order_id: Some("order".into()),
        };
        let rows: Vec<_> = numbers.iter().take(answered).map(row).collect();
        let billed = if charge.is_billed() { u32::try_from(rows.len()).ok() } else { Some(0) };
        let receipt = Receipt { by: self.product.id().clone(), order_id: None, billed, charge };
        Ok(Batch::align(&self.product, numbers, rows, vec![receipt], || (Outcome::Unanswered, Charge::FREE)))
    }
}

#[async_trait]
impl NumberChecker for Stub {
    type Report = LineReport;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let send = self.product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(&self.product, numbers));
        }
        let play = {
            let mut world = self.world();
            world.requests.push((Instant::now(), send.clone()));
            let usual = world.always.clone().unwrap_or(ANSWER);
            world.script.pop_front().unwrap_or(usual)
        };
        tokio::time::sleep(self.latency).await;
        self.reply(numbers, play)
    }
}

pub(crate) const ANSWER: Play = Play::Answer(LineStatus::Active, Charge::BILLED);

pub(crate) fn numbers(count: u32) -> Vec<PhoneNumber> {
    (0..count).map(|n| number(n + 1)).collect()
}

pub(crate) fn number(n: u32) -> PhoneNumber {
    format!("138{n:08}").parse().expect("a number")
}

/// A refused connection.
pub(crate) fn free() -> Play {
    let error = Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, "refused");
    Play::Fail(error.with_retry(RetryHint::Backoff))
}

/// A time-out after the request was sent.
pub(crate) fn lost() -> Play {
    Play::Fail(Error::new(ErrorKind::Transport, Charge::Unknown, "timed out"))
}

pub(crate) fn coded(kind: ErrorKind, charge: Charge, code: &'static str) -> Error {
    Error::new(kind, charge, "as scripted").with_code(code)
}

/// The words of the outcomes with the words of their charges: `report billed`.
pub(crate) fn words(batch: &Batch<LineReport>) -> Vec<String> {
    batch.answers.iter().map(|answer| format!("{} {}", answer.outcome.word(), answer.charge.word())).collect()
}
