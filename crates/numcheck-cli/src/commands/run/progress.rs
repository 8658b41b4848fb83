//! How far a run is, on standard error: a line that is drawn again on a terminal, a line now and then elsewhere, or JSON.

use std::time::{Duration, Instant};

use numcheck_bulk::{Activity, Progress};
use numcheck_core::Timestamp;
use serde_json::json;
use tokio::sync::watch;

use self::line::line;
use self::meter::Meter;
use crate::args::ProgressArg;
use crate::lang;
use crate::output::terminal::{Terminal, moves};
use crate::output::{live, say};

mod line;
mod meter;

/// How often the line of a terminal is drawn.
const DRAW: Duration = Duration::from_millis(200);
/// When the first line is written where there is no terminal, and how often after that.
const FIRST: Duration = Duration::from_secs(2);
const WRITE: Duration = Duration::from_secs(10);
/// How often a JSON object is written.
const JSON: Duration = Duration::from_secs(1);

/// How progress is shown, once it is known what standard error is.
#[derive(Clone, Copy, Debug)]
enum Form {
    Drawn,
    Json,
    Lines,
}

/// Shows how far a run is, until it ends.
pub(super) async fn show(run: i64, mut progress: watch::Receiver<Progress>, priced: bool, wanted: ProgressArg) {
    let form = match (wanted, Terminal::stderr().filter(|_| moves())) {
        (ProgressArg::None, _) => return,
        (ProgressArg::Json, _) => Form::Json,
        (ProgressArg::Auto, Some(_)) => Form::Drawn,
        _ => Form::Lines,
    };
    let began = Instant::now();
    let mut meter = Meter::default();
    let (first, every) = match form {
        Form::Drawn => (DRAW, DRAW),
        Form::Json => (JSON, JSON),
        Form::Lines => (FIRST, WRITE),
    };
    let mut every = tokio::time::interval_at(tokio::time::Instant::now() + first, every);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut measured = tokio::time::interval(JSON);
    loop {
        tokio::select! {
            _ = every.tick() => {
                if matches!(form, Form::Json) {
                    meter.note(began.elapsed(), progress.borrow().done);
                }
                tell(form, run, &progress.borrow(), &meter, priced);
            }
            _ = measured.tick() => meter.note(began.elapsed(), progress.borrow().done),
            changed = progress.changed() => if changed.is_err() { break },
        }
    }
    match form {
        Form::Drawn => live::draw(""),
        Form::Json => {
            meter.note(began.elapsed(), progress.borrow().done);
            write_json(run, "end", &progress.borrow(), &meter, priced);
        }
        Form::Lines => {}
    }
}

fn tell(form: Form, run: i64, progress: &Progress, meter: &Meter, priced: bool) {
    match form {
        // The last cell stays free: some terminals break the line there.
        Form::Drawn => {
            let columns = Terminal::stderr().map_or(80, |terminal| terminal.columns) - 1;
            live::draw(&line(progress, meter, priced, lang::current(), columns));
        }
        Form::Json => write_json(run, "progress", progress, meter, priced),
        Form::Lines => say(line(progress, meter, priced, lang::current(), usize::MAX)),
    }
}

/// One object a line, as `schemas/progress.v1.json` has it.
fn write_json(run: i64, event: &str, progress: &Progress, meter: &Meter, priced: bool) {
    let activity = if event == "end" { &Activity::Asking } else { &progress.activity };
    let (product, pause) = match activity {
        Activity::Paused { product, why, .. } => (Some(product), Some(why.word())),
        _ => (None, None),
    };
    let tenth = |n: f64| (n * 10.0).round() / 10.0;
    let object = json!({
        "v": 1,
        "event": event,
        "run": run,
        "at": Timestamp::now(),
        "total": progress.total,
        "done": progress.done,
        "requests": progress.requests,
        "in_flight": progress.in_flight,
        "rate": tenth(meter.rate()),
        "seconds_left": meter.left(progress.total.saturating_sub(progress.done)).filter(|_| event != "end").map(tenth),
        "spent": progress.spent,
        "cost": priced.then_some(progress.cost),
        "in_doubt": progress.in_doubt,
        "activity": if event == "end" { "ended" } else { activity.word() },
        "pause": pause,
        "product": product,
        "until": activity.until(),
    });
    live::above(format!("{object}\n").as_bytes());
}
