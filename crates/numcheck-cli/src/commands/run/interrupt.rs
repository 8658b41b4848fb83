use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::watch;

use crate::exit::Exit;
use crate::invocation;
use crate::messages::run as messages;
use crate::output::{live, say};

/// The first Ctrl-C, SIGTERM or SIGHUP lets what is in flight finish and be saved; the second one ends the program, and what was in flight is
/// in doubt. Once `saved`, nothing is in flight and the first one ends the program.
pub(super) fn watch(stop: watch::Sender<bool>, run: String, saved: Arc<AtomicBool>) {
    tokio::spawn(async move {
        asked_to_stop().await;
        if saved.load(Ordering::SeqCst) {
            leave_saved(&run);
        }
        say(messages::stopping());
        let _ = stop.send(true);
        if tokio::signal::ctrl_c().await.is_ok() {
            if saved.load(Ordering::SeqCst) {
                leave_saved(&run);
            }
            live::draw("");
            say(messages::ended());
            say(messages::go_on(invocation::to_go_on()));
            std::process::exit(Exit::InDoubt as i32);
        }
    });
}

/// Ends while the results are written: every answer is in the ledger.
fn leave_saved(run: &str) {
    say(messages::ended_saved());
    say(messages::export_later(run));
    std::process::exit(Exit::Incomplete as i32);
}

/// Ctrl-C, or what a service manager or a terminal that is closed sends instead.
async fn asked_to_stop() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let (Ok(mut terminate), Ok(mut hang_up)) = (signal(SignalKind::terminate()), signal(SignalKind::hangup())) {
            tokio::select! {
                _ = terminate.recv() => return,
                _ = hang_up.recv() => return,
                Ok(()) = tokio::signal::ctrl_c() => return,
            }
        }
    }
    if tokio::signal::ctrl_c().await.is_err() {
        // Without signals there is nothing to watch for, and the run must not take the closed channel for a stop.
        std::future::pending::<()>().await;
    }
}
