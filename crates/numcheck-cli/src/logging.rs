//! The log, for operators: off until asked for, on standard error, and without a whole number or a key.

use std::io::{self, Write};
use std::str::FromStr;

use tracing_subscriber::filter::{LevelFilter, Targets, filter_fn};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, fmt};

use crate::args::LogFormat;
use crate::fault::Failure;
use crate::messages::logging as messages;
use crate::output::live;
use crate::output::terminal::Terminal;

/// What is logged, where no `-v` says it: a level, or `target=level` between commas.
const FILTER: &str = "NUMCHECK_LOG";

/// Libraries that send what we send: nothing of theirs is ever logged, whatever the filter says, for it may hold a key.
const NEVER: [&str; 8] = ["axum", "h2", "hyper", "mio", "reqwest", "rustls", "tokio", "tower"];

/// Starts the log. `-v` tells of runs and what goes wrong, `-vv` of every request, `-vvv` of the ledger's commits too.
pub(crate) fn start(verbose: u8, format: LogFormat) -> Result<(), Failure> {
    let wanted = match verbose {
        0 => match std::env::var(FILTER) {
            Ok(filter) if !filter.trim().is_empty() => Targets::from_str(&filter)
                .map_err(|_| Failure::question(messages::no_filter(), messages::no_filter_cure()))?,
            _ => return Ok(()),
        },
        1 => own(LevelFilter::INFO),
        2 => own(LevelFilter::DEBUG),
        _ => own(LevelFilter::TRACE),
    };
    let allowed = filter_fn(|metadata| !NEVER.iter().any(|library| metadata.target().starts_with(library)));
    let color = Terminal::stderr().is_some_and(|terminal| terminal.color);
    let layer = fmt::layer().with_writer(Above).with_ansi(color);
    let layer = match format {
        LogFormat::Json => layer.json().flatten_event(true).boxed(),
        LogFormat::Text => layer.boxed(),
    };
    // A second start in one process, as in an embedding program, leaves the first one's log.
    let _ = tracing_subscriber::registry().with(layer.with_filter(wanted).with_filter(allowed)).try_init();
    Ok(())
}

/// All crates of ours.
fn own(level: LevelFilter) -> Targets {
    Targets::new().with_target("numcheck", level)
}

/// Writes each event whole, above the line of progress.
struct Above;

impl Write for Above {
    fn write(&mut self, event: &[u8]) -> io::Result<usize> {
        live::above(event);
        Ok(event.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl MakeWriter<'_> for Above {
    type Writer = Self;

    fn make_writer(&self) -> Self {
        Self
    }
}
