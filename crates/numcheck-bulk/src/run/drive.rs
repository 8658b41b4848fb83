use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use numcheck_core::{Charge, Error as Fault, ErrorKind, PhoneNumber, Timestamp};
use tokio::sync::watch;
use tokio::task::{self, JoinError, JoinSet};
use tokio::time::{Instant, sleep, sleep_until};

use super::budget::Purse;
use super::ending::Ending;
use super::gate::Gate;
use super::meanwhile::Meanwhile;
use super::open::Open;
use super::pace::Pace;
use super::progress::{Activity, Pause, Progress};
use super::queue::{Job, Queue};
use super::request::{End, Request, Saved};
use super::{Options, Run};
use crate::Result;
use crate::crash::counted;
use crate::ledger::{Intent, Positions, RunLock, Writer};
use crate::messages::run as messages;
use crate::plan::Plan;
use crate::standing::Rules;

/// How often it is told what a run does where nothing ends in the meantime.
const TELL: Duration = Duration::from_millis(500);

/// A product that is not asked for a while.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paused {
    pub until: Instant,
    pub why: Pause,
}

pub(super) struct Drive {
    id: i64,
    options: Arc<Options>,
    pub(super) plan: Arc<Plan>,
    pub(super) rules: Rules,
    writer: Writer,
    /// Kept by the run, and by each request until it has ended. Not here: whoever drops the run has it let go.
    lock: Weak<RunLock>,
    meanwhile: Weak<Meanwhile>,
    pub(super) queue: Queue,
    pub(super) purse: Purse,
    pub(super) paces: Vec<Arc<Pace>>,
    pub(super) paused: Vec<Option<Paused>>,
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
    next_on: Arc<[String]>,
    pub(super) gate: Arc<Gate>,
    /// The newest request when the run's standing was read.
    after: i64,
    in_flight: usize,
    /// What is under way, what it asks, and how often room had been made when it began.
    requests: JoinSet<End>,
    jobs: HashMap<task::Id, (Job, u32)>,
    /// How often room was made on the disk for the ledger.
    rooms: u32,
}

/// Whoever stops waiting for the run does not stop a request that was paid for from being recorded.
impl Drop for Drive {
    fn drop(&mut self) {
        self.gate.stop();
        self.requests.detach_all();
    }
}

impl Drive {
    pub(super) fn new(run: &Run<'_>, id: i64) -> Result<Self> {
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
        let open = Open::of(run).spans();
        let total = open.len() as u64;
        let next = &run.view.standing.next;
        let (mut again, mut fresh) = (Vec::new(), open);
        if !next.is_empty() {
            again = fresh.iter().filter(|position| next.contains_key(position)).collect();
            fresh = fresh.iter().filter(|position| !next.contains_key(position)).collect();
        }
        let mut queue = Queue::new(fresh);
        for position in again {
            queue.gather(next[&position], position, None);
        }
        let progress = Progress { total, spent: purse.spent(), cost: purse.cost(false), ..Progress::default() };
        Ok(Self {
            id,
            options: options.clone(),
            plan: run.view.plan.clone(),
            rules: run.view.rules.clone(),
            writer: run.view.ledger.writer().clone(),
            lock: run.lock.as_ref().map(Arc::downgrade).unwrap_or_default(),
            meanwhile: Arc::downgrade(&run.meanwhile),
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
            next_on: options.next_on.clone().into(),
            gate: Arc::default(),
            after: run.extent.request,
            in_flight: 0,
            requests: JoinSet::new(),
            jobs: HashMap::new(),
            rooms: 0,
        })
    }

