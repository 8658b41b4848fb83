//! Places that cannot be written, and a disk that is full.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use numcheck_sandbox::billing;

use super::process;
use super::tool::Tool;
use super::trial::{Trial, Verdict};

pub(super) fn trials() -> Vec<Trial> {
    vec![
        Trial::new("disk, full in the middle of a run", full),
        Trial::new("disk, results at a link to a file of somebody's", link),
        Trial::new("disk, results at a folder", |tool, dir| {
            fs::create_dir(dir.join("out.csv")).map_err(|error| error.to_string())?;
            refused(tool, dir, "out.csv")
        }),
        Trial::new("disk, results in no folder", |tool, dir| refused(tool, dir, "none/out.csv")),
    ]
}

fn list(dir: &Path, count: usize) -> Result<(), String> {
    // The sandbox is silent about numbers that end in 6.
    let numbers: Vec<String> = (0..).filter(|n| n % 10 != 6).take(count).map(|n| format!("1380010{n:04}")).collect();
    fs::write(dir.join("list.txt"), numbers.join("\n")).map_err(|error| error.to_string())
}

/// A disk of 1 MiB with a ledger on it: the run stops sending, says so, and goes on when there is room.
fn full(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let disk = dir.join("disk");
    fs::create_dir(&disk).map_err(|error| error.to_string())?;
    let mounted = mount(&["-t", "tmpfs", "-o", "size=640k", "none"], &disk);
    if !mounted {
        return Ok(Verdict::new("not tried: no mount here"));
    }
    let played = on_full_disk(tool, dir, &disk);
    let mut unmount = Command::new("umount");
    drop(unmount.arg(&disk).stderr(Stdio::null()).status());
    played
}

fn on_full_disk(tool: &Tool, dir: &Path, disk: &Path) -> Result<Verdict, String> {
    list(dir, 4000)?;
    let args = "run list.txt -p juhe/line-status --sandbox --no-progress --max-doubt 8 --concurrency 1 -o out.csv";
    let run = || {
        let mut command = tool.command(dir, args);
        process::run(command.env("NUMCHECK_LEDGER", disk.join("ledger.db")), dir)
    };
    let ended = run()?;
    let requests = || billing::read(disk.join("ledger.sandbox.bill")).map_or(0, |bill| bill.requests.len());
    let sent = requests();
    let mut verdict = Verdict::new(format!("exit code {}, {sent} sent", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(60), 0.0, 200.0);
    verdict.hold(ended.code.is_some_and(|code| code != 0), || "it says that all is well".to_owned());
    verdict.hold(ended.err.contains("Make room on the disk") || ended.err.contains("make room"), || ended.last_words());
    verdict.hold(sent < 500, || format!("{sent} requests: it went on"));
    verdict.hold(mount(&["-o", "remount,size=64m"], disk), || "the disk cannot be made larger".to_owned());
    let again = run()?;
    let most = billing::read(disk.join("ledger.sandbox.bill")).map(|bill| bill.numbers.values().copied().max());
    verdict.hold(matches!(most, Ok(Some(1))), || format!("a number was billed {most:?} times"));
    verdict.hold(matches!(again.code, Some(0 | 3 | 8)), || format!("it does not go on: {}", again.last_words()));
    Ok(verdict)
}

fn mount(args: &[&str], at: &Path) -> bool {
    Command::new("mount").args(args).arg(at).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// What the link names stays as it is: a file that the owner did not name is not overwritten.
fn link(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    list(dir, 10)?;
    let io = |error: std::io::Error| error.to_string();
    fs::write(dir.join("precious"), "precious").map_err(io)?;
    std::os::unix::fs::symlink(dir.join("precious"), dir.join("out.csv")).map_err(io)?;
    let ended = process::run(&mut tool.command(dir, "run list.txt --sandbox --no-progress -o out.csv"), dir)?;
    let mut verdict = Verdict::new(format!("exit code {}", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(10), 0.0, 200.0);
    let precious = fs::read_to_string(dir.join("precious")).map_err(io)?;
    verdict.hold(precious == "precious", || "the file behind the link was overwritten".to_owned());
    verdict.hold(ended.code == Some(0), || ended.last_words());
    let results = fs::symlink_metadata(dir.join("out.csv")).map_err(io)?;
    verdict.hold(results.is_file(), || "the results are no file".to_owned());
    Ok(verdict)
}

/// Found before anything is sent.
fn refused(tool: &Tool, dir: &Path, out: &str) -> Result<Verdict, String> {
    list(dir, 10)?;
    let ended = process::run(&mut tool.command(dir, &format!("run list.txt --sandbox --no-progress -o {out}")), dir)?;
    let sent = billing::read(dir.join("ledger.sandbox.bill")).map_or(0, |bill| bill.requests.len());
    let mut verdict = Verdict::new(format!("exit code {}, {sent} sent", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(10), 0.0, 200.0);
    verdict.hold(ended.code.is_some_and(|code| code != 0) && !ended.err.is_empty(), || ended.last_words());
    verdict.hold(sent == 0, || format!("{sent} requests were sent first"));
    Ok(verdict)
}
