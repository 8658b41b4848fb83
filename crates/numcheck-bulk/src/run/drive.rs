use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use numcheck_core::{
    AnyChecker, AnyReport, Batch, Charge, Error as Fault, ErrorKind, Outcome as Became, PhoneNumber, Timestamp,
};
use numcheck_layers::policy::{next, next_of};
use numcheck_layers::{Policy, Step};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};

use super::Run;
use super::budget::Purse;
use super::pace::Pace;
use super::queue::{Job, Queue};
use crate::crash::{Point, counted, pass};
use crate::ledger::{Intent, Outcome, Positions, Writer, planted};
use crate::standing::Next;
use crate::{Error, Result};

/// Requests in doubt in a row that end a run: something is wrong that asking on would only make dearer.
const MOST_DOUBTS_IN_A_ROW: u32 = 5;
/// The same for requests the vendor refuses without saying what was charged, such as a blacklist of what is not said.
const MOST_DOUBTFUL_REFUSALS_IN_A_ROW: u32 = 3;
/// Whole requests refused in a row that end a run: halving finds a culprit long before.
const MOST_REFUSALS_IN_A_ROW: u32 = 40;
/// How often a save that failed is tried again.
const SAVE_AGAIN: Duration = Duration::from_millis(500);

/// Why a run ended.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum Ending {
    /// What may be spent is spent.
    Budget,
    /// A vendor answers for nobody until someone acts: credentials, quota, retired.
    Closed(Fault),
    /// Too many requests in a row may be paid for and have no answer.
    Doubts(Fault),
    /// All was asked.
    Finished,
    /// The owner asked it to stop.
    Interrupted,
    /// The ledger cannot be written any more.
    Ledger(String),
    /// More was asked again than a tenth of what was asked first.
    Retries(Fault),
    /// The settings are wrong, or the vendor refuses everything.
    Stopped(Fault),
}

impl Ending {
    /// The error behind it.
    pub const fn error(&self) -> Option<&Fault> {
        match self {
            Self::Closed(error) | Self::Doubts(error) | Self::Retries(error) | Self::Stopped(error) => Some(error),
            _ => None,
        }
    }
}

impl fmt::Display for Ending {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Budget => f.write_str("the budget is spent"),
            Self::Closed(error) => write!(f, "the vendor answers no more: {error}"),
            Self::Doubts(error) => write!(f, "too many requests in a row may be paid for and have no answer: {error}"),
            Self::Finished => f.write_str("all was asked"),
            Self::Interrupted => f.write_str("it was asked to stop"),
            Self::Ledger(error) => f.write_str(error),
            Self::Retries(error) => write!(f, "too much had to be asked again: {error}"),
            Self::Stopped(error) => write!(f, "nothing asked like this can succeed: {error}"),
        }
    }
}

/// How far a run is.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Numbers to be asked when it began or was resumed.
    pub total: u64,
    /// Of those, how many are done with.
    pub done: u64,
    /// Requests that ended.
    pub requests: u64,
    /// Requests under way.
    pub in_flight: u64,
    /// Units spent by the whole run, in doubt ones included.
    pub spent: u64,
    /// What they cost, in millionths, where prices are known.
    pub cost: i64,
    /// Numbers that came in doubt since it began or was resumed.
    pub in_doubt: u64,
    /// What it waits for, if it waits.
    pub waiting: Option<String>,
}

/// How a request ended.
enum End {
    /// It was not sent: the run was stopping.
    Unsent,
    /// Its intent could not be recorded: it was not sent.
    NotIntended(String),
    /// It was sent, and its outcome could not be recorded: it is in doubt.
    NotSaved(String),
    /// It was sent, and its outcome is in the ledger.
    Saved { result: Result<Batch<AnyReport>, Fault>, step: Option<Step>, units: u64 },
}

struct Drive<'a> {
    run: &'a Run<'a>,
    queue: Queue,
    purse: Purse,
    paces: Vec<Arc<Pace>>,
    paused: Vec<Option<Instant>>,
    closed: Vec<Option<Fault>>,
    sizes: Vec<usize>,
    concurrency: usize,
    ending: Option<Ending>,
    stranded: Option<Fault>,
    first: u64,
    retries: u64,
    refusals: u32,
    doubts: u32,
    halt: Arc<AtomicBool>,
    tasks: JoinSet<(Job, End)>,
    progress: Progress,
}