    /// Asks about all that is open.
    pub(super) async fn go(mut self, mut stop: watch::Receiver<bool>, progress: watch::Sender<Progress>) -> Ending {
        let gate = self.gate.clone();
        loop {
            if gate.is_saving() {
                self.make_room();
            }
            // One moment for both: what is not ready at the first and would have been at the second would be left for ever.
            let now = Instant::now();
            self.fill(now);
            self.progress.in_flight = self.in_flight.saturating_sub(gate.waiting()) as u64;
            counted(self.progress.requests, self.progress.spent);
            let wakes_at = self.wakes_at(now);
            self.progress.activity = self.activity();
            let _ = progress.send(self.progress.clone());
            if self.in_flight == 0 && self.ending.is_some() {
                break;
            }
            if self.in_flight == 0 && wakes_at.is_none() {
                self.ending = Some(self.why_nothing_is_left());
                break;
            }
            let free = self.has_place() && self.ending.is_none();
            tokio::select! {
                // What ended comes before what is ready: it may have made a request or a whole product needless.
                biased;
                changed = stop.changed(), if self.ending.is_none() => {
                    if changed.is_err() || *stop.borrow() {
                        self.end(Ending::Interrupted);
                    }
                }
                Some(ended) = self.requests.join_next_with_id() => self.take(ended),
                () = gate.reply(), if self.ending.is_none() && !self.queue.is_empty() => {}
                () = sleep_until(wakes_at.unwrap_or_else(Instant::now)), if free && wakes_at.is_some() => {}
                // What it does can change while nothing ends: answers wait for the disk, requests for their turn.
                () = sleep(TELL), if self.in_flight > 0 => {}
            }
        }
        self.progress.in_flight = 0;
        let _ = progress.send(self.progress.clone());
        self.ending.take().unwrap_or(Ending::Finished)
    }

    pub(super) fn end(&mut self, ending: Ending) {
        self.gate.stop();
        self.ending.get_or_insert(ending);
    }

    /// Whether another request may be under way: one that has its answers is none any more.
    fn has_place(&self) -> bool {
        self.in_flight < self.concurrency + self.gate.places()
    }

    fn fill(&mut self, now: Instant) {
        while self.ending.is_none() && self.has_place() && !self.gate.is_saving() {
            let (purse, closed, paused, sizes) = (&self.purse, &self.closed, &self.paused, &self.sizes);
            // Of an answer that is not saved it is not counted yet what is left to spend: less than a whole request waits.
            let counts = self.in_flight < self.concurrency;
            let size = |product: usize| {
                let waits = closed[product].is_some() || paused[product].is_some_and(|paused| paused.until > now);
                let room = if waits { 0 } else { purse.room(product, sizes[product]) };
                if counts || room == sizes[product] { room } else { 0 }
            };
            let Some(job) = self.queue.pop(now, self.in_flight == 0, size) else { break };
            if job.is_retry() {
                if self.retries >= 3 + self.first / 10 {
                    if !job.whole {
                        // Numbers the vendor keeps silent about are left, and the others go on.
                        self.progress.done += job.positions.len() as u64;
                        continue;
                    }
                    let error = self.stranded.clone().unwrap_or_else(|| {
                        Fault::new(ErrorKind::Unavailable, Charge::FREE_INFERRED, messages::keeps_silent())
                    });
                    self.end(Ending::Retries(error));
                    return;
                }
                self.retries += 1;
            } else {
                self.first += 1;
            }
            self.spawn(job);
        }
        self.gate.tell_more(self.ending.is_none() && !self.queue.is_empty());
    }

    fn spawn(&mut self, job: Job) {
        // Without its run nothing keeps another program from asking the same.
        let Some(lock) = self.lock.upgrade() else { return self.end(Ending::Interrupted) };
        let product = &self.options.products[job.next.product];
        let numbers: Vec<PhoneNumber> =
            job.positions.iter().filter_map(|&position| self.plan.numbers.get(position)).collect();
        self.purse.reserve(job.next.product, numbers.len());
        let intent = Intent {
            run: Some(self.id),
            product: product.id(),
            address: crate::address::address(&product.address),
            kind: self.rules.kind.to_owned(),
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
            writer: self.writer.clone(),
            policy: self.options.policy.clone(),
            next_on: self.next_on.clone(),
            gate: self.gate.clone(),
            patience: self.options.save_patience,
            after: self.after,
            lock,
        };
        self.in_flight += 1;
        let task = self.requests.spawn(request.make(intent));
        self.jobs.insert(task.id(), (job, self.rooms));
    }

    fn take(&mut self, ended: std::result::Result<(task::Id, End), JoinError>) {
        let (id, end) =
            ended.unwrap_or_else(|error| (error.id(), End::NotSaved(messages::task_ended(error.to_string()))));
        if let Some((job, rooms)) = self.jobs.remove(&id) {
            self.complete(job, rooms, end);
        }
    }

