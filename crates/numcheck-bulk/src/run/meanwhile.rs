//! What is made while a run goes on: its results, as far as they are certain, and its standing.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::Run;
use crate::Result;
use crate::export::{Ahead, ExportOptions};
use crate::standing::{Following, Standing};
use crate::view::View;

#[derive(Debug, Default)]
pub(super) struct Meanwhile {
    /// Results that are written.
    ahead: Mutex<Option<Ahead>>,
    /// Where its numbers stand.
    following: Mutex<Option<Following>>,
}

impl Meanwhile {
    fn ahead(&self) -> MutexGuard<'_, Option<Ahead>> {
        self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn following(&self) -> MutexGuard<'_, Option<Following>> {
        self.following.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads the standing from here on.
    pub(super) fn follow(&self, following: Option<Following>) {
        *self.following() = following;
    }

    /// What became of a request of so many numbers is in the ledger.
    pub(super) fn settled(&self, numbers: usize) {
        if let Some(following) = &mut *self.following() {
            following.settled(numbers);
        }
    }

    /// Each of these positions has its report, from this request.
    pub(super) fn answered(&self, request: i64, positions: Vec<u32>) {
        if let Some(ahead) = &mut *self.ahead() {
            ahead.answered(request, positions);
        }
    }

    /// Throws away what is written ahead; whether there was anything.
    pub(super) fn drop_ahead(&self) -> bool {
        self.ahead().take().is_some()
    }

    /// Writes to the ledger, and once more with the room of what is written ahead where that fails.
    pub(super) async fn with_room<T, F: Future<Output = Result<T>>>(&self, write: impl Fn() -> F) -> Result<T> {
        match write().await {
            Err(_) if self.drop_ahead() => write().await,
            written => written,
        }
    }
}

impl Run<'_> {
    /// Begins to write the results that [`export`](Self::export) gives, while the run goes on: those of the first lines, up to
    /// one whose number has no report yet. They stand beside their place under another name until then, and take room on the
    /// disk; where the ledger finds none, they go.
    ///
    /// It is done where it is worth while: in a new run, for results in one file of lines.
    pub fn write_ahead(&self, to: &Path, options: ExportOptions) {
        if self.view.standing.is_untold() {
            *self.meanwhile.ahead() = Ahead::begin(&self.view, to, options);
        }
    }

    /// Writes the results, as [`View::export`](crate::View::export) does, behind what was written [ahead](Self::write_ahead) where it still holds.
    ///
    /// # Errors
    ///
    /// As [`View::export`](crate::View::export).
    pub fn export(&self, to: &Path, options: ExportOptions) -> Result<Vec<PathBuf>> {
        let ahead = self.meanwhile.ahead().take();
        self.view.export_behind(ahead, to, options)
    }

    /// Where the numbers stand, now that nothing is under way.
    pub(super) fn stands(&self, id: i64) -> Result<Standing> {
        let View { ledger, plan, rules, .. } = &self.view;
        let following = self.meanwhile.following().take();
        match following {
            Some(following) => following.end(ledger, id, plan, rules),
            None => Standing::of(ledger, Some(id), plan, rules, false),
        }
    }
}
