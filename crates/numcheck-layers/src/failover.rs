use std::borrow::Cow;

use numcheck_core::{Answer, Batch, NumberChecker, Outcome, PhoneNumber, Product, Report, Result, async_trait};

use crate::gather::{Gather, is_open};
use crate::planted::{Bug, planted};

/// Asks a second product about the numbers that the first leaves open.
///
/// Open is a number that has no answer and certainly cost nothing: unanswered, failed free, refused; and one whose
/// answer has a status [named by the owner](Self::next_on). A number in doubt is never open: a second vendor would be a
/// second purchase. What the first answered is kept where the second has nothing better, and the receipts of both are
/// returned.
///
/// Its product is the first's, with the smaller `max_batch` of the two: put [`Split`](crate::Split) on the one that takes
/// fewer. Numbers of a kind that the second does not take are not sent to it. For three products, fail over twice.
#[derive(Clone, Debug)]
pub struct Failover<A, B> {
    first: A,
    second: B,
    product: Product,
    open: Vec<Cow<'static, str>>,
}

impl<A: NumberChecker, B: NumberChecker<Report = A::Report>> Failover<A, B> {
    /// Asks `first`, and `second` about what is open then.
    pub fn new(first: A, second: B) -> Self {
        let most = first.product().max_batch().min(second.product().max_batch());
        let product = first.product().clone().batches_of(most);
        Self { first, second, product, open: Vec::new() }
    }

    /// Asks the second product about numbers of this status too: a word of
    /// [`Summary::status`](numcheck_core::Summary::status) such as `not_in_database`, or `no_record`.
    ///
    /// This orders a second purchase of those numbers, if the first product charged for its answer.
    pub fn next_on(mut self, status: impl Into<Cow<'static, str>>) -> Self {
        self.open.push(status.into());
        self
    }

    fn is_open(&self, answer: &Answer<A::Report>) -> bool {
        let named = |status: &str| self.open.iter().any(|open| open == status);
        match &answer.outcome {
            Outcome::Report(report) => !self.open.is_empty() && named(&report.summary().status),
            Outcome::NoRecord => named("no_record"),
            _ => is_open(answer) || (planted(Bug::FailoverAfterLostAnswer) && answer.is_in_doubt()),
        }
    }
}

#[async_trait]
impl<A: NumberChecker, B: NumberChecker<Report = A::Report>> NumberChecker for Failover<A, B> {
    type Report = A::Report;

    fn product(&self) -> &Product {
        &self.product
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<A::Report>> {
        let send = self.product.sendable(numbers)?;
        if send.is_empty() {
            return Ok(Batch::unsent(&self.product, numbers));
        }
        let mut gather = Gather::new(&self.product, numbers);
        gather.take(self.product.id(), &send, self.first.check(&send).await);
        let second = self.second.product();
        let is_open = |number: &PhoneNumber| gather.get(number).is_some_and(|answer| self.is_open(answer));
        let open: Vec<_> = send.into_iter().filter(|number| second.accepts(number) && is_open(number)).collect();
        if !open.is_empty() {
            tracing::debug!(first = %self.product.id(), second = %second.id(), numbers = open.len(), "failing over");
            gather.take(second.id(), &open, self.second.check(&open).await);
        }
        gather.finish()
    }
}