pub(super) async fn drive(
    run: &Run<'_>,
    id: i64,
    mut stop: watch::Receiver<bool>,
    progress: watch::Sender<Progress>,
) -> Result<Ending> {
    let mut drive = Drive::new(run, id)?;
    loop {
        drive.fill(id);
        drive.progress.in_flight = drive.tasks.len() as u64;
        counted(drive.progress.requests, drive.progress.spent);
        let _ = progress.send(drive.progress.clone());
        let wakes_at = drive.wakes_at();
        if drive.tasks.is_empty() && drive.ending.is_some() {
            break;
        }
        if drive.tasks.is_empty() && wakes_at.is_none() {
            drive.ending = Some(drive.why_nothing_is_left());
            break;
        }
        let free = drive.tasks.len() < drive.concurrency && drive.ending.is_none();
        tokio::select! {
            Some(done) = drive.tasks.join_next() => match done {
                Ok((job, end)) => drive.complete(job, end),
                Err(error) => return Err(Error::Ledger(format!("a request's task ended by itself: {error}"))),
            },
            () = sleep_until(wakes_at.unwrap_or_else(Instant::now)), if free && wakes_at.is_some() => {}
            changed = stop.changed(), if drive.ending.is_none() => {
                if changed.is_err() || *stop.borrow() {
                    drive.end(Ending::Interrupted);
                }
            }
        }
    }
    drive.progress.in_flight = 0;
    let _ = progress.send(drive.progress.clone());
    Ok(drive.ending.unwrap_or(Ending::Finished))
}

impl<'a> Drive<'a> {
    fn new(run: &'a Run<'a>, id: i64) -> Result<Self> {
        let options = &run.options;
        let spent = run.view.ledger.spent(id)?;
        let by_product = run
            .view
            .rules
            .products
            .iter()
            .map(|product| spent.by_product.get(product).copied().unwrap_or_default())
            .collect();
        let prices = options.products.iter().map(|product| product.price).collect();
        let purse = Purse::new(options.budget, prices, by_product);
        let mut sizes: Vec<usize> =
            options.products.iter().map(|product| product.checker.any_product().max_batch()).collect();
        let mut concurrency = options.concurrency.max(1);
        if let Some(most) = options.max_doubt {
            let most = usize::try_from(most).unwrap_or(usize::MAX).max(1);
            for size in &mut sizes {
                *size = (*size).min(most);
            }
            let largest = sizes.iter().copied().max().unwrap_or(1);
            concurrency = concurrency.min(most / largest).max(1);
        }
        let open = super::estimate::open_positions(run);
        let total = open.len() as u64;
        let mut queue = Queue::new(
            open.iter().copied().filter(|position| !run.view.standing.next.contains_key(position)).collect(),
        );
        for position in open {
            if let Some(next) = run.view.standing.next.get(&position) {
                queue.gather(Next { attempt: 1, ..*next }, position, None);
            }
        }
        let progress = Progress { total, spent: purse.spent(), cost: purse.cost(false), ..Progress::default() };
        Ok(Self {
            run,
            queue,
            paces: options.products.iter().map(|product| Arc::new(Pace::new(product.rate))).collect(),
            paused: vec![None; sizes.len()],
            closed: vec![None; sizes.len()],
            purse,
            sizes,
            concurrency,
            ending: None,
            stranded: None,
            first: 0,
            retries: 0,
            refusals: 0,
            doubts: 0,
            halt: Arc::new(AtomicBool::new(false)),
            tasks: JoinSet::new(),
            progress,
        })
    }

    fn end(&mut self, ending: Ending) {
        self.halt.store(true, Ordering::SeqCst);
        self.ending.get_or_insert(ending);
    }

