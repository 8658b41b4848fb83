use std::sync::Arc;

use numcheck_core::{Charge, Error as Fault, ErrorKind, PhoneNumber, Timestamp};
use tokio::sync::{mpsc, watch};
use tokio::time::{Instant, sleep_until};

use super::Run;
use super::budget::Purse;
use super::ending::Ending;
use super::pace::Pace;
use super::queue::{Job, Queue};
use super::request::{End, Gate, Request};
use crate::Result;
use crate::crash::counted;
use crate::ledger::{Intent, Positions};

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

pub(super) struct Drive<'a> {
    pub(super) run: &'a Run<'a>,
    pub(super) queue: Queue,
    pub(super) purse: Purse,
    pub(super) paces: Vec<Arc<Pace>>,
    pub(super) paused: Vec<Option<Instant>>,
    pub(super) closed: Vec<Option<Fault>>,
    pub(super) sizes: Vec<usize>,
    pub(super) concurrency: usize,
    pub(super) ending: Option<Ending>,
    pub(super) stranded: Option<Fault>,
    pub(super) first: u64,
    pub(super) retries: u64,
    pub(super) refusals: u32,
    pub(super) doubts: u32,
    pub(super) progress: Progress,
    gate: Arc<Gate>,
    /// The newest request when the run's standing was read.
    after: i64,
    in_flight: usize,
    ended: mpsc::UnboundedSender<(Job, End)>,
    ends: mpsc::UnboundedReceiver<(Job, End)>,
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
        drive.progress.in_flight = drive.in_flight as u64;
        counted(drive.progress.requests, drive.progress.spent);
        let _ = progress.send(drive.progress.clone());
        let wakes_at = drive.wakes_at();
        if drive.in_flight == 0 && drive.ending.is_some() {
            break;
        }
        if drive.in_flight == 0 && wakes_at.is_none() {
            drive.ending = Some(drive.why_nothing_is_left());
            break;
        }
        let free = drive.in_flight < drive.concurrency && drive.ending.is_none();
        tokio::select! {
            Some((job, end)) = drive.ends.recv() => drive.complete(job, end),
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
                queue.gather(*next, position, None);
            }
        }
        let (ended, ends) = mpsc::unbounded_channel();
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
            progress,
            gate: Arc::default(),
            after: run.after,
            in_flight: 0,
            ended,
            ends,
        })
    }

    pub(super) fn end(&mut self, ending: Ending) {
        self.gate.stop();
        self.ending.get_or_insert(ending);
    }

    fn fill(&mut self, id: i64) {
        while self.ending.is_none() && self.in_flight < self.concurrency && !self.gate.is_saving() {
            let now = Instant::now();
            let (purse, closed, paused, sizes) = (&self.purse, &self.closed, &self.paused, &self.sizes);
            let size = |product: usize| {
                let waits = closed[product].is_some() || paused[product].is_some_and(|until| until > now);
                if waits { 0 } else { purse.room(product, sizes[product]) }
            };
            let Some(job) = self.queue.pop(now, self.in_flight == 0, size) else { return };
            if job.is_retry() {
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
            address: product.address.clone(),
            kind: self.run.view.rules.kind.to_owned(),
            attempt: job.next.attempt,
            positions: Positions::new(job.positions.clone()),
            max_cost: self.purse.highest(job.next.product, numbers.len()),
            numbers,
            repay: job.next.repay,
            sent_at: Timestamp::now(),
            account: product.account.clone(),
        };
        let request = Request {
            checker: product.checker.clone(),
            pace: self.paces[job.next.product].clone(),
            writer: self.run.view.ledger.writer().clone(),
            policy: self.run.options.policy.clone(),
            gate: self.gate.clone(),
            patience: self.run.options.save_patience,
            after: self.after,
            lock: self.run.lock.clone(),
        };
        self.in_flight += 1;
        let ended = self.ended.clone();
        // On its own: whoever stops waiting for the run does not stop a request that was paid for from being recorded.
        let made = tokio::spawn(request.make(intent));
        tokio::spawn(async move {
            let end =
                made.await.unwrap_or_else(|error| End::NotSaved(format!("a request's task ended by itself: {error}")));
            let _ = ended.send((job, end));
        });
    }

    fn complete(&mut self, job: Job, end: End) {
        let reserved = job.positions.len();
        let product = job.next.product;
        self.in_flight -= 1;
        match end {
            End::Unsent => {
                self.purse.release(product, reserved, 0);
                *if job.is_retry() { &mut self.retries } else { &mut self.first } -= 1;
                self.queue.push(job);
            }
            End::Held(numbers) => {
                self.purse.release(product, reserved, 0);
                self.take_held(job, &numbers);
            }
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
        [paused, self.queue.wakes_after(now)].into_iter().flatten().min()
    }

    /// Nothing is under way and nothing will wake: why?
    fn why_nothing_is_left(&self) -> Ending {
        match &self.stranded {
            _ if self.queue.is_empty() => Ending::Finished,
            Some(error) if self.closed.iter().all(Option::is_some) => Ending::Closed(error.clone()),
            _ => Ending::Budget,
        }
    }
}
