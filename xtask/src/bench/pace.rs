//! How long requests took, one by one.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// The time of every request of a contender.
#[derive(Debug, Default)]
pub(super) struct Times(Mutex<Vec<Duration>>);

impl Times {
    pub(super) fn add(&self, mut times: Vec<Duration>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).append(&mut times);
    }

    /// What a contender tells of itself on standard output: seconds, the middle request in microseconds.
    pub(super) fn tell(&self, all: Duration) {
        let mut times = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        times.sort_unstable();
        let middle = times.get(times.len() / 2).copied().unwrap_or_default();
        println!("{} {}", all.as_secs_f64(), middle.as_secs_f64() * 1e6);
    }
}

/// What a contender told of itself.
#[derive(Clone, Copy, Debug)]
pub(super) struct Told {
    pub(super) seconds: f64,
    pub(super) middle_micros: f64,
}

impl Told {
    pub(super) fn parse(output: &str) -> Result<Self, String> {
        let mut figures = output.split_whitespace().map(str::parse::<f64>);
        match (figures.next(), figures.next()) {
            (Some(Ok(seconds)), Some(Ok(middle_micros))) => Ok(Self { seconds, middle_micros }),
            _ => Err(format!("the contender told no time: {output:?}")),
        }
    }
}
