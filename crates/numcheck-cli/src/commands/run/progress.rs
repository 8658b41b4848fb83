use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

use numcheck_bulk::Progress;
use tokio::sync::watch;

/// How often the line of a terminal is drawn.
const DRAW: Duration = Duration::from_millis(200);
/// How often a line is written where there is no terminal.
const WRITE: Duration = Duration::from_secs(10);

/// Shows how far a run is, until it ends: one line that is drawn again on a terminal, a line now and then elsewhere.
pub(super) async fn show(mut progress: watch::Receiver<Progress>, priced: bool) {
    let terminal = io::stderr().is_terminal();
    let began = Instant::now();
    let mut every = tokio::time::interval(if terminal { DRAW } else { WRITE });
    every.tick().await;
    loop {
        tokio::select! {
            _ = every.tick() => draw(&line(&progress.borrow(), began, priced), terminal),
            changed = progress.changed() => if changed.is_err() { break },
        }
    }
    if terminal {
        draw("", true);
    }
}

fn draw(line: &str, terminal: bool) {
    let mut stderr = io::stderr().lock();
    let _ = if terminal { write!(stderr, "\r\u{1b}[K{line}") } else { writeln!(stderr, "{line}") };
    let _ = stderr.flush();
}

fn line(progress: &Progress, began: Instant, priced: bool) -> String {
    let seconds = began.elapsed().as_secs_f64().max(0.001);
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let (done, total) = (progress.done as f64, progress.total.max(1) as f64);
    let rate = done / seconds;
    let mut parts = vec![
        format!("{} of {} ({:.0} %)", progress.done, progress.total, 100.0 * done / total),
        format!("{rate:.0}/s"),
    ];
    if progress.done > 0 && progress.done < progress.total {
        parts.push(format!("{} left", left((total - done) / rate)));
    }
    let cost = if priced { format!(" = {}", numcheck_bulk::export::money(progress.cost)) } else { String::new() };
    parts.push(format!("{} spent{cost}", progress.spent));
    if progress.in_doubt > 0 {
        parts.push(format!("{} in doubt", progress.in_doubt));
    }
    parts.extend(progress.waiting.clone());
    parts.join("  ")
}

fn left(seconds: f64) -> String {
    match seconds {
        seconds if seconds < 90.0 => format!("{seconds:.0} s"),
        seconds if seconds < 5400.0 => format!("{:.0} min", seconds / 60.0),
        seconds => format!("{:.1} h", seconds / 3600.0),
    }
}
