use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use numcheck_core::{
    Answer, Batch, Charge, Error, ErrorKind, NumberChecker, PhoneNumber, Product, ProductId, Report, Result,
    async_trait,
};
use tokio::sync::watch;

use crate::gather::Gather;
use crate::messages;

mod flight;
mod store;

use flight::{Flights, Landed};
use store::Store;

/// Keeps answers for a while, and lets concurrent checks of one number share one request. The outermost layer.
///
/// - Reports and "no record" are kept; failures, refusals and numbers that nobody answered never are.
/// - A kept answer is [`Free`](Charge::Free) for the call that gets it and leaves no receipt; its `answered_at`, `by` and
///   `order_id` are those of the request that bought it. So is an answer that another call is just buying.
/// - A call that has begun to ask goes on when its caller leaves, and its answers are kept: each runs as a tokio task of
///   its own. Nobody then gets its receipts; they are logged by `tracing` at info.
/// - If the request that a call waits for is lost, its numbers are in doubt for that call too.
///
/// It holds 100,000 numbers unless [told otherwise](Self::capacity). Calls must run within a tokio runtime.
pub struct Cache<C: NumberChecker> {
    inner: Arc<C>,
    store: Store<C::Report>,
    flights: Flights<C::Report>,
}

impl<C: NumberChecker> Cache<C> {
    /// Keeps answers of `inner` until they are `age` old.
    pub fn new(inner: C, age: Duration) -> Self {
        Self { inner: Arc::new(inner), store: Store::new(age), flights: Flights::default() }
    }

    /// Another age limit for the answers of one product. (Two vendors of one kind of report need not age alike.)
    pub fn age_of(mut self, product: ProductId, age: Duration) -> Self {
        self.store = self.store.age_of(product, age);
        self
    }

    /// How many numbers are kept at most.
    pub fn capacity(mut self, numbers: u64) -> Self {
        self.store = self.store.capacity(numbers);
        self
    }

    /// Claims the numbers that nobody is asking about and begins to ask; gives them, and every request to wait for.
    fn board(&self, numbers: &[PhoneNumber]) -> (Vec<PhoneNumber>, Joined<C::Report>) {
        let (mine, sender, joined) = self.flights.board(numbers);
        if let Some(sender) = sender {
            let (inner, store, flights) = (self.inner.clone(), self.store.clone(), self.flights.clone());
            let asked = mine.clone();
            // Not in the caller's future: a caller who leaves would leave a paid answer behind.
            tokio::spawn(async move {
                let landed = ask(&*inner, &store, &asked).await;
                flights.land(&asked, &sender, landed);
            });
        }
        (mine, joined)
    }
}

/// Each request that answers for some of a call's numbers.
type Joined<R> = Vec<(watch::Receiver<Option<Arc<Landed<R>>>>, Vec<PhoneNumber>)>;

/// Asks about what was not bought between the caller's look and its claim.
async fn ask<C: NumberChecker>(inner: &C, store: &Store<C::Report>, numbers: &[PhoneNumber]) -> Landed<C::Report> {
    let (kept, wanted) = store.look_up(numbers).await;
    if wanted.is_empty() {
        return Landed { result: Ok(Batch::empty()), kept };
    }
    let result = inner.check(&wanted).await;
    for answer in result.iter().flat_map(|batch| &batch.answers) {
        store.keep(answer).await;
    }
    Landed { result, kept }
}

#[async_trait]
impl<C: NumberChecker> NumberChecker for Cache<C> {
    type Report = C::Report;

    fn product(&self) -> &Product {
        self.inner.product()
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<C::Report>> {
        let product = self.product();
        let send = product.sendable(numbers)?;
        let mut gather = Gather::new(product, numbers);
        let (kept, wanted) = self.store.look_up(&send).await;
        gather.put_all(kept);
        let (mine, joined) = self.board(&wanted);
        for (mut flight, numbers) in joined {
            let landed = flight.wait_for(Option::is_some).await.ok().and_then(|landed| landed.clone());
            let own = numbers == mine;
            match landed {
                Some(landed) if own => landed.give_to_buyer(product.id(), &numbers, &mut gather),
                Some(landed) => landed.give_to_others(product.id(), &numbers, &mut gather),
                // Its task panicked, or the runtime is shutting down.
                None => {
                    let lost = Error::new(ErrorKind::Protocol, Charge::Unknown, messages::no_end());
                    let lost = lost.at(product.id());
                    if own {
                        gather.take(product.id(), &numbers, Err(lost));
                    } else {
                        gather.fail(product.id(), &numbers, &lost);
                    }
                }
            }
        }
        gather.finish()
    }
}

impl<C: NumberChecker> fmt::Debug for Cache<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cache").field("inner", &self.inner).field("store", &self.store).finish_non_exhaustive()
    }
}

/// The same answer for a call that does not pay for it.
fn for_free<R: Report>(answer: &Answer<R>) -> Answer<R> {
    let mut answer = answer.clone();
    if answer.outcome.is_answered() {
        answer.charge = Charge::FREE_INFERRED;
    }
    answer
}

fn by_number<R>(answers: &[Answer<R>]) -> HashMap<PhoneNumber, &Answer<R>> {
    answers.iter().map(|answer| (answer.number, answer)).collect()
}
