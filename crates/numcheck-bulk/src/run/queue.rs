use std::collections::{BTreeMap, VecDeque};

use tokio::time::Instant;

use super::spans::Spans;
use crate::standing::Next;

/// Numbers to be asked in one request.
#[derive(Clone, Debug)]
pub(super) struct Job {
    pub next: Next,
    pub positions: Vec<u32>,
    /// Whether it is a request that failed as a whole, and not numbers gathered from several replies.
    pub whole: bool,
    /// When it may be sent at the earliest.
    pub not_before: Option<Instant>,
}

impl Job {
    /// Whether it asks again what this session has asked. What an earlier session asked is asked by the owner's own command.
    pub(super) const fn is_retry(&self) -> bool {
        self.next.attempt > 1 && !self.next.resumed
    }
}

/// Positions, and when they may be sent at the earliest.
type Gathered = (Vec<u32>, Option<Instant>);

/// What is still to be asked: the list's numbers in order, and what comes back to be asked again.
#[derive(Debug, Default)]
pub(super) struct Queue {
    /// Never asked, in the order of the list.
    fresh: Spans,
    /// Whole requests that come back: retries and halves.
    again: VecDeque<Job>,
    /// Single numbers that come back, gathered into requests: by what is to be asked.
    gathered: BTreeMap<Next, Gathered>,
}

impl Queue {
    pub(super) fn new(fresh: Spans) -> Self {
        Self { fresh, ..Self::default() }
    }

    pub(super) fn push(&mut self, job: Job) {
        self.again.push_back(job);
    }

    pub(super) fn gather(&mut self, next: Next, position: u32, not_before: Option<Instant>) {
        let place = self.gathered.entry(next).or_default();
        place.0.push(position);
        place.1 = place.1.max(not_before);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.fresh.len() == 0 && self.again.is_empty() && self.gathered.is_empty()
    }

    /// The next request that is ready: what comes back first, then fresh numbers, and once nothing else is under way
    /// (`idle`), gathered numbers that do not fill a request. `size` tells how many numbers a product takes now; 0 passes
    /// it over.
    pub(super) fn pop(&mut self, now: Instant, idle: bool, size: impl Fn(usize) -> usize) -> Option<Job> {
        let ready = |not_before: Option<Instant>| not_before.is_none_or(|at| at <= now);
        let at = self.again.iter().position(|job| ready(job.not_before) && size(job.next.product) > 0);
        if let Some(mut job) = at.and_then(|at| self.again.remove(at)) {
            let most = size(job.next.product);
            if job.positions.len() > most {
                let rest = job.positions.split_off(most);
                self.again.push_front(Job { positions: rest, ..job.clone() });
            }
            return Some(job);
        }
        self.pop_gathered(now, &size, true)
            .or_else(|| self.pop_fresh(&size))
            .or_else(|| if idle { self.pop_gathered(now, &size, false) } else { None })
    }

    fn pop_fresh(&mut self, size: &impl Fn(usize) -> usize) -> Option<Job> {
        let positions = self.fresh.take(size(0));
        if positions.is_empty() {
            return None;
        }
        Some(Job { next: Next::FIRST, positions, whole: true, not_before: None })
    }

    fn pop_gathered(&mut self, now: Instant, size: &impl Fn(usize) -> usize, full: bool) -> Option<Job> {
        let (&next, _) = self.gathered.iter().find(|(next, (positions, not_before))| {
            let most = size(next.product);
            let enough = if full { positions.len() >= most } else { true };
            most > 0 && enough && not_before.is_none_or(|at| at <= now)
        })?;
        let (positions, _) = self.gathered.get_mut(&next)?;
        let take = size(next.product).min(positions.len());
        let taken: Vec<u32> = positions.drain(..take).collect();
        if positions.is_empty() {
            self.gathered.remove(&next);
        }
        Some(Job { next, positions: taken, whole: false, not_before: None })
    }

    /// When the next of what still waits is ready.
    pub(super) fn wakes_after(&self, now: Instant) -> Option<Instant> {
        let again = self.again.iter().filter_map(|job| job.not_before);
        let gathered = self.gathered.values().filter_map(|(_, not_before)| *not_before);
        again.chain(gathered).filter(|at| *at > now).min()
    }

    /// Takes out all that is meant for a product: it is asked no more.
    pub(super) fn take_product(&mut self, product: usize) -> Vec<u32> {
        let mut taken = Vec::new();
        if product == 0 {
            taken.extend(std::mem::take(&mut self.fresh).iter());
        }
        let (mine, others) = std::mem::take(&mut self.again).into_iter().partition(|job| job.next.product == product);
        self.again = others;
        taken.extend(VecDeque::<Job>::into_iter(mine).flat_map(|job| job.positions));
        self.gathered.retain(|next, (positions, _)| {
            if next.product == product {
                taken.append(positions);
            }
            next.product != product
        });
        taken
    }
}
