use std::time::Duration;

use numcheck_core::NumberChecker;

use crate::{Cache, Failover, Policy, Rate, RateLimit, Retry, Split};

/// The layers as methods on every checker. Do not implement it.
///
/// The order matters; [`stack`](crate::stack) is the one that is meant. Written by hand, innermost first:
///
/// ```
/// # use std::time::Duration;
/// # use numcheck_core::NumberChecker;
/// # use numcheck_layers::{LayerExt, Policy, Rate};
/// # fn order<A: NumberChecker, B: NumberChecker<Report = A::Report>>(juhe: A, ywjisu: B) -> impl NumberChecker {
/// let second = ywjisu.rate_limited(Rate::per_second(5)).retrying(Policy::new()).split(2000);
/// juhe.rate_limited(Rate::per_second(10))
///     .retrying(Policy::new())
///     .split(2000)
///     .or_else(second)
///     .next_on("not_in_database")
///     .cached(Duration::from_secs(24 * 60 * 60))
/// # }
/// ```
///
/// The same layers in the wrong order, which compiles:
///
/// ```
/// # use std::time::Duration;
/// # use numcheck_core::NumberChecker;
/// # use numcheck_layers::{LayerExt, Policy, Rate};
/// # fn order<A: NumberChecker, B: NumberChecker<Report = A::Report>>(juhe: A, ywjisu: B) -> impl NumberChecker {
/// juhe.cached(Duration::from_secs(24 * 60 * 60)) // the second product's answers are never kept
///     .or_else(ywjisu)                           // takes the 50 numbers a call that the smaller of the two takes
///     .split(2000)
///     .retrying(Policy::new())                   // asks both products again for what one of them left open
///     .rate_limited(Rate::per_second(10))        // counts calls: the parts and the retries inside go unlimited
/// # }
/// ```
///
/// No order buys a number twice: each layer sends again only what is free.
pub trait LayerExt: NumberChecker + Sized {
    /// Starts requests no faster than `rate`; see [`RateLimit`].
    fn rate_limited(self, rate: Rate) -> RateLimit<Self> {
        RateLimit::new(self, rate)
    }

    /// Asks again what was free; see [`Retry`].
    fn retrying(self, policy: Policy) -> Retry<Self> {
        Retry::new(self, policy)
    }

    /// Takes up to `max_batch` numbers a call, and sends them in parts; see [`Split`].
    fn split(self, max_batch: usize) -> Split<Self> {
        Split::new(self, max_batch)
    }

    /// Asks `other` about the numbers that this one leaves open; see [`Failover`].
    fn or_else<D: NumberChecker<Report = Self::Report>>(self, other: D) -> Failover<Self, D> {
        Failover::new(self, other)
    }

    /// Keeps answers until they are `age` old; see [`Cache`].
    fn cached(self, age: Duration) -> Cache<Self> {
        Cache::new(self, age)
    }
}

impl<C: NumberChecker> LayerExt for C {}
