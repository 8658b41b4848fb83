use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::sync::Mutex;
use tokio::time::{Instant, sleep_until};

/// Requests to one product, evenly spaced, and none before the end of a pause the vendor asked for.
#[derive(Debug)]
pub(super) struct Pace {
    interval: Duration,
    /// When the next permit may be given.
    permit: Mutex<Instant>,
    /// When the next request may leave. A permit is taken before the intent is committed, and commits take their time: so
    /// the spacing is kept again when the request leaves.
    send: Mutex<Instant>,
    /// How many wait for a permit.
    waiting: AtomicUsize,
}

impl Pace {
    pub(super) fn new(rate: Option<f64>) -> Self {
        let interval =
            rate.filter(|rate| *rate > 0.0).map_or(Duration::ZERO, |rate| Duration::from_secs_f64(1.0 / rate));
        let now = Instant::now();
        Self { interval, permit: Mutex::new(now), send: Mutex::new(now), waiting: AtomicUsize::new(0) }
    }

    /// Waits for the turn to record an intent.
    pub(super) async fn permit(&self) {
        self.waiting.fetch_add(1, Ordering::Relaxed);
        wait(&self.permit, self.interval).await;
        self.waiting.fetch_sub(1, Ordering::Relaxed);
    }

    /// Whether requests wait for their turn.
    pub(super) fn is_reached(&self) -> bool {
        !self.interval.is_zero() && self.waiting.load(Ordering::Relaxed) > 0
    }

    /// Waits, next to nothing, until the request may leave.
    pub(super) async fn leave(&self) {
        wait(&self.send, self.interval).await;
    }
}

async fn wait(turn: &Mutex<Instant>, interval: Duration) {
    if interval.is_zero() {
        return;
    }
    let mine = {
        let mut next = turn.lock().await;
        let mine = (*next).max(Instant::now());
        *next = mine + interval;
        mine
    };
    sleep_until(mine).await;
}
