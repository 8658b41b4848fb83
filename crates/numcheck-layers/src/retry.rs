use numcheck_core::{Batch, NumberChecker, PhoneNumber, Product, Result, async_trait};

use crate::gather::Gather;
use crate::policy::{self, Policy, Step};

/// Asks again what was free: after an error as the [`Policy`] says, and numbers without an answer after the product's
/// [settle time](Product::settle).
///
/// Only the numbers that are still open are sent again. A number that may have been paid for never is, unless the
/// policy names the error's code; it then stays in doubt until it is answered. A request whose answer is lost while others
/// of the call were answered costs no answer. One call may take as long as all its attempts and pauses.
#[derive(Clone, Debug)]
pub struct Retry<C> {
    inner: C,
    policy: Policy,
}

impl<C: NumberChecker> Retry<C> {
    /// Asks `inner` again as `policy` says.
    pub const fn new(inner: C, policy: Policy) -> Self {
        Self { inner, policy }
    }
}

#[async_trait]
impl<C: NumberChecker> NumberChecker for Retry<C> {
    type Report = C::Report;

    fn product(&self) -> &Product {
        self.inner.product()
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<C::Report>> {
        let product = self.product();
        let mut open = product.sendable(numbers)?;
        if open.is_empty() {
            return Ok(Batch::unsent(product, numbers));
        }
        // One draw a call: the longest of 2000 draws would be no jitter.
        let policy = self.policy.drawn();
        let mut gather = Gather::new(product, numbers);
        for attempt in 1.. {
            gather.take(product.id(), &open, self.inner.check(&open).await);
            let mut longest = None;
            open.retain(|number| {
                let step = gather.get(number).and_then(|a| policy::next_of(a, attempt, product.settle(), &policy));
                let Some(Step::Again(pause)) = step else { return false };
                longest = longest.max(Some(pause));
                true
            });
            let Some(pause) = longest else { break };
            let doubtful = open.iter().filter_map(|number| gather.get(number)).filter(|answer| answer.is_in_doubt());
            match doubtful.count() {
                0 => tracing::debug!(product = %product.id(), attempt, numbers = open.len(), ?pause, "asking again"),
                repaid => {
                    tracing::warn!(product = %product.id(), attempt, repaid, "asking again, as ordered: this may be paid twice");
                }
            }
            tokio::time::sleep(pause).await;
        }
        gather.finish()
    }
}
