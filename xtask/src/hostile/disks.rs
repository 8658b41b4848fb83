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
        Trial::new("disk, filled by the results while the ledger needs it", filled_by_results),
        Trial::new("disk, results at a link to a file of somebody's", link),
        Trial::new("disk, results at a folder", |tool, dir| {
            fs::create_dir(dir.join("out.csv")).map_err(|error| error.to_string())?;
            refused(tool, dir, "out.csv")
        }),
        Trial::new("disk, results in no folder", |tool, dir| refused(tool, dir, "none/out.csv")),
        Trial::new("disk, results at a full device", |tool, dir| refused(tool, dir, "/dev/full")),
        Trial::new("disk, results at a pipe", |tool, dir| {
            let made = Command::new("mkfifo").arg(dir.join("out.csv")).status();
            if !made.is_ok_and(|made| made.success()) {
                return Ok(Verdict::untried("no mkfifo here"));
            }
            refused(tool, dir, "out.csv")
        }),
        Trial::new("disk, results on a disk that may only be read", |tool, dir| {
            on_disk(dir, "ro,size=64k", || refused(tool, dir, "disk/out.csv"))
        }),
        Trial::new("disk, a ledger on a disk that may only be read", |tool, dir| {
            on_disk(dir, "ro,size=64k", || refused(tool, dir, "out.csv --ledger disk/ledger.db"))
        }),
        Trial::new("disk, the results' place becomes a link while the run goes on", swapped),
    ]
}

fn list(dir: &Path, count: usize) -> Result<(), String> {
    // The sandbox is silent about numbers that end in 6.
    let numbers: Vec<String> = (0..).filter(|n| n % 10 != 6).take(count).map(|n| format!("1380010{n:04}")).collect();
    fs::write(dir.join("list.txt"), numbers.join("\n")).map_err(|error| error.to_string())
}

/// A disk of 1 MiB with a ledger on it: the run stops sending, says so, and goes on when there is room.
fn full(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    on_disk(dir, "size=640k", || on_full_disk(tool, dir, &dir.join("disk")))
}

/// Plays on a disk in memory, mounted as `disk`.
fn on_disk(dir: &Path, options: &str, play: impl FnOnce() -> Result<Verdict, String>) -> Result<Verdict, String> {
    let disk = dir.join("disk");
    fs::create_dir(&disk).map_err(|error| error.to_string())?;
    if !mount(&["-t", "tmpfs", "-o", options, "none"], &disk) {
        return Ok(Verdict::untried("no mount here"));
    }
    let played = play();
    drop(Command::new("umount").arg(&disk).stderr(Stdio::null()).status());
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

/// The results are larger than the disk, and are begun while the run goes on: the ledger has the room, and each number is answered.
/// Who finds the disk full first is chance, so it is tried a few times.
fn filled_by_results(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let mut last = Verdict::untried("no mount here");
    for (nth, size) in ["size=14m", "size=8m", "size=14m", "size=14m"].into_iter().enumerate() {
        let dir = dir.join(nth.to_string());
        fs::create_dir(&dir).map_err(|error| error.to_string())?;
        last = filled_by_results_of(size, tool, &dir)?;
        if !last.wrong.is_empty() || last.untried {
            break;
        }
    }
    Ok(last)
}

fn filled_by_results_of(size: &str, tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    const COUNT: usize = 60_000;
    let pad = "x".repeat(300);
    let numbers = (0..).filter(|n| n % 10 != 6).take(COUNT).map(|n| format!("139{:08},{pad}", 12_340_000 + n));
    fs::write(dir.join("list.csv"), numbers.collect::<Vec<_>>().join("\n")).map_err(|error| error.to_string())?;
    on_disk(dir, size, || {
        let disk = dir.join("disk");
        // The sandbox stands for a vendor, whose bill is on a disk of its own.
        let io = |error: std::io::Error| error.to_string();
        fs::create_dir(dir.join("bill")).map_err(io)?;
        std::os::unix::fs::symlink(dir.join("bill"), disk.join("ledger.sandbox.bill")).map_err(io)?;
        let run = |args: &str| {
            let mut command = tool.command(dir, args);
            process::run(command.env("NUMCHECK_LEDGER", disk.join("ledger.db")), dir)
        };
        let args = "run list.csv -p ywjisu/line-status --sandbox --no-progress -o disk/out.csv";
        let ended = run(args)?;
        let bill = billing::read(disk.join("ledger.sandbox.bill")).map_err(|error| error.to_string())?;
        let (asked, most) = (bill.numbers.len(), bill.numbers.values().copied().max());
        let mut verdict = Verdict::new(format!("exit code {}, {asked} asked", ended.code.unwrap_or(-1)));
        verdict.takes(&ended, Duration::from_secs(60), 0.0, 200.0);
        verdict.hold(most == Some(1), || format!("a number was billed {most:?} times"));
        verdict.hold(asked == COUNT, || format!("{asked} of {COUNT} were asked: {}", ended.last_words()));
        verdict.hold(ended.err.contains("No space left"), || ended.last_words());
        verdict.hold(!disk.join("out.csv").exists(), || "results that are not whole are in their place".to_owned());
        verdict.hold(mount(&["-o", "remount,size=64m"], &disk), || "the disk cannot be made larger".to_owned());
        let again = run(args)?;
        let after = billing::read(disk.join("ledger.sandbox.bill")).map_err(|error| error.to_string())?;
        verdict.hold(after.requests.len() == bill.requests.len(), || "it asked once more".to_owned());
        let lines = fs::read_to_string(disk.join("out.csv")).unwrap_or_default().lines().count();
        verdict.hold(lines == COUNT + 1, || format!("{lines} lines of results: {}", again.last_words()));
        Ok(verdict)
    })
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

/// Somebody who may write to the folder puts a link there between the first look and the end.
fn swapped(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    list(dir, 200)?;
    let io = |error: std::io::Error| error.to_string();
    fs::write(dir.join("precious"), "precious").map_err(io)?;
    let swap = {
        let dir = dir.to_owned();
        std::thread::spawn(move || {
            let mut swaps = 0;
            while !dir.join("done").exists() {
                let out = dir.join("out.csv");
                // What is there by then is the results.
                if !out.exists() && std::os::unix::fs::symlink(dir.join("precious"), &out).is_ok() {
                    swaps += 1;
                }
                std::thread::sleep(Duration::from_millis(1));
            }
            swaps
        })
    };
    let args = "run list.txt --sandbox --no-progress --max-doubt 20 --concurrency 1 -o out.csv";
    let ended = process::run(&mut tool.command(dir, args), dir)?;
    fs::write(dir.join("done"), "").map_err(io)?;
    let swaps = swap.join().map_err(|_| "the swapping ended".to_owned())?;
    let mut verdict = Verdict::new(format!("exit code {}, {swaps} links", ended.code.unwrap_or(-1)));
    verdict.takes(&ended, Duration::from_secs(30), 0.0, 200.0);
    verdict.hold(swaps > 0, || "no link was put there".to_owned());
    verdict.hold(fs::read_to_string(dir.join("precious")).map_err(io)? == "precious", || {
        "the file behind the link was overwritten".to_owned()
    });
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
