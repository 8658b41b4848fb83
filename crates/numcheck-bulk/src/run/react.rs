//! What is done about a request that ended: answers settle their numbers, errors are met as the policy says.

use std::time::Duration;

use numcheck_core::{Error as Fault, ErrorKind, PhoneNumber, RetryHint};
use numcheck_layers::Step;
use tokio::time::Instant;

use super::drive::{Drive, Paused};
use super::ending::Ending;
use super::left::{Left, What};
use super::progress::Pause;
use super::queue::Job;
use crate::ledger::planted;
use crate::standing::Next;

/// Requests in doubt in a row that end a run: something is wrong that asking on would only make dearer.
const MOST_DOUBTS_IN_A_ROW: u32 = 5;
/// The same for requests the vendor refuses without saying what was charged, such as a blacklist of what is not said.
const MOST_DOUBTFUL_REFUSALS_IN_A_ROW: u32 = 3;
/// Whole requests refused in a row that end a run: halving finds a culprit long before.
const MOST_REFUSALS_IN_A_ROW: u32 = 40;

impl Drive {
    pub(super) fn take_answers(&mut self, job: &Job, left: &[Left]) {
        (self.refusals, self.doubts) = (0, 0);
        let now = Instant::now();
        self.progress.done += (job.positions.len() - left.len()) as u64;
        for left in left {
            let position = job.positions[left.place];
            let done = match left.what {
                What::Step { step: Step::Again(_), .. } if self.closed[job.next.product].is_some() => {
                    self.move_on(job.next, [position]);
                    false
                }
                What::Step { step: Step::Again(pause), free } => {
                    let repay = job.next.repay || !free;
                    let next = Next { attempt: job.next.attempt + 1, repay, resumed: false, ..job.next };
                    self.queue.gather(next, position, Some(now + pause));
                    false
                }
                What::Step { step: Step::Doubt, .. } => {
                    self.progress.in_doubt += 1;
                    true
                }
                What::Step { .. } | What::NextProduct => !self.ask_next_product(job.next, position),
            };
            self.progress.done += u64::from(done);
        }
    }

    pub(super) fn take_error(&mut self, mut job: Job, error: Fault, step: Step) {
        let product = job.next.product;
        let count = job.positions.len() as u64;
        let step = if planted("retry-in-doubt") && step == Step::Doubt { Step::Again(Duration::ZERO) } else { step };
        let step = if planted("failover-in-doubt") && step == Step::Doubt { Step::GiveUp } else { step };
        match step {
            // Another request has ended the product in the meantime.
            Step::Again(_) | Step::Halve if self.closed[product].is_some() => self.move_on(job.next, job.positions),
            Step::Again(pause) => {
                let until = Instant::now() + pause;
                tracing::info!(numbers = count, attempt = job.next.attempt + 1, ?pause, "asking again");
                // The vendor is slow, not the numbers: nothing else is sent to it either.
                if matches!(error.kind(), ErrorKind::RateLimited | ErrorKind::Unavailable) && !pause.is_zero() {
                    let why = match (error.kind(), error.retry_hint()) {
                        (ErrorKind::Unavailable, _) => Pause::Unavailable,
                        (_, RetryHint::After(_)) => Pause::Asked,
                        _ => Pause::Slowed,
                    };
                    let longer = self.paused[product].is_none_or(|paused| paused.until < until);
                    if longer {
                        tracing::info!(product = self.rules.products[product], why = why.word(), ?pause, "paused");
                        self.paused[product] = Some(Paused { until, why });
                    }
                }
                job.whole = true;
                job.next.attempt += 1;
                job.next.resumed = false;
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
                tracing::info!(numbers = count, "asking each half apart");
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
                if self.closed[product].is_none() {
                    tracing::warn!(product = self.rules.products[product], kind = error.kind().word(), "product ended");
                }
                self.closed[product].get_or_insert_with(|| error.clone());
                let waiting = self.queue.take_product(product);
                self.move_on(job.next, job.positions.into_iter().chain(waiting));
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
                    if !self.ask_next_product(job.next, position) {
                        self.progress.done += 1;
                    }
                }
            }
        }
    }

    /// Hands numbers of a product that has ended to the next one; without one the run ends, for they stay open.
    pub(super) fn move_on(&mut self, from: Next, positions: impl IntoIterator<Item = u32>) {
        let mut stranded = false;
        for position in positions {
            stranded |= !self.ask_next_product(from, position);
        }
        if let Some(error) = self.closed[from.product].clone().filter(|_| stranded) {
            self.stranded = Some(error.clone());
            self.end(Ending::Closed(error));
        }
    }

    /// Leaves numbers that a check outside the run has under way or in doubt, and asks about the rest of the request.
    pub(super) fn take_held(&mut self, mut job: Job, held: &[PhoneNumber]) {
        let numbers = &self.plan.numbers;
        let before = job.positions.len();
        job.positions.retain(|&position| numbers.get(position).is_none_or(|number| !held.contains(&number)));
        let left = (before - job.positions.len()) as u64;
        self.progress.in_doubt += left;
        self.progress.done += left;
        if !job.positions.is_empty() {
            self.put_back(job);
        }
    }

    /// Whether another product is there to be asked about a number; if so, it will be.
    fn ask_next_product(&mut self, from: Next, position: u32) -> bool {
        let next = (from.product + 1..self.closed.len()).find(|&next| self.closed[next].is_none());
        if let Some(product) = next {
            self.queue.gather(Next::to(product, from.repay), position, None);
        }
        next.is_some()
    }
}
