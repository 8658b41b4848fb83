use std::collections::BTreeMap;

use numcheck_core::Timestamp;
use serde::Serialize;

use crate::ledger::Event;

/// Buckets, in milliseconds; each divides the next.
const WIDTHS: [i64; 14] = [
    100, 200, 1_000, 2_000, 10_000, 30_000, 60_000, 120_000, 600_000, 1_800_000, 3_600_000, 7_200_000, 21_600_000,
    86_400_000,
];
/// More buckets than this are drawn together.
const MOST_BUCKETS: i64 = 80;
/// Days begin in Beijing, where the vendors are: UTC+8.
const BEIJING: i64 = 8 * 3_600_000;

/// Requests over time, and what happened to the run.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Timeline {
    /// How long a bucket is, in milliseconds.
    pub bucket_ms: i64,
    /// Buckets with requests in them, the oldest first.
    pub buckets: Vec<Bucket>,
    /// What happened, the oldest first.
    pub events: Vec<Happening>,
}

/// The requests that were sent within one stretch of time.
#[derive(Clone, Debug, Serialize)]
pub struct Bucket {
    /// When it begins.
    pub from: Timestamp,
    /// Requests sent.
    pub requests: u64,
    /// Numbers in them.
    pub numbers: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
}

/// Something that happened to a run.
#[derive(Clone, Debug, Serialize)]
pub struct Happening {
    /// When.
    pub at: Timestamp,
    /// What: `started`, `resumed`, `stopped`, `finished`, or the ledger's own word.
    pub kind: String,
    /// Why, where it was said.
    pub why: Option<String>,
    /// The same in Chinese, where the ledger has it.
    pub why_zh: Option<String>,
}

#[derive(Default)]
pub(super) struct Counter {
    width: usize,
    buckets: BTreeMap<i64, [u64; 3]>,
}

impl Counter {
    pub(super) fn take(&mut self, sent_at: Timestamp, numbers: u64, billed: u64) {
        let sums = self.buckets.entry(start(sent_at.as_millis(), WIDTHS[self.width])).or_default();
        for (sum, more) in sums.iter_mut().zip([1, numbers, billed]) {
            *sum += more;
        }
        while self.span() > MOST_BUCKETS * WIDTHS[self.width] && self.width + 1 < WIDTHS.len() {
            self.width += 1;
            let mut wider: BTreeMap<i64, [u64; 3]> = BTreeMap::new();
            for (from, counts) in std::mem::take(&mut self.buckets) {
                let sums = wider.entry(start(from, WIDTHS[self.width])).or_default();
                sums.iter_mut().zip(counts).for_each(|(sum, more)| *sum += more);
            }
            self.buckets = wider;
        }
    }

    fn span(&self) -> i64 {
        let (first, last) = (self.buckets.first_key_value(), self.buckets.last_key_value());
        first.zip(last).map_or(0, |((first, _), (last, _))| last - first)
    }

    pub(super) fn finish(self, events: Vec<Event>) -> Timeline {
        let bucket = |(from, [requests, numbers, billed]): (i64, [u64; 3])| Bucket {
            from: Timestamp::from_millis(from),
            requests,
            numbers,
            billed,
        };
        let mut started = false;
        let happening = |event: Event| {
            let again = event.kind == "started" && std::mem::replace(&mut started, true);
            Happening {
                at: event.at,
                kind: if again { "resumed".to_owned() } else { event.kind },
                why: event.detail["why"].as_str().map(numcheck_core::mask_text),
                why_zh: event.detail["why_zh"].as_str().map(numcheck_core::mask_text),
            }
        };
        Timeline {
            bucket_ms: WIDTHS[self.width],
            buckets: self.buckets.into_iter().map(bucket).collect(),
            events: events.into_iter().map(happening).collect(),
        }
    }
}

fn start(millis: i64, width: i64) -> i64 {
    (millis + BEIJING).div_euclid(width) * width - BEIJING
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_length_fits_and_nothing_is_lost() {
        for step in [1, 70, 5_000, 400_000, 90_000_000] {
            let mut counter = Counter::default();
            for n in 0..500 {
                counter.take(Timestamp::from_millis(1_700_000_000_000 + n * step), 2, 1);
            }
            let times = counter.finish(Vec::new());
            let sums = times.buckets.iter().fold((0, 0, 0), |(requests, numbers, billed), bucket| {
                (requests + bucket.requests, numbers + bucket.numbers, billed + bucket.billed)
            });
            assert_eq!(sums, (500, 1000, 500));
            assert!(times.buckets.len() <= 81 || times.bucket_ms == 86_400_000, "{}", times.buckets.len());
        }
    }
}
