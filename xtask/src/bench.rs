//! `cargo xtask bench`: a run with its ledger, raced against bare HTTP and against a plain program, on any machine.
//!
//! Timings are noisy, so what counts is the ratio of contenders in the same round; where the floor itself moves too much
//! nothing is concluded. Every result is checked: a fast wrong answer fails.

use std::path::{Path, PathBuf};
use std::time::Duration;

mod floor;
mod journal;
mod latency;
mod lean;
mod lists;
mod measure;
mod memory;
mod pace;
mod plain;
mod race;
mod resume;
mod rows;
mod table;
mod vendor;

use floor::Manner;
use journal::Journal;
use race::Course;

const USAGE: &str = "\
cargo xtask bench [--rounds N] [--numbers N] [--json]
    a million numbers from CSV to CSV: bare HTTP, numcheck with its ledger on the disk and in memory, programs without one
cargo xtask bench latency [--rounds N] [--json]
    one number a request, in a loop and one after the other, against bare HTTP
cargo xtask bench memory [--numbers N] [--json]
    the peak memory and the ledger's size at 1 and at 10 million numbers
cargo xtask bench resume [--numbers N] [--json]
    the time from the command to its first request, after 1 and after 10 million numbers were answered";

/// What was asked of the bench.
pub(crate) struct Options {
    rounds: usize,
    /// How long the list is at most; `None` where nobody said.
    numbers: Option<u64>,
    json: bool,
}

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let (what, rest) = match args.split_first() {
        Some((first, rest)) if !first.starts_with("--") => (first.as_str(), rest),
        _ => ("race", args),
    };
    match what {
        "race" => table::race(&options(rest)?),
        "latency" => latency::run(&options(rest)?),
        "memory" => memory::run(&options(rest)?),
        "resume" => resume::run(&options(rest)?),
        // Processes of a race, so that what each takes can be told apart.
        "vendor" => {
            let course = Course::parse(rest)?;
            vendor::serve(&vendor::Options {
                shape: course.shape,
                numbers: course.numbers,
                batch: course.batch,
                latency: course.latency,
                tells: course.tells,
            })
        }
        "floor" => floor::run(&address(rest)?, &Course::parse(rest)?, &manner(rest)?),
        "lean" => {
            let (list, results) = (path(rest, "list")?, path(rest, "results")?);
            lean::run(&address(rest)?, &Course::parse(rest)?, &list, &results, &manner(rest)?)
        }
        "plain" => plain::run(&address(rest)?, &Course::parse(rest)?, &path(rest, "list")?, &path(rest, "results")?),
        "reqwest" => latency::bare_reqwest(&address(rest)?, &Course::parse(rest)?),
        "loop" => latency::contend(&address(rest)?, &Course::parse(rest)?, value(rest, "reuse") == Some("true")),
        other => Err(format!("there is no bench {other:?}\n\n{USAGE}")),
    }
}

/// What each contender runs on: two threads.
fn runtime() -> Result<tokio::runtime::Runtime, String> {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).enable_all().build().map_err(|error| error.to_string())
}

fn options(args: &[String]) -> Result<Options, String> {
    let mut options = Options { rounds: 5, numbers: None, json: false };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut number = || args.next().and_then(|n| n.parse::<u64>().ok()).ok_or(format!("{arg} wants a number"));
        match arg.as_str() {
            "--rounds" => options.rounds = usize::try_from(number()?).unwrap_or(usize::MAX).max(1),
            "--numbers" => options.numbers = Some(number()?.max(10_000)),
            "--json" => options.json = true,
            _ => return Err(format!("there is no {arg:?}\n\n{USAGE}")),
        }
    }
    Ok(options)
}

/// The value of `name=value` among the arguments of a contender.
fn value<'a>(args: &'a [String], name: &str) -> Option<&'a str> {
    args.iter().find_map(|arg| arg.strip_prefix(name)?.strip_prefix('='))
}

fn address(args: &[String]) -> Result<String, String> {
    value(args, "address").map(str::to_owned).ok_or_else(|| "address=HOST:PORT is missing".to_owned())
}

fn manner(args: &[String]) -> Result<Manner, String> {
    let journal = value(args, "journal").map(|path| Journal::begin(Path::new(path))).transpose()?;
    Ok(Manner { fresh: value(args, "reuse") == Some("false"), journal })
}

fn path(args: &[String], name: &str) -> Result<PathBuf, String> {
    value(args, name).map(PathBuf::from).ok_or_else(|| format!("{name}=FILE is missing"))
}

/// `50` of `latency=50`, in milliseconds.
fn millis(args: &[String], name: &str) -> Duration {
    Duration::from_millis(value(args, name).and_then(|n| n.parse().ok()).unwrap_or_default())
}
