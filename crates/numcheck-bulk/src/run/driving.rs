//! A drive under way: a task among its requests, for beside them each that ends would wake another thread.

use std::panic::resume_unwind;
use std::sync::Arc;

use tokio::sync::watch;
use tokio::task::{self, JoinHandle};

use super::Run;
use super::drive::Drive;
use super::ending::Ending;
use super::gate::Gate;
use super::progress::Progress;
use crate::messages::run as messages;
use crate::{Error, Result};

/// Whoever drops it stops it: nothing more is sent.
struct Driving {
    task: JoinHandle<Ending>,
    gate: Arc<Gate>,
}

impl Drop for Driving {
    fn drop(&mut self) {
        self.gate.stop();
        self.task.abort();
    }
}

pub(super) async fn drive(
    run: &Run<'_>,
    id: i64,
    stop: watch::Receiver<bool>,
    progress: watch::Sender<Progress>,
) -> Result<Ending> {
    let drive = Drive::new(run, id)?;
    let gate = drive.gate.clone();
    let mut driving = Driving { task: task::spawn(drive.go(stop, progress)), gate };
    (&mut driving.task).await.map_err(|error| match error.try_into_panic() {
        Ok(panic) => resume_unwind(panic),
        Err(error) => Error::Ledger(messages::task_ended(error.to_string())),
    })
}
