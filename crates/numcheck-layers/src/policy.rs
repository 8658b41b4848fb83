//! What to do after an error: one function for the layers and for runs alike.
//!
//! It decides for the request that has just failed. What needs memory is its caller's: counting attempts, recording a
//! repay, a budget of retries for a whole run, three refusals in a row.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBuilder};
use numcheck_core::{Answer, Error, ErrorKind, Outcome, RetryHint, Turn};

use crate::planted::{Bug, planted};

/// What to do after an error.
///
/// | step | whom it concerns | sent again | asking another product |
/// |---|---|---|---|
/// | `Again` | the numbers of this request | to this product, after the pause | - |
/// | `Halve` | the numbers of this request | to this product, in two halves | - |
/// | `GiveUp` | the numbers of this request | no | allowed: nothing was paid |
/// | `Refuse` | the one number of this request | no | allowed: nothing was paid |
/// | `NextProduct` | the product: all that is still meant for it | no | allowed: nothing was paid |
/// | `Stop` | the whole run | no | allowed, and it hides a wrong setting |
/// | `Doubt` | the numbers of this request | never | never: it is a second purchase |
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Step {
    /// Send the same numbers again after this pause. If the error is not free (the owner named its code), this is a
    /// repay, and the caller records it.
    Again(Duration),
    /// The numbers may have been paid for, or were, and have no answer. Nobody is asked about them again unless the owner
    /// orders it.
    Doubt,
    /// This product does not answer for these numbers, at least not now: another may be asked. Numbers of other requests
    /// go on.
    GiveUp,
    /// The vendor refused the whole request for the sake of some of its numbers: send each half by itself, as a first
    /// attempt, until the one that is refused stands alone.
    Halve,
    /// This product answers for nobody until someone acts (credentials, quota, retired): send it nothing more, and ask the
    /// next product. Without one, stop; the error says what to do.
    NextProduct,
    /// The vendor refuses this one number: it is [`Rejected`](Outcome::Rejected), free. Other numbers go on.
    Refuse,
    /// The settings are wrong (address, certificate, size of a batch): nothing sent with them can succeed.
    Stop,
}

/// How patient to be, and what the owner allows.
///
/// ```
/// use std::time::Duration;
/// use numcheck_layers::Policy;
///
/// let policy = Policy::new().max_attempts(2).pauses(Duration::from_millis(200), Duration::from_secs(5)).repay_on("503");
/// assert!(policy.allows_repay("503"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    max_attempts: u32,
    base_pause: Duration,
    max_pause: Duration,
    limited_pause: Duration,
    patience: Duration,
    repay_on: Vec<String>,
    seed: Option<u64>,
}

impl Default for Policy {
    fn default() -> Self {
        Self::new()
    }
}

impl Policy {
    /// Three requests at most about one number, pauses growing from 1 s to 30 s, 60 s when the vendor says that there are
    /// too many requests, no pause beyond 120 s, no repay.
    pub const fn new() -> Self {
        Self {
            max_attempts: 3,
            base_pause: Duration::from_secs(1),
            max_pause: Duration::from_secs(30),
            limited_pause: Duration::from_secs(60),
            patience: Duration::from_secs(120),
            repay_on: Vec::new(),
            seed: None,
        }
    }

    /// How many requests are made about one number at most, the first included; 1 never asks again.
    pub const fn max_attempts(mut self, requests: u32) -> Self {
        self.max_attempts = if requests == 0 { 1 } else { requests };
        self
    }

    /// The bounds of growing pauses: the first is at most `base`, each later one at most twice the one before, none more
    /// than `max`. Each is drawn between zero and its bound, so that clients that failed together do not return together.
    pub const fn pauses(mut self, base: Duration, max: Duration) -> Self {
        self.base_pause = base;
        self.max_pause = max;
        self
    }

    /// The pause after "too many requests" where the vendor does not say how long (HTTP 429 without `Retry-After`).
    pub const fn limited_pause(mut self, pause: Duration) -> Self {
        self.limited_pause = pause;
        self
    }

    /// The longest pause that is worth waiting for: when a vendor asks for more, its numbers are given up instead. (A
    /// `Retry-After` can be an hour.)
    pub const fn patience(mut self, pause: Duration) -> Self {
        self.patience = pause;
        self
    }

    /// Allows errors with this code to be asked again although the numbers may be paid for twice: a vendor's code, or an
    /// HTTP status such as `503`. How often and when is decided as for a free error, and `Never` stays never.
    pub fn repay_on(mut self, code: impl Into<String>) -> Self {
        self.repay_on.push(code.into());
        self
    }

    /// Fixes the jitter: the same attempt then always pauses as long. For tests.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// Whether the owner allows a repay on this code.
    pub fn allows_repay(&self, code: &str) -> bool {
        self.repay_on.iter().any(|allowed| allowed == code)
    }

    /// Whether the owner allows a repay on any code.
    pub const fn repays(&self) -> bool {
        !self.repay_on.is_empty()
    }

    /// How many requests are made about one number at most.
    pub const fn attempts(&self) -> u32 {
        self.max_attempts
    }