    fn fill(&mut self, id: i64) {
        while self.ending.is_none() && self.tasks.len() < self.concurrency {
            let now = Instant::now();
            let (purse, closed, paused, sizes) = (&self.purse, &self.closed, &self.paused, &self.sizes);
            let size = |product: usize| {
                let waits = closed[product].is_some() || paused[product].is_some_and(|until| until > now);
                if waits { 0 } else { purse.room(product, sizes[product]) }
            };
            let Some(job) = self.queue.pop(now, self.tasks.is_empty(), size) else { return };
            if job.next.attempt > 1 {
                if self.retries >= 3 + self.first / 10 {
                    if !job.whole {
                        // Numbers the vendor keeps silent about are left, and the others go on.
                        self.progress.done += job.positions.len() as u64;
                        continue;
                    }
                    let error = self.stranded.clone().unwrap_or_else(|| {
                        Fault::new(
                            ErrorKind::Unavailable,
                            Charge::FREE_INFERRED,
                            "the vendor keeps answering nothing, or asking to be asked again",
                        )
                    });
                    self.end(Ending::Retries(error));
                    return;
                }
                self.retries += 1;
            } else {
                self.first += 1;
            }
            self.spawn(id, job);
        }
    }

    fn spawn(&mut self, run: i64, job: Job) {
        let product = &self.run.options.products[job.next.product];
        let numbers: Vec<PhoneNumber> =
            job.positions.iter().filter_map(|&position| self.run.view.plan.numbers.get(position)).collect();
        self.purse.reserve(job.next.product, numbers.len());
        let intent = Intent {
            run: Some(run),
            product: product.id(),
            kind: self.run.view.rules.kind.to_owned(),
            attempt: job.next.attempt,
            positions: Positions::new(job.positions.clone()),
            max_cost: self.purse.highest(job.next.product, numbers.len()),
            numbers,
            repay: job.next.repay,
            sent_at: Timestamp::now(),
        };
        let request = Request {
            checker: product.checker.clone(),
            pace: self.paces[job.next.product].clone(),
            writer: self.run.view.ledger.writer().clone(),
            policy: self.run.options.policy.clone(),
            halt: self.halt.clone(),
            patience: self.run.options.save_patience,
        };
        self.tasks.spawn(async move {
            let end = request.make(intent).await;
            (job, end)
        });
    }

    fn complete(&mut self, job: Job, end: End) {
        let reserved = job.positions.len();
        let product = job.next.product;
        match end {
            End::Unsent => self.purse.release(product, reserved, 0),
            End::NotIntended(error) => {
                self.purse.release(product, reserved, 0);
                self.end(Ending::Ledger(error));
            }
            End::NotSaved(error) => {
                self.purse.release(product, reserved, reserved as u64);
                self.progress.in_doubt += reserved as u64;
                self.end(Ending::Ledger(error));
            }
            End::Saved { result, step, units } => {
                self.purse.release(product, reserved, units);
                self.progress.requests += 1;
                self.progress.spent = self.purse.spent();
                self.progress.cost = self.purse.cost(false);
                match (result, step) {
                    (Ok(batch), _) => self.take_answers(&job, &batch),
                    (Err(error), Some(step)) => self.take_error(job, error, step),
                    (Err(_), None) => {}
                }
            }
        }
    }

    fn take_answers(&mut self, job: &Job, batch: &Batch<AnyReport>) {
        (self.refusals, self.doubts) = (0, 0);
        let checker = &self.run.options.products[job.next.product].checker;
        let settle = checker.any_product().settle();
        let now = Instant::now();
        for (&position, answer) in job.positions.iter().zip(&batch.answers) {
            let status = match &answer.outcome {
                Became::Report(report) => Some(report.summary.status.as_ref()),
                Became::NoRecord => Some("no_record"),
                _ => None,
            };
            if let Some(status) = status {
                let open = self.run.view.rules.next_on.iter().any(|wanted| wanted == status);
                if !(open && self.ask_next_product(job.next.product, position)) {
                    self.progress.done += 1;
                }
                continue;
            }
            match next_of(answer, job.next.attempt, settle, &self.run.options.policy) {
                Some(Step::Again(pause)) => {
                    let repay = job.next.repay || !answer.charge.is_free();
                    let next = Next { product: job.next.product, attempt: job.next.attempt + 1, repay };
                    self.queue.gather(next, position, Some(now + pause));
                }
                Some(Step::Doubt) => {
                    self.progress.in_doubt += 1;
                    self.progress.done += 1;
                }
                Some(Step::Refuse) | None => self.progress.done += 1,
                Some(_) => {
                    if !self.ask_next_product(job.next.product, position) {
                        self.progress.done += 1;
                    }
                }
            }
        }
    }

