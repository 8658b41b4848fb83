use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use governor::clock::Clock;
use governor::middleware::NoOpMiddleware;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};
use numcheck_core::{Batch, NumberChecker, PhoneNumber, Product, Result, async_trait};
use tokio::time::Instant;

/// How often requests may start: evenly spaced, without a burst. Its clones share one limit.
///
/// Give clones to all products behind one limit of a vendor's: an account's, an address's.
#[derive(Clone)]
pub struct Rate {
    every: Duration,
    gate: Option<Arc<Gate>>,
}

struct Gate {
    limiter: RateLimiter<NotKeyed, InMemoryState, TokioClock, NoOpMiddleware<Duration>>,
    clock: TokioClock,
    /// Held while waiting, so that callers pass in the order they came.
    queue: tokio::sync::Mutex<()>,
}

impl Rate {
    /// One request in this time; zero is no limit.
    pub fn every(period: Duration) -> Self {
        let clock = TokioClock { origin: Instant::now() };
        // One at a time: by default the calls of a whole second may start at once.
        let quota = Quota::with_period(period).map(|quota| quota.allow_burst(std::num::NonZeroU32::MIN));
        let gate = quota.map(|quota| {
            let limiter = RateLimiter::direct_with_clock(quota, clock);
            Arc::new(Gate { limiter, clock, queue: tokio::sync::Mutex::new(()) })
        });
        Self { every: period, gate }
    }

    /// So many requests a second, evenly spaced; 0 counts as 1.
    pub fn per_second(requests: u32) -> Self {
        Self::every(Duration::from_secs(1) / requests.max(1))
    }

    /// No limit.
    pub fn unlimited() -> Self {
        Self::every(Duration::ZERO)
    }

    /// Waits until a request may start, and takes its place. Callers pass in the order they came; dropping the future
    /// gives the place up.
    pub async fn permit(&self) {
        let Some(gate) = &self.gate else { return };
        let _turn = gate.queue.lock().await;
        while let Err(early) = gate.limiter.check() {
            tokio::time::sleep(early.wait_time_from(gate.clock.now())).await;
        }
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.gate {
            Some(_) => write!(f, "Rate(one every {:?})", self.every),
            None => f.write_str("Rate(unlimited)"),
        }
    }
}

/// tokio's time, which tests can pause; governor's own clock cannot be.
#[derive(Clone, Copy)]
struct TokioClock {
    origin: Instant,
}

impl Clock for TokioClock {
    type Instant = Duration;

    fn now(&self) -> Duration {
        self.origin.elapsed()
    }
}

/// Starts requests no faster than a [`Rate`]. The innermost layer.
///
/// It counts calls of the checker inside as requests: around a [`Retry`](crate::Retry) or a [`Split`](crate::Split),
/// which make several a call, it limits nothing that a vendor sees. A call that sends nothing waits for nothing.
#[derive(Clone, Debug)]
pub struct RateLimit<C> {
    inner: C,
    rate: Rate,
}

impl<C: NumberChecker> RateLimit<C> {
    /// Limits `inner` to `rate`.
    pub const fn new(inner: C, rate: Rate) -> Self {
        Self { inner, rate }
    }
}

#[async_trait]
impl<C: NumberChecker> NumberChecker for RateLimit<C> {
    type Report = C::Report;

    fn product(&self) -> &Product {
        self.inner.product()
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<C::Report>> {
        if !self.product().sendable(numbers)?.is_empty() {
            self.rate.permit().await;
        }
        self.inner.check(numbers).await
    }
}
