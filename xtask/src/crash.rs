//! `cargo xtask crash`: kills `numcheck run` with SIGKILL wherever it hurts, resumes it, and holds its ledger against the
//! bill of the sandbox, which is a process of its own and survives.
//!
//! The invariants are those of reliability.md, section 4. That they can fail is shown by `--planted`: bugs put in on
//! purpose, each of which must be found.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, io, thread};

mod books;
mod check;
mod kill;
mod million;
mod plan;
mod results;
mod round;
mod tally;
mod trace;
mod verify;

use kill::Program;
use plan::Plan;
use round::Report;
use tally::Tally;

use crate::sh;

/// Rounds at once: a process that waits for a vendor's pause, or for its sandbox to end, costs nothing.
const ROUNDS_AT_ONCE: u64 = 24;
/// Kills with a bug planted in.
const PLANTED_KILLS: u64 = 60;
/// Bugs that lose money or the ledger, and that the kills must find; [`trace::BUG`] is for the trace.
const BUGS: [&str; 4] = ["resend-intents", "retry-in-doubt", "failover-in-doubt", "count-early"];

const USAGE: &str = "\
cargo xtask crash [--kills N] [--seed S] [--numbers PERCENT] [--bug NAME] [--round R]
    kill N times (100), in rounds that follow from the seed (1); --numbers 300 makes lists three times as long, --round
    plays one round alone, --bug plants a bug
cargo xtask crash --planted [--seed S]
    the same with every planted bug in turn, each of which must be found, and without one
cargo xtask crash --million
    a million numbers at 50 ms latency with faults at 1 %, and how much memory that takes
cargo xtask crash --trace
    show with strace that a completed sync stands between every intent and the first byte of its request";

struct Options {
    kills: u64,
    seed: u64,
    percent: usize,
    bug: Option<String>,
    round: Option<u64>,
}

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    let mut options = Options { kills: 100, seed: 1, percent: 100, bug: None, round: None };
    let (mut planted, mut million, mut trace) = (false, false, false);
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().ok_or_else(|| format!("{arg} needs a value\n\n{USAGE}"));
        let number = |text: &String| text.parse::<u64>().map_err(|_| format!("{text} is no number\n\n{USAGE}"));
        match arg.as_str() {
            "--bug" => options.bug = Some(value()?.clone()),
            "--kills" => options.kills = number(value()?)?,
            "--million" => million = true,
            "--numbers" => options.percent = usize::try_from(number(value()?)?).unwrap_or(100),
            "--planted" => planted = true,
            "--round" => options.round = Some(number(value()?)?),
            "--seed" => options.seed = number(value()?)?,
            "--trace" => trace = true,
            _ => return Err(format!("{arg} is no option of crash\n\n{USAGE}")),
        }
    }
    let dir = Scratch::new()?;
    if million {
        return million::run(dir.path());
    }
    let program = Program { path: build(dir.path())?, bug: options.bug.clone() };
    if trace {
        return trace::run(&program, dir.path());
    }
    if planted {
        return self::planted(&program, &options, dir.path());
    }
    let tally = campaign(&program, &options, dir.path())?;
    println!("{}", tally.summary());
    dir.keep_if(!tally.found.is_empty());
    if tally.found.is_empty() { Ok(()) } else { Err(tally.complaint(&options)) }
}

/// Every planted bug must be found, and nothing without one.
fn planted(program: &Program, options: &Options, dir: &Path) -> Result<(), String> {
    let mut missed = Vec::new();
    for bug in BUGS.map(Some).into_iter().chain([None]) {
        let program = Program { bug: bug.map(str::to_owned), ..program.clone() };
        let options = Options { kills: PLANTED_KILLS, bug: program.bug.clone(), ..*options };
        let dir = dir.join(bug.unwrap_or("none"));
        fs::create_dir(&dir).map_err(|error| error.to_string())?;
        let tally = campaign(&program, &options, &dir)?;
        let caught =
            tally.found.first().map(|(round, _, violation)| format!("{} (round {round})", violation.invariant));
        println!("{:<18} {}", bug.unwrap_or("no bug"), caught.as_deref().unwrap_or("nothing found"));
        if bug.is_some() != caught.is_some() {
            missed.push(bug.map_or_else(|| tally.complaint(&options), |bug| format!("{bug} is not found")));
        }
    }
    let traced = trace::run(&Program { bug: Some(trace::BUG.to_owned()), ..program.clone() }, dir);
    println!(
        "{:<18} {}",
        trace::BUG,
        traced.as_ref().err().map_or("nothing found", |found| found.lines().next().unwrap_or_default())
    );
    if traced.is_ok() {
        missed.push(format!("{} is not found", trace::BUG));
    }
    if missed.is_empty() { Ok(()) } else { Err(missed.join("\n")) }
}

