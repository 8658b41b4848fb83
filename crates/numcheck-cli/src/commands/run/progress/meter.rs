use std::collections::VecDeque;
use std::time::Duration;

/// How far back the rate looks.
const WINDOW: Duration = Duration::from_secs(15);

/// How fast a run goes of late, in numbers a second: over the last seconds, so that one large reply does not make it jump.
#[derive(Debug, Default)]
pub(super) struct Meter {
    /// Since the beginning, and how many were done by then.
    seen: VecDeque<(Duration, u64)>,
}

impl Meter {
    /// Takes note of how many are done.
    pub(super) fn note(&mut self, since: Duration, done: u64) {
        if self.seen.is_empty() {
            self.seen.push_back((Duration::ZERO, 0));
        }
        self.seen.push_back((since, done));
        // One from before the window stays: the rate is measured from there.
        while self.seen.get(1).is_some_and(|(at, _)| since.saturating_sub(*at) > WINDOW) {
            self.seen.pop_front();
        }
    }

    pub(super) fn rate(&self) -> f64 {
        let (Some((from, before)), Some((to, now))) = (self.seen.front(), self.seen.back()) else { return 0.0 };
        let seconds = to.saturating_sub(*from).as_secs_f64();
        #[expect(clippy::cast_precision_loss, reason = "shown to people")]
        let done = now.saturating_sub(*before) as f64;
        if seconds > 0.0 { done / seconds } else { 0.0 }
    }

    /// Seconds until so many more are done, if it goes on like this.
    pub(super) fn left(&self, more: u64) -> Option<f64> {
        let rate = self.rate();
        #[expect(clippy::cast_precision_loss, reason = "shown to people")]
        let more = more as f64;
        (rate > 0.0 && more > 0.0).then(|| more / rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_rate_is_of_late_and_does_not_jump() {
        let mut meter = Meter::default();
        assert!(meter.rate().abs() < f64::EPSILON && meter.left(5).is_none());
        for second in 1..=10 {
            meter.note(Duration::from_secs(second), second * 100);
        }
        assert!((meter.rate() - 100.0).abs() < 1.0, "{}", meter.rate());
        assert!(meter.left(1000).is_some_and(|left| (left - 10.0).abs() < 0.5));
        for second in 11..=60 {
            meter.note(Duration::from_secs(second), 1000);
        }
        assert!(meter.rate() < 1.0, "it stands still: {}", meter.rate());
    }
}
