//! A million numbers at 50 ms latency with faults at 1 %: every line accounted for, the books agree, and how much memory it took.

use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::sh;

const NUMBERS: u64 = 1_000_000;
const FAULTS: &str = "latency=50ms,lost=0.004,cut=0.003,http=0.003,missing=0.001,seed=7";
/// What a run of this size may take, in MiB.
const MOST_MEMORY: u64 = 256;

pub(super) fn run(dir: &Path) -> Result<(), String> {
    // The other build is many times slower.
    let program = super::built(&["--release"])?;
    let io = |error: std::io::Error| error.to_string();
    let mut list = BufWriter::new(File::create(dir.join("list.txt")).map_err(io)?);
    for number in 0..NUMBERS {
        // From 13800100000 on: the sandbox's cards for whole requests lie below.
        writeln!(list, "138{:08}", 100_000 + number).map_err(io)?;
    }
    drop(list);
    let ledger = dir.join("ledger.db");
    let command = |args: &[&str]| {
        let mut command = Command::new(&program);
        command.args(args).current_dir(dir).env("NUMCHECK_LEDGER", &ledger).stdin(std::process::Stdio::null());
        command
    };
    let began = Instant::now();
    let args = ["run", "list.txt", "--sandbox", "--no-progress", "--concurrency", "32", "--sandbox-faults", FAULTS];
    let mut child = command(&args).spawn().map_err(io)?;
    let mut peak = 0;
    let status = loop {
        peak = peak.max(memory(child.id()));
        if let Some(status) = child.try_wait().map_err(io)? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    let took = began.elapsed();
    if status.code() != Some(8) {
        return Err(format!("the run ended with {status}: with lost answers it ends with exit code 8"));
    }
    let shown = sh::read(&mut command(&["runs", "show", "1", "--sandbox", "-f", "json"]))?;
    let summary = serde_json::from_str::<Value>(&shown).map_err(|error| error.to_string())?["summary"].clone();
    let of = |name: &str| summary[name].as_u64().unwrap_or_default();
    let classes =
        ["answered", "no_record", "unanswered", "failed", "rejected", "duplicates", "reused", "in_doubt", "not_sent"];
    let accounted: u64 = classes.into_iter().map(of).sum();
    let bill = super::books::billed(dir)?;
    println!(
        "{NUMBERS} numbers in {:.1} s, {} requests, peak memory {peak} MiB\n{} answered, {} unanswered, {} in doubt, {} not sent; {} billed by the answers, {bill} by the vendor",
        took.as_secs_f64(),
        of("requests"),
        of("answered"),
        of("unanswered"),
        of("in_doubt"),
        of("not_sent"),
        of("billed"),
    );
    let lines = fs::read_to_string(dir.join("list.txt.results.csv")).map_err(io)?.lines().count() as u64;
    for (wrong, words) in [
        (accounted != NUMBERS, format!("{accounted} lines are accounted for")),
        (lines != NUMBERS + 1, format!("the results have {lines} lines")),
        (
            of("billed") > bill || bill > of("billed") + of("unstated") + of("in_doubt"),
            "the books do not agree".to_owned(),
        ),
        (of("in_doubt") == 0 || of("in_doubt") > NUMBERS / 20, "doubt is not what the faults make it".to_owned()),
        (peak > MOST_MEMORY, format!("more than {MOST_MEMORY} MiB")),
    ] {
        if wrong {
            return Err(words);
        }
    }
    Ok(())
}

/// The most memory a process has had, in MiB.
fn memory(process: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse::<u64>().ok());
    kib.unwrap_or_default() / 1024
}
