use tokio::sync::watch;

use crate::exit::Exit;
use crate::output::say;

/// The first Ctrl-C lets what is in flight finish and be saved; the second one ends the program, and what was in flight is
/// in doubt.
pub(super) fn watch(stop: watch::Sender<bool>) {
    tokio::spawn(async move {
        if tokio::signal::ctrl_c().await.is_err() {
            // Without signals there is nothing to watch for, and the run must not take the closed channel for a stop.
            std::future::pending::<()>().await;
        }
        say("\nstopping: what is in flight is finished and saved; Ctrl-C again ends at once and leaves it in doubt");
        let _ = stop.send(true);
        if tokio::signal::ctrl_c().await.is_ok() {
            say(
                "ended: what was in flight is in doubt; the same command says which numbers, and goes on with the rest",
            );
            std::process::exit(Exit::InDoubt as i32);
        }
    });
}
