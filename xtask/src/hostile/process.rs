//! A process: started, watched from outside, ended if it does not end.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(1);
/// A process that takes longer is stuck.
const LONGEST: Duration = Duration::from_secs(300);

/// A process that has ended.
#[derive(Debug)]
pub(super) struct Ended {
    /// Its exit code; `None` if a signal ended it.
    pub(super) code: Option<i32>,
    pub(super) out: String,
    pub(super) err: String,
    pub(super) took: Duration,
    /// The most memory it has had.
    pub(super) peak_mib: f64,
}

impl Ended {
    pub(super) fn panicked(&self) -> bool {
        self.err.contains("panicked at") || self.code.is_none_or(|code| code == 101)
    }

    /// The end of what it said.
    pub(super) fn last_words(&self) -> String {
        let words = self.err.trim();
        let from = words.char_indices().rev().nth(300).map_or(0, |(at, _)| at);
        words[from..].replace('\n', " | ")
    }

    /// The JSON objects it wrote, one a line.
    pub(super) fn json(&self) -> Vec<serde_json::Value> {
        self.out.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
    }
}

/// Runs a command to its end, its output kept in files of `dir`.
pub(super) fn run(command: &mut Command, dir: &Path) -> Result<Ended, String> {
    run_with(command, dir, b"")
}

/// The same with this on its standard input.
pub(super) fn run_with(command: &mut Command, dir: &Path, input: &[u8]) -> Result<Ended, String> {
    let io = |error: std::io::Error| format!("{}: {error}", command_name(command));
    let (out, err) = (dir.join(".stdout"), dir.join(".stderr"));
    let files = (File::create(&out).map_err(io)?, File::create(&err).map_err(io)?);
    let began = Instant::now();
    let spawned = command.stdin(Stdio::piped()).stdout(files.0).stderr(files.1).spawn();
    let mut child = spawned.map_err(|error| format!("{}: {error}", command_name(command)))?;
    // It may be gone before it has read all.
    drop(child.stdin.take().map(|mut stdin| stdin.write_all(input)));
    let process = child.id();
    let mut peak_mib: f64 = 0.0;
    while !is_over(process) {
        peak_mib = peak_mib.max(mib(process));
        if began.elapsed() > LONGEST {
            drop(child.kill());
            break;
        }
        std::thread::sleep(LOOK);
    }
    let took = began.elapsed();
    let status = child.wait().map_err(|error| error.to_string())?;
    let text = |path: &Path| fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    let read = |path: &Path| text(path).map_err(|error| format!("{}: {error}", path.display()));
    Ok(Ended { code: status.code(), out: read(&out)?, err: read(&err)?, took, peak_mib })
}

fn command_name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

/// The most memory a process has had so far, in MiB.
fn mib(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or_default() / 1024.0
}

/// It has ended, and waits to be asked how.
fn is_over(process: u32) -> bool {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    stat.rsplit_once(')').is_none_or(|(_, fields)| fields.trim_start().starts_with('Z'))
}