    /// Results that are written ahead can be written later; the ledger has their room on the disk.
    fn make_room(&mut self) {
        self.rooms += u32::from(self.meanwhile.upgrade().is_some_and(|meanwhile| meanwhile.drop_ahead()));
    }

    /// Asks what was not sent once more, or the next product where this one has ended in the meantime.
    pub(super) fn put_back(&mut self, job: Job) {
        if self.closed[job.next.product].is_some() {
            self.move_on(job.next, job.positions);
        } else {
            self.queue.push(job);
        }
    }

    fn complete(&mut self, job: Job, rooms: u32, end: End) {
        let reserved = job.positions.len();
        let product = job.next.product;
        self.in_flight -= 1;
        match end {
            End::Unsent => {
                self.purse.release(product, reserved, 0);
                *if job.is_retry() { &mut self.retries } else { &mut self.first } -= 1;
                self.put_back(job);
            }
            End::Held(numbers) => {
                self.purse.release(product, reserved, 0);
                self.take_held(job, &numbers);
            }
            End::NotIntended(error) => {
                self.purse.release(product, reserved, 0);
                self.make_room();
                // Several that failed in one commit each find the room that was made for the first; and where an answer failed
                // with it, that is tried again, and everything else waits for it.
                if (rooms < self.rooms || self.gate.is_saving()) && self.ending.is_none() {
                    *if job.is_retry() { &mut self.retries } else { &mut self.first } -= 1;
                    self.put_back(job);
                } else {
                    self.end(Ending::Ledger(error));
                }
            }
            End::NotSaved(error) => {
                self.purse.release(product, reserved, reserved as u64);
                self.progress.in_doubt += reserved as u64;
                self.end(Ending::Ledger(error));
            }
            End::Saved(saved) => {
                let meanwhile = self.meanwhile.upgrade().inspect(|meanwhile| meanwhile.settled(reserved));
                let Saved { request, result, step, units, reported, undealt } = *saved;
                self.purse.release(product, reserved, units);
                self.progress.requests += 1;
                self.progress.spent = self.purse.spent();
                self.progress.cost = self.purse.cost(false);
                match (result, step) {
                    (Ok(left), _) => {
                        self.take_answers(&job, &left);
                        if reported
                            && left.is_empty()
                            && let Some(meanwhile) = meanwhile
                        {
                            meanwhile.answered(request, job.positions);
                        }
                    }
                    (Err(error), Some(step)) => self.take_error(job, error, step),
                    (Err(_), None) => {}
                }
                drop(undealt);
            }
        }
    }

    /// When something is ready that was not at this moment.
    fn wakes_at(&mut self, now: Instant) -> Option<Instant> {
        for paused in &mut self.paused {
            *paused = paused.filter(|paused| paused.until > now);
        }
        let paused = self.paused.iter().flatten().map(|paused| paused.until).min();
        if self.queue.is_empty() {
            return None;
        }
        [paused, self.queue.wakes_after(now)].into_iter().flatten().min()
    }

    /// What it does now, for people to see.
    fn activity(&self) -> Activity {
        let now = Instant::now();
        if self.ending.is_some() {
            return Activity::Stopping;
        }
        if self.gate.is_saving() {
            return Activity::Saving;
        }
        let paused = self.paused.iter().enumerate().filter_map(|(product, paused)| Some((product, (*paused)?)));
        if let Some((product, paused)) = paused.min_by_key(|(_, paused)| paused.until) {
            let product = self.rules.products[product].clone();
            return Activity::Paused { product, why: paused.why, until: moment(paused.until, now) };
        }
        match self.queue.wakes_after(now) {
            Some(until) if self.in_flight == 0 => Activity::Waiting { until: moment(until, now) },
            _ if self.paces.iter().any(|pace| pace.is_reached()) => Activity::Pacing,
            _ => Activity::Asking,
        }
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

/// A moment of this process's clock as the world tells it.
fn moment(until: Instant, now: Instant) -> Timestamp {
    let millis = i64::try_from((until - now).as_millis()).unwrap_or(i64::MAX);
    Timestamp::from_millis(Timestamp::now().as_millis().saturating_add(millis))
}