    fn take_error(&mut self, mut job: Job, error: Fault, step: Step) {
        let product = job.next.product;
        let count = job.positions.len() as u64;
        let step = if planted("retry-in-doubt") && step == Step::Doubt { Step::Again(Duration::ZERO) } else { step };
        let step = if planted("failover-in-doubt") && step == Step::Doubt { Step::GiveUp } else { step };
        match step {
            Step::Again(pause) => {
                let until = Instant::now() + pause;
                // The vendor is slow, not the numbers: nothing else is sent to it either.
                if matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::Unavailable) && !pause.is_zero() {
                    self.paused[product] = self.paused[product].max(Some(until));
                }
                job.whole = true;
                job.next.attempt += 1;
                job.next.repay |= !error.charge().is_free();
                job.not_before = Some(until);
                self.stranded.get_or_insert(error);
                self.queue.push(job);
            }
            Step::Halve => {
                self.refusals += 1;
                if self.refusals > MOST_REFUSALS_IN_A_ROW {
                    self.end(Ending::Stopped(error));
                    return;
                }
                let rest = job.positions.split_off(job.positions.len() / 2);
                self.queue.push(Job { positions: rest, ..job.clone() });
                self.queue.push(job);
            }
            Step::Refuse => {
                self.refusals += 1;
                self.progress.done += count;
                if self.refusals > MOST_REFUSALS_IN_A_ROW {
                    self.end(Ending::Stopped(error));
                }
            }
            Step::NextProduct => {
                self.closed[product].get_or_insert_with(|| error.clone());
                let mut positions = job.positions;
                positions.extend(self.queue.take_product(product));
                let mut stranded = false;
                for position in positions {
                    stranded |= !self.ask_next_product(product, position);
                }
                if stranded {
                    self.stranded = Some(error.clone());
                    self.end(Ending::Closed(error));
                }
            }
            Step::Stop => self.end(Ending::Stopped(error)),
            Step::Doubt => {
                self.doubts += 1;
                self.progress.in_doubt += count;
                self.progress.done += count;
                let refused = error.kind() == ErrorKind::InvalidRequest;
                let most = if refused { MOST_DOUBTFUL_REFUSALS_IN_A_ROW } else { MOST_DOUBTS_IN_A_ROW };
                if self.doubts >= most {
                    self.end(Ending::Doubts(error));
                }
            }
            _ => {
                for position in job.positions {
                    if !self.ask_next_product(product, position) {
                        self.progress.done += 1;
                    }
                }
            }
        }
    }

    /// Whether another product is there to be asked about a number.
    fn ask_next_product(&mut self, product: usize, position: u32) -> bool {
        let next = (product + 1..self.closed.len()).find(|&next| self.closed[next].is_none());
        if let Some(product) = next {
            self.queue.gather(Next { product, attempt: 1, repay: false }, position, None);
        }
        next.is_some()
    }

    fn wakes_at(&mut self) -> Option<Instant> {
        let now = Instant::now();
        for until in &mut self.paused {
            *until = until.filter(|until| *until > now);
        }
        let paused = self.paused.iter().flatten().min().copied();
        self.progress.waiting =
            paused.map(|until| format!("the vendor asked for a pause of {} s", (until - now).as_secs() + 1));
        if self.queue.is_empty() {
            return None;
        }
        [paused, self.queue.wakes_at()].into_iter().flatten().filter(|at| *at > now).min()
    }

    /// Nothing is under way and nothing will wake: why?
    fn why_nothing_is_left(&self) -> Ending {
        if self.queue.is_empty() { Ending::Finished } else { Ending::Budget }
    }
}

/// All that one request needs.
struct Request {
    checker: Arc<dyn AnyChecker>,
    pace: Arc<Pace>,
    writer: Writer,
    policy: Policy,
    halt: Arc<AtomicBool>,
    patience: Duration,
}

impl Request {
    /// Permit, intent on the disk, request, outcome on the disk: in this order, always.
    async fn make(self, mut intent: Intent) -> End {
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
