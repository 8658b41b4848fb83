//! What every request of a running sandbox shares.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::sync::{mpsc, watch};

use crate::billing::Book;
use crate::faults::Plans;

#[derive(Debug)]
pub(crate) struct App {
    pub(crate) book: Book,
    pub(crate) plans: Plans,
    /// Takes the listener away for a while.
    pub(crate) down: mpsc::UnboundedSender<Duration>,
    /// True, or closed, once the sandbox stops.
    pub(crate) stopping: watch::Receiver<bool>,
    activity: Mutex<Activity>,
}

#[derive(Debug)]
struct Activity {
    in_flight: usize,
    latest: Instant,
}

/// A request that is being answered.
pub(crate) struct Busy(Arc<App>);

impl App {
    pub(crate) fn new(
        book: Book,
        plans: Plans,
        down: mpsc::UnboundedSender<Duration>,
        stopping: watch::Receiver<bool>,
    ) -> Self {
        let activity = Mutex::new(Activity { in_flight: 0, latest: Instant::now() });
        Self { book, plans, down, stopping, activity }
    }

    pub(crate) fn enter(self: &Arc<Self>) -> Busy {
        self.note(1);
        Busy(self.clone())
    }

    /// How long no request came or was being answered; none while one is.
    pub(crate) fn idle(&self) -> Option<Duration> {
        let activity = self.activity.lock().unwrap_or_else(PoisonError::into_inner);
        (activity.in_flight == 0).then(|| activity.latest.elapsed())
    }

    /// Returns once the sandbox stops.
    pub(crate) async fn stopped(&self) {
        // A dropped sender says the same as a sent stop.
        drop(self.stopping.clone().wait_for(|stopping| *stopping).await);
    }

    fn note(&self, change: isize) {
        let mut activity = self.activity.lock().unwrap_or_else(PoisonError::into_inner);
        activity.in_flight = activity.in_flight.saturating_add_signed(change);
        activity.latest = Instant::now();
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        self.0.note(-1);
    }
}
