use std::borrow::Cow;
use std::time::Duration;

use numcheck_core::{DynChecker, NumberChecker, NumberCheckerExt, Report};

use crate::{LayerExt, Policy, Rate};

/// Begins the layers in the order that is meant, with the product asked first and its rate.
///
/// | layer, innermost first | why there |
/// |---|---|
/// | [`RateLimit`](crate::RateLimit) | it sees every request, retries and parts too |
/// | [`Retry`](crate::Retry) | it asks again one part, not the whole call, and the same vendor before another |
/// | [`Split`](crate::Split) | each product gets parts of its own size |
/// | [`Failover`](crate::Failover) | a vendor is left only when it has been tried |
/// | [`Cache`](crate::Cache) | it keeps whoever's answer it was, and joins callers before anything is spent |
///
/// ```
/// # use std::time::Duration;
/// # use numcheck_core::{DynChecker, LineReport};
/// use numcheck_layers::{Policy, Rate, stack};
///
/// # fn build(juhe: DynChecker<LineReport>, ywjisu: DynChecker<LineReport>) -> DynChecker<LineReport> {
/// stack(juhe, Rate::per_second(10))
///     .or_else(ywjisu, Rate::per_second(5))
///     .next_on("not_in_database")
///     .policy(Policy::new().max_attempts(2))
///     .max_batch(10_000)
///     .cached(Duration::from_secs(24 * 60 * 60))
///     .build()
/// # }
/// ```
pub fn stack<C: NumberChecker>(first: C, rate: Rate) -> Stack<C::Report> {
    Stack {
        first: (first.into_dyn(), rate),
        others: Vec::new(),
        open: Vec::new(),
        policy: Policy::new(),
        max_batch: 2000,
        age: None,
    }
}

/// Layers to be built in the order that is meant; see [`stack`].
#[derive(Clone, Debug)]
#[must_use = "nothing is built until `build` is called"]
pub struct Stack<R: Report> {
    first: (DynChecker<R>, Rate),
    others: Vec<(DynChecker<R>, Rate)>,
    open: Vec<Cow<'static, str>>,
    policy: Policy,
    max_batch: usize,
    age: Option<Duration>,
}

impl<R: Report> Stack<R> {
    /// A product to ask next about what is open after those named before. Products behind one limit share one [`Rate`].
    pub fn or_else<C: NumberChecker<Report = R>>(mut self, next: C, rate: Rate) -> Self {
        self.others.push((next.into_dyn(), rate));
        self
    }

    /// Asks the next product about numbers of this status too, as [`Failover::next_on`](crate::Failover::next_on).
    pub fn next_on(mut self, status: impl Into<Cow<'static, str>>) -> Self {
        self.open.push(status.into());
        self
    }

    /// How patient to be with each product; [`Policy::new`] if not said.
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// How many numbers a call takes; 2000 if not said, and never fewer than the product that takes most.
    pub const fn max_batch(mut self, numbers: usize) -> Self {
        self.max_batch = numbers;
        self
    }

    /// Keeps answers until they are this old; not at all if not said.
    pub const fn cached(mut self, age: Duration) -> Self {
        self.age = Some(age);
        self
    }

    /// The checker.
    pub fn build(self) -> DynChecker<R> {
        let products = || std::iter::once(&self.first).chain(&self.others);
        let most = products().map(|(checker, _)| checker.product().max_batch()).fold(self.max_batch, usize::max);
        let layered = |(checker, rate): &(DynChecker<R>, Rate)| {
            checker.clone().rate_limited(rate.clone()).retrying(self.policy.clone()).split(most)
        };
        let first = layered(&self.first).into_dyn();
        let all = self.others.iter().fold(first, |first, next| {
            let open = self.open.iter().cloned();
            open.fold(first.or_else(layered(next)), crate::Failover::next_on).into_dyn()
        });
        match self.age {
            Some(age) => all.cached(age).into_dyn(),
            None => all,
        }
    }
}
