use std::collections::VecDeque;

use numcheck_core::{
    Answer, Batch, Error, NumberChecker, Outcome, PhoneNumber, Product, Rejection, Result, RetryHint, async_trait,
};

use crate::gather::Gather;
use crate::planted::{Bug, planted};
use crate::policy::{self, Policy, Step};

/// How many refused requests a call may make to find the numbers that a vendor refuses; enough for six in 2000. More
/// are a mistake in the request, and finding it by halves would take thousands.
const REFUSALS: usize = 64;

/// Takes larger batches than the vendor, and sends them in parts, one after another.
///
/// A part that fails keeps what the others were answered, and ends the call: numbers not sent by then are unanswered and
/// free after a part in doubt, which so stays the only one, and share the failure after a free error. A part that the
/// vendor refuses for the sake of some of its numbers is halved until they stand alone, [`Rejected`]; the rest goes on.
///
/// [`Rejected`]: numcheck_core::Outcome::Rejected
#[derive(Clone, Debug)]
pub struct Split<C> {
    inner: C,
    product: Product,
    part: usize,
}

impl<C: NumberChecker> Split<C> {
    /// Takes up to `max_batch` numbers a call, however few `inner` takes; never fewer than `inner`.
    pub fn new(inner: C, max_batch: usize) -> Self {
        let product = inner.product().clone();
        let part = product.max_batch().max(1);
        Self { inner, product: product.batches_of(part.max(max_batch)), part }
    }

    /// Sends parts of this many numbers at most, where the vendor takes more: a part whose answer is lost is in doubt as a
    /// whole.
    pub fn parts_of(mut self, numbers: usize) -> Self {
        self.part = numbers.clamp(1, self.part);
        self
    }
}

#[async_trait]
impl<C: NumberChecker> NumberChecker for Split<C> {
    type Report = C::Report;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<C::Report>> {
        let send = self.product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(&self.product, numbers));
        }
        let by = self.product.id();
        let mut gather = Gather::new(&self.product, numbers);
        let mut parts: VecDeque<&[PhoneNumber]> = send.chunks(self.part).collect();
        let mut refusals = 0;
        while let Some(part) = parts.pop_front() {
            let (answers, error) = gather.open(by, part, self.inner.check(part).await);
            match error.map(|error| (step(&error, part.len()), error)) {
                Some((Step::Halve, _)) if refusals < REFUSALS => {
                    refusals += 1;
                    let (first, second) = part.split_at(part.len() / 2);
                    parts.push_front(second);
                    parts.push_front(first);
                }
                Some((Step::Refuse, error)) => {
                    let rejected = || Outcome::Rejected(Rejection::Refused(error.clone()));
                    gather.put_all(answers.into_iter().map(|answer| Answer { outcome: rejected(), ..answer }));
                }
                Some((step, error)) => {
                    gather.put_all(answers);
                    if ends_the_call(step, &error) {
                        // It holds for the numbers not sent too, unless it says that they may have been paid for.
                        if error.charge().is_free() {
                            let rest: Vec<_> = parts.into_iter().flatten().copied().collect();
                            gather.fail(by, &rest, &error);
                        }
                        break;
                    }
                }
                None => gather.put_all(answers),
            }
        }
        gather.finish()
    }
}

/// What to do about a part that failed as a whole. Asking again is not for this layer.
fn step(error: &Error, numbers: usize) -> Step {
    if planted(Bug::SplitResends) && !error.charge().is_free() && numbers > 1 {
        return Step::Halve;
    }
    policy::next(error, u32::MAX, numbers, &Policy::new())
}

/// Not when the vendor refuses these numbers for good (224924: this number alone), for others may be answered.
fn ends_the_call(step: Step, error: &Error) -> bool {
    !(step == Step::GiveUp && error.retry_hint() == RetryHint::Never)
}
