//! Draws what strikes a request. Every question has dice of its own, so that no answer sways another.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::dice::{Dice, Question, fraction, mix, pick};
use super::table::{Axis, FAULTS, Fault};
use super::{Faults, Window};
use crate::Product;
use crate::billing::Account;

/// The seven faults that `mutate` stands for.
const MUTATIONS: [Fault; 7] =
    [Fault::Count, Fault::Contradict, Fault::Double, Fault::Drop, Fault::Foreign, Fault::Reorder, Fault::Types];
const STATUSES: [u16; 4] = [500, 502, 503, 504];

/// The plan in force, and since when.
#[derive(Debug)]
pub(crate) struct Plans {
    active: RwLock<Arc<Active>>,
    connections: AtomicU64,
    started_at: u64,
}

#[derive(Debug)]
struct Active {
    faults: Faults,
    since: Instant,
    first_seq: u64,
    first_connection: u64,
    account: Account,
}

/// What was drawn for one request.
#[derive(Debug, Default)]
pub(crate) struct Draw {
    /// The vendor does not work on it.
    pub(super) vendor: Option<Refusal>,
    pub(crate) unbilled: bool,
    pub(super) reply: Option<Change>,
    /// How late the reply is.
    pub(crate) wait: Duration,
    /// How long nobody listens afterwards.
    pub(crate) down: Option<Duration>,
    /// Decides what a [`Change`] changes.
    pub(super) detail: u64,
    missing: f64,
    numbers: u64,
    active: Option<Arc<Active>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Refusal {
    Limit { retry_after: u64 },
    Maintenance,
    Retry { billed: bool },
}

/// What the reply becomes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Change {
    Close,
    Cut(Option<usize>),
    Drip(Duration),
    Empty,
    Garbage,
    Hang,
    Http(u16),
    Huge,
    Mutation(Fault),
    Reset,
}

impl Plans {
    pub(crate) fn new(faults: Faults, seq: u64) -> Self {
        let account = Account::default();
        let active = Active { faults, since: Instant::now(), first_seq: 0, first_connection: 0, account };
        Self { active: RwLock::new(Arc::new(active)), connections: AtomicU64::new(0), started_at: seq }
    }

    /// Puts a plan in force; its windows and its quota count from here.
    pub(crate) fn set(&self, faults: Faults, seq: u64, account: Account) {
        let first_connection = self.connections.load(Ordering::Relaxed);
        let active = Active { faults, since: Instant::now(), first_seq: seq, first_connection, account };
        *self.active.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(active);
    }

    pub(crate) fn faults(&self) -> Faults {
        self.active().faults.clone()
    }

    /// Whether the next connection is reset before its request is read.
    pub(crate) fn refuses(&self, product: Product) -> bool {
        let active = self.active();
        if !active.faults.covers(product) || !active.faults.rates.contains_key(&Fault::Refuse) {
            return false;
        }
        let connection = 1 + self.connections.fetch_add(1, Ordering::Relaxed);
        // Another start of the same state has other dice than the one before.
        let dice = Dice { seed: active.faults.seed, seq: connection.wrapping_add(self.started_at << 20) };
        let count = connection - active.first_connection;
        active.share(Fault::Refuse, count) > dice.roll(Question::Refuse)
    }

    pub(crate) fn draw(&self, product: Product, seq: u64) -> Draw {
        let active = self.active();
        let faults = &active.faults;
        if !faults.covers(product) || *faults == Faults::default() {
            return Draw::default();
        }
        let dice = Dice { seed: faults.seed, seq };
        let count = seq.saturating_sub(active.first_seq);
        let hits = |fault, question| active.share(fault, count) > dice.roll(question);

        let vendor = active.one_of(Axis::Vendor, count, dice.roll(Question::Vendor)).and_then(|fault| match fault {
            Fault::Limit => Some(Refusal::Limit { retry_after: faults.retry_after }),
            Fault::Maintenance => Some(Refusal::Maintenance),
            Fault::Retry => Some(Refusal::Retry { billed: hits(Fault::RetryBilled, Question::RetryBilled) }),
            _ => None,
        });
        let detail = dice.throw(Question::Detail);
        let reply = active.one_of(Axis::Reply, count, dice.roll(Question::Reply));
        let reply = reply.map(|fault| faults.change(fault, detail));
        let mut wait = faults.latency;
        if faults.delay.share > dice.roll(Question::Delayed) {
            wait += faults.delay.longest.mul_f64(dice.roll(Question::Delay));
        }
        Draw {
            vendor,
            unbilled: hits(Fault::Unbilled, Question::Unbilled),
            reply,
            wait,
            down: hits(Fault::Down, Question::Down).then_some(faults.down_for),
            // The lower digits chose the change.
            detail: detail.rotate_right(32),
            missing: active.share(Fault::Missing, count),
            numbers: dice.throw(Question::Number),
            active: Some(active),
        }
    }

    fn active(&self) -> Arc<Active> {
        self.active.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Draw {
    /// Whether a fault keeps the row of the number at this position from the reply.
    pub(crate) fn is_missing(&self, position: usize) -> bool {
        self.missing > 0.0 && self.missing > fraction(mix(self.numbers ^ position as u64))
    }

    /// The units a product may be charged, and from when they count.
    pub(crate) fn quota(&self) -> Option<(u64, &Account)> {
        let active = self.active.as_ref()?;
        Some((active.faults.quota?, &active.account))
    }
}

impl Active {
    /// The share of a fault at the request counted `count`.
    fn share(&self, fault: Fault, count: u64) -> f64 {
        let Some(rate) = self.faults.rates.get(&fault) else {
            return 0.0;
        };
        let covered = match rate.window {
            None => true,
            Some(Window::Requests(first, last)) => (first..=last).contains(&count),
            Some(Window::Time(from, to)) => (from..=to).contains(&self.since.elapsed()),
        };
        if covered { rate.share } else { 0.0 }
    }

    /// At most one fault of an axis: each has its stretch between 0 and 1.
    fn one_of(&self, axis: Axis, count: u64, roll: f64) -> Option<Fault> {
        let mut end = 0.0;
        FAULTS.iter().filter(|line| line.axis == axis).map(|line| line.fault).find(|&fault| {
            end += self.share(fault, count);
            roll < end
        })
    }
}

impl Faults {
    fn covers(&self, product: Product) -> bool {
        self.only.is_none_or(|only| only == product)
    }

    fn change(&self, fault: Fault, detail: u64) -> Change {
        match fault {
            Fault::Close => Change::Close,
            Fault::Cut => Change::Cut(self.cut_at),
            Fault::Drip => Change::Drip(self.drip_every),
            Fault::Empty => Change::Empty,
            Fault::Garbage => Change::Garbage,
            Fault::Hang => Change::Hang,
            Fault::Http => Change::Http(self.http_status.unwrap_or_else(|| pick(&STATUSES, detail))),
            Fault::Huge => Change::Huge,
            Fault::Lost => pick(&[Change::Close, Change::Reset], detail),
            Fault::Mutate => Change::Mutation(pick(&MUTATIONS, detail)),
            Fault::Reset => Change::Reset,
            mutation => Change::Mutation(mutation),
        }
    }
}

#[cfg(test)]
#[path = "draw_tests.rs"]
mod tests;