    /// The same policy with its jitter drawn now, if no seed fixes it.
    pub(crate) fn drawn(&self) -> Self {
        self.clone().seed(self.seed.unwrap_or_else(|| fastrand::u64(..)))
    }

    /// A growing pause with full jitter.
    fn pause(&self, attempt: u32) -> Duration {
        // Doubled 64 times, any pause has met its bound.
        let nth = attempt.clamp(1, 64) as usize;
        let bounds = ExponentialBuilder::new().with_min_delay(self.base_pause).with_max_delay(self.max_pause);
        let bound = bounds.with_max_times(nth).build().last().unwrap_or(self.max_pause).min(self.max_pause);
        let mut rng = match self.seed {
            Some(seed) => fastrand::Rng::with_seed(seed.wrapping_add(u64::from(attempt))),
            None => fastrand::Rng::new(),
        };
        bound.mul_f64(rng.f64())
    }
}

/// What to do after an error of a request with this many numbers, when `attempt` requests about them have been made
/// (1: the first has just failed).
///
/// Pure, but for the jitter of a pause, which [`Policy::seed`] fixes.
///
/// - What is not free is in doubt, unless the owner named its code and its hint allows another attempt.
/// - `Auth` and `Quota`, and `Unavailable` for good (a retired product), end the product.
/// - `InvalidRequest` with the vendor's own code is halved; for one number it is that number's refusal. Without one, or
///   with only an HTTP status, the settings are wrong; so they are when the error is the caller's to mend (a
///   certificate, a redirect).
/// - [`RetryHint::Backoff`] is asked again after growing pauses, [`RetryHint::After`] once after its pause; `RateLimited`
///   is asked again after a long pause. Then the numbers are given up, as they are with any other `Never`.
pub fn next(error: &Error, attempt: u32, numbers: usize, policy: &Policy) -> Step {
    if planted(Bug::RetryOnTimeOut) && error.kind() == ErrorKind::Transport && attempt < policy.max_attempts {
        return Step::Again(policy.pause(attempt));
    }
    if !error.charge().is_free() {
        let allowed = error.code().is_some_and(|code| policy.allows_repay(code));
        let pause = if allowed { pause_before_next(error, attempt, policy) } else { None };
        return pause.map_or(Step::Doubt, Step::Again);
    }
    match error.kind() {
        ErrorKind::Auth | ErrorKind::Quota => return Step::NextProduct,
        ErrorKind::InvalidRequest => {
            return match (is_vendors_own(error), numbers) {
                (false, _) => Step::Stop,
                (true, 0 | 1) => Step::Refuse,
                (true, _) => Step::Halve,
            };
        }
        _ => {}
    }
    if let Some(pause) = pause_before_next(error, attempt, policy) {
        return Step::Again(pause);
    }
    match (error.retry_hint(), error.kind()) {
        (RetryHint::Never, ErrorKind::Unavailable) => Step::NextProduct,
        (RetryHint::Never, ErrorKind::Transport | ErrorKind::Protocol) if error.turn() == Turn::Caller => Step::Stop,
        _ => Step::GiveUp,
    }
}

/// What to do about one answer of a batch; `None` when the number is settled: a report, no record, rejected.
///
/// A number the vendor said nothing of is asked again after the product's settle time, if it is free; one that failed is
/// treated [as its error](next), at the higher of its own charge and the error's.
pub fn next_of<R>(answer: &Answer<R>, attempt: u32, settle: Duration, policy: &Policy) -> Option<Step> {
    match &answer.outcome {
        Outcome::Unanswered if !answer.charge.is_free() => Some(Step::Doubt),
        Outcome::Unanswered if attempt < policy.max_attempts => Some(Step::Again(settle)),
        Outcome::Unanswered => Some(Step::GiveUp),
        Outcome::Failed(error) if answer.charge.is_free() => Some(next(error, attempt, 1, policy)),
        Outcome::Failed(error) => Some(next(&error.clone().with_charge(answer.charge), attempt, 1, policy)),
        _ => None,
    }
}

fn pause_before_next(error: &Error, attempt: u32, policy: &Policy) -> Option<Duration> {
    let limited = error.kind() == ErrorKind::RateLimited;
    let (most, pause) = match error.retry_hint() {
        RetryHint::Never => return None,
        RetryHint::Backoff if limited => (policy.max_attempts, policy.limited_pause),
        RetryHint::Backoff => (policy.max_attempts, policy.pause(attempt)),
        RetryHint::After(pause) if limited => (policy.max_attempts, pause),
        // 267104: "once, after a pause".
        RetryHint::After(pause) => (policy.max_attempts.min(2), pause),
    };
    (attempt < most && pause <= policy.patience).then_some(pause)
}

/// Whether the code is the vendor's, about what was asked, and not the HTTP status of a gateway that knows no numbers.
fn is_vendors_own(error: &Error) -> bool {
    let status = error.raw_reply().map(|reply| reply.status.to_string());
    error.code().is_some_and(|code| Some(code) != status.as_deref())
}
