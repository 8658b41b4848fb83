//! What a process takes: time, processor, memory. Read from outside, so that it is the same for every program.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How often a process is looked at.
const LOOK: Duration = Duration::from_millis(2);
/// Linux counts processor time in hundredths of a second.
const TICKS: f64 = 100.0;

/// What one process took.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub(super) seconds: f64,
    pub(super) cpu_seconds: f64,
    pub(super) peak_mib: f64,
    pub(super) ledger_bytes: u64,
    pub(super) output: String,
}

/// Has a program and what it reads at hand: what no program has looked at for a few seconds some machines get back a page at a
/// time, and a list of a million numbers then takes a tenth of a second to read. That is the machine's, and would be charged to
/// who reads a list.
pub(super) fn at_hand(files: &[&Path]) {
    for file in files {
        // Where it is not there, whoever needs it says so.
        let _ = File::open(file).and_then(|mut file| io::copy(&mut file, &mut io::sink()));
    }
}

/// Runs a command to its end. Anything but success is an error, with what it said.
pub(super) fn run(command: &mut Command) -> Result<Taken, String> {
    let began = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} does not start: {error}", command.get_program().to_string_lossy()))?;
    let mut taken = Taken::default();
    let process = child.id();
    loop {
        taken.peak_mib = taken.peak_mib.max(peak_mib(process));
        // Read before it is asked whether it ended: what has been waited for is gone.
        taken.cpu_seconds = cpu_seconds(process).unwrap_or(taken.cpu_seconds);
        if is_over(process) {
            break;
        }
        std::thread::sleep(LOOK);
    }
    taken.seconds = began.elapsed().as_secs_f64();
    taken.cpu_seconds = cpu_seconds(process).unwrap_or(taken.cpu_seconds);
    let (mut out, mut err) = (String::new(), String::new());
    let _ = child.stdout.take().map(|mut pipe| pipe.read_to_string(&mut out));
    let _ = child.stderr.take().map(|mut pipe| pipe.read_to_string(&mut err));
    let status = child.wait().map_err(|error| error.to_string())?;
    taken.output = out;
    if status.success() { Ok(taken) } else { Err(format!("{status}: {err}")) }
}

/// The most memory a process has had, in MiB; 0 once it is gone.
pub(super) fn peak_mib(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kib: Option<f64> = line.and_then(|line| line.trim().trim_end_matches("kB").trim().parse().ok());
    kib.unwrap_or_default() / 1024.0
}

/// The fields behind the name of a process, which may hold spaces and brackets.
fn fields(process: u32) -> Option<Vec<String>> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    Some(stat.rsplit_once(')')?.1.split_whitespace().map(str::to_owned).collect())
}

/// Processor time in user and system.
fn cpu_seconds(process: u32) -> Option<f64> {
    let fields = fields(process)?;
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok());
    Some((ticks(11)? + ticks(12)?) / TICKS)
}

/// It has ended, and waits to be asked how.
fn is_over(process: u32) -> bool {
    fields(process).is_none_or(|fields| fields.first().is_some_and(|state| state == "Z"))
}