fn campaign(program: &Program, options: &Options, dir: &Path) -> Result<Tally, String> {
    let began = Instant::now();
    let tally = Mutex::new(Tally::default());
    let next = AtomicU64::new(options.round.unwrap_or(0));
    thread::scope(|scope| {
        // A round has about five kills.
        let at_once = if options.round.is_some() { 1 } else { (options.kills / 6).clamp(1, ROUNDS_AT_ONCE) };
        for _ in 0..at_once {
            scope.spawn(|| {
                while !tally.lock().unwrap_or_else(PoisonError::into_inner).is_done(options) {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    let stop = || tally.lock().unwrap_or_else(PoisonError::into_inner).is_over();
                    let played = play(program, options, dir, round, &stop);
                    tally.lock().unwrap_or_else(PoisonError::into_inner).add(round, played);
                }
            });
        }
    });
    let mut tally = tally.into_inner().unwrap_or_else(PoisonError::into_inner);
    tally.took = began.elapsed();
    tally.failed.take().map_or(Ok(tally), Err)
}

fn play(
    program: &Program,
    options: &Options,
    dir: &Path,
    round: u64,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Report>, String> {
    let dir = dir.join(format!("round-{round}"));
    fs::create_dir(&dir).map_err(|error| error.to_string())?;
    let report = round::play(program, &dir, Plan::of(options.seed, round, options.percent), stop)?;
    if report.as_ref().is_none_or(|report| report.violations.is_empty()) && options.round.is_none() {
        remove(&dir).map_err(|error| error.to_string())?;
    }
    Ok(report)
}

/// Removes a round's folder. The sandbox of a tool that was killed lives a moment longer, and may write to it meanwhile.
fn remove(dir: &Path) -> io::Result<()> {
    const TRIES: u32 = 20;
    for _ in 1..TRIES {
        match fs::remove_dir_all(dir) {
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
                thread::sleep(Duration::from_millis(50));
            }
            done => return done,
        }
    }
    fs::remove_dir_all(dir)
}

/// Builds the tool with the hooks of this suite, and takes a copy: another build would replace it.
fn build(dir: &Path) -> Result<PathBuf, String> {
    let built = built(&["--features", "planted-bugs"])?;
    let copy = dir.join("numcheck");
    fs::copy(&built, &copy).map_err(|error| format!("{}: {error}", built.display()))?;
    Ok(copy)
}

/// Builds the tool, and tells where it is.
fn built(flags: &[&str]) -> Result<PathBuf, String> {
    let args = [&["build", "--quiet", "--package", "numcheck-cli", "--message-format=json-render-diagnostics"], flags]
        .concat();
    let messages = sh::read(&mut sh::cargo(args))?;
    let executables = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
    let mut executables = executables.filter_map(|message| Some(message["executable"].as_str()?.to_owned()));
    executables.next_back().map(PathBuf::from).ok_or_else(|| "cargo built no program".to_owned())
}

/// A folder for this suite, removed at the end unless something was found.
struct Scratch(PathBuf, std::cell::Cell<bool>);

impl Scratch {
    fn new() -> Result<Self, String> {
        let dir = std::env::temp_dir().join(format!("numcheck-crash-{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        Ok(Self(dir, std::cell::Cell::new(false)))
    }

    fn path(&self) -> &Path {
        &self.0
    }

    fn keep_if(&self, keep: bool) {
        if keep {
            eprintln!("kept: {}", self.0.display());
        }
        self.1.set(keep);
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        if !self.1.get() {
            drop(fs::remove_dir_all(&self.0));
        }
    }
}
