use std::fmt;
use std::time::Duration;

use moka::future::Cache;
use numcheck_core::{Answer, PhoneNumber, ProductId, Report};
use tokio::time::Instant;

use super::for_free;
use crate::planted::{Bug, planted};

/// moka does not take a longer one.
const OLDEST: Duration = Duration::from_secs(100 * 365 * 24 * 60 * 60);

/// The answers that are kept, each with the moment it came.
#[derive(Clone)]
pub(super) struct Store<R: Report> {
    kept: Cache<PhoneNumber, (Answer<R>, Instant)>,
    capacity: u64,
    age: Duration,
    ages: Vec<(ProductId, Duration)>,
}

impl<R: Report> Store<R> {
    pub(super) fn new(age: Duration) -> Self {
        Self { kept: Cache::new(0), capacity: 100_000, age, ages: Vec::new() }.build()
    }

    pub(super) fn age_of(mut self, product: ProductId, age: Duration) -> Self {
        self.ages.push((product, age));
        self.build()
    }

    pub(super) fn capacity(mut self, numbers: u64) -> Self {
        self.capacity = numbers;
        self.build()
    }

    /// moka forgets by the longest age and by its own clock; what is fresh enough is decided in `look_up`.
    fn build(mut self) -> Self {
        let longest = self.ages.iter().map(|(_, age)| *age).fold(self.age, Duration::max).min(OLDEST);
        self.kept = Cache::builder().max_capacity(self.capacity).time_to_live(longest).build();
        self
    }

    /// The answers that are fresh, free for whoever gets them, and the numbers that have none.
    pub(super) async fn look_up(&self, numbers: &[PhoneNumber]) -> (Vec<Answer<R>>, Vec<PhoneNumber>) {
        let (mut kept, mut wanted) = (Vec::new(), Vec::new());
        for number in numbers {
            match self.kept.get(number).await {
                Some((answer, since)) if since.elapsed() < self.limit(&answer.by) => kept.push(for_free(&answer)),
                _ => wanted.push(*number),
            }
        }
        (kept, wanted)
    }

    pub(super) async fn keep(&self, answer: &Answer<R>) {
        if answer.outcome.is_answered() || planted(Bug::CacheOfFailures) {
            self.kept.insert(answer.number, (answer.clone(), Instant::now())).await;
        }
    }

    fn limit(&self, product: &ProductId) -> Duration {
        self.ages.iter().rev().find(|(of, _)| of == product).map_or(self.age, |(_, age)| *age)
    }
}

impl<R: Report> fmt::Debug for Store<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store")
            .field("capacity", &self.capacity)
            .field("age", &self.age)
            .field("ages", &self.ages)
            .finish_non_exhaustive()
    }
}
