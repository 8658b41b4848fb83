//! What keeps a run's requests from being sent, and what tells that another may be.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use tokio::sync::Notify;

#[derive(Debug, Default)]
pub(super) struct Gate {
    /// The run is stopping.
    stopping: AtomicBool,
    /// How many answers could not be committed, and are not saved yet.
    unsaved: Arc<AtomicUsize>,
    /// How many requests have their answers, which are on their way to the disk.
    replied: AtomicUsize,
    reply: Notify,
    /// How many errors are read and not dealt with.
    errors: AtomicUsize,
    /// Whether there is more to ask, so that an intent is likely to come behind an answer.
    more: AtomicBool,
}

impl Gate {
    pub(super) fn stop(&self) {
        self.stopping.store(true, Ordering::SeqCst);
    }

    /// Whether answers wait to be saved: nothing more is sent until they are.
    pub(super) fn is_saving(&self) -> bool {
        self.unsaved.load(Ordering::SeqCst) > 0
    }

    pub(super) fn is_closed(&self) -> bool {
        self.stopping.load(Ordering::SeqCst) || self.is_saving()
    }

    /// What is counted up when an answer cannot be committed, and down by who saves it after all. Given up it stays: the run ends.
    pub(super) const fn unsaved(&self) -> &Arc<AtomicUsize> {
        &self.unsaved
    }

    /// A request has answers, and its commit is waited for: another may be asked meanwhile, for as long as this is kept.
    pub(super) fn replied(&self) -> Replied<'_> {
        self.replied.fetch_add(1, Ordering::SeqCst);
        self.reply.notify_one();
        Replied(self)
    }

    /// A request has failed. Until what is to be done about that is done, no request makes room for another before it is saved:
    /// the product may have ended, or want a pause.
    pub(super) fn failed(self: &Arc<Self>) -> Undealt {
        self.errors.fetch_add(1, Ordering::SeqCst);
        Undealt(self.clone())
    }

    /// How many requests wait for the disk alone.
    pub(super) fn waiting(&self) -> usize {
        self.replied.load(Ordering::SeqCst)
    }

    /// How many more requests may be begun than have ended.
    pub(super) fn places(&self) -> usize {
        if self.errors.load(Ordering::SeqCst) > 0 { 0 } else { self.waiting() }
    }

    /// Waits until a request has its answers.
    pub(super) async fn reply(&self) {
        self.reply.notified().await;
    }

    pub(super) fn tell_more(&self, more: bool) {
        self.more.store(more, Ordering::SeqCst);
    }

    pub(super) fn has_more(&self) -> bool {
        self.more.load(Ordering::SeqCst)
    }
}

/// A request that has its answers.
pub(super) struct Replied<'a>(&'a Gate);

impl Drop for Replied<'_> {
    fn drop(&mut self) {
        self.0.replied.fetch_sub(1, Ordering::SeqCst);
    }
}

/// An error that is not dealt with.
pub(super) struct Undealt(Arc<Gate>);

impl Drop for Undealt {
    fn drop(&mut self) {
        self.0.errors.fetch_sub(1, Ordering::SeqCst);
    }
}
