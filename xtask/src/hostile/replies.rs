//! A vendor that means harm, asked by `numcheck check`, and by a run with many requests under way.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use numcheck_tests::hostile::{Case, Endpoint, Expect, NUMBER, Scale, Script, Vendor, cases, floods};
use serde_json::Value;

use super::process::{self, Ended};
use super::tool::Tool;
use super::trial::{MOST_MIB, Trial, Verdict};

/// How long a reply is waited for: long only where it ends by itself.
fn deadline(case: &Case) -> Duration {
    Duration::from_secs(if case.endless { 2 } else { 20 })
}

pub(super) fn trials() -> Vec<Trial> {
    let mut trials = Vec::new();
    for endpoint in Endpoint::ALL {
        for case in cases().into_iter().chain(floods()) {
            let name = format!("reply, {}: {}", endpoint.product, case.name);
            trials.push(Trial::new(name, move |tool, dir| check(tool, dir, &endpoint, &case)));
        }
    }
    trials.push(Trial::new("reply, a run, 8 requests at once: 1 GB each", run));
    trials
}

fn check(tool: &Tool, dir: &Path, endpoint: &Endpoint, case: &Case) -> Result<Verdict, String> {
    let vendor = Vendor::start().map_err(|error| error.to_string())?;
    let args = format!("check -p {} --timeout {}s -f json {NUMBER}", endpoint.product, deadline(case).as_secs());
    let asked = |script: Script, ledger: &str| {
        vendor.plays(script);
        let mut command = asking(tool, dir, endpoint, &vendor, &args);
        process::run(command.env("NUMCHECK_LEDGER", dir.join(ledger)), dir)
    };
    let base = asked(Script::new().replies(endpoint.success()), "harmless.db")?;
    let ended = asked(case.script(endpoint, Scale::Full), "ledger.db")?;
    let rows = ended.json();
    let row = rows.first().cloned().unwrap_or_default();
    let mut verdict = Verdict::new(told(&row));
    verdict.takes(&ended, deadline(case) + Duration::from_secs(1), base.peak_mib, MOST_MIB);
    verdict.hold(base.code == Some(0), || format!("the harmless one failed: {}", base.last_words()));
    verdict.hold(vendor.connections() == 1, || format!("it was sent {} times", vendor.connections()));
    verdict.hold(is_right(case.expect, &row), || format!("{:?} is due: {}", case.expect, ended.last_words()));
    verdict.hold(!ended.err.contains(|c: char| c.is_control() && c != '\n'), || "it orders the terminal".to_owned());
    let kept = fs::metadata(dir.join("ledger.db")).map_or(0, |meta| meta.len());
    verdict.hold(kept < 12 << 20, || format!("the ledger has {} MiB", kept >> 20));
    Ok(verdict)
}

/// The tool with this endpoint's credentials, asking this vendor.
pub(super) fn asking(tool: &Tool, dir: &Path, endpoint: &Endpoint, vendor: &Vendor, args: &str) -> Command {
    let mut command = tool.command(dir, args);
    command.args(["--base-url", vendor.url()]).envs(endpoint.credentials.iter().copied());
    command
}

fn told(row: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    match row["outcome"].as_str() {
        Some("report") => format!("answered, {}", word(&row["charge"])),
        Some(_) => format!("{}, {}", word(&row["error"]["kind"]), word(&row["charge"])),
        None => "nothing".to_owned(),
    }
}

fn is_right(expect: Expect, row: &Value) -> bool {
    let (kind, charge) = (row["error"]["kind"].as_str(), row["charge"].as_str());
    let final_doubt = charge == Some("unknown") && row["error"]["retry"] == "never";
    match expect {
        Expect::Answered => row["outcome"] == "report" && charge != Some("free"),
        Expect::Doubt(due) => final_doubt && kind == Some(due.word()),
        Expect::Lost => row["outcome"] == "failed" && charge != Some("free"),
        Expect::Refused => kind == Some("auth") && charge == Some("free"),
        Expect::FreeIfUnseen => row["outcome"].is_string(),
    }
}

/// Each of a hundred numbers is a request, and each reply has no end.
fn run(tool: &Tool, dir: &Path) -> Result<Verdict, String> {
    let endpoint = Endpoint::ALL[1];
    let vendor = Vendor::start().map_err(|error| error.to_string())?;
    let list: Vec<String> = (0..100).map(|n| format!("138000{n:05}")).collect();
    fs::write(dir.join("list.txt"), list.join("\n")).map_err(|error| error.to_string())?;
    let args = format!("run list.txt -p {} --concurrency 8 --timeout 20s --no-progress", endpoint.product);
    let asked = |script: Script, ledger: &str| -> Result<Ended, String> {
        vendor.plays(script);
        let mut command = asking(tool, dir, &endpoint, &vendor, &args);
        process::run(command.env("NUMCHECK_LEDGER", dir.join(ledger)), dir)
    };
    let harmless = asked(Script::new().replies(endpoint.code("224922")), "harmless.db")?;
    let endless = cases().into_iter().find(|case| case.name.starts_with("1 GB by")).ok_or("no such case")?;
    let ended = asked(endless.script(&endpoint, Scale::Full), "ledger.db")?;
    let kept = fs::metadata(dir.join("ledger.db")).map_or(0, |meta| meta.len());
    let mut verdict = Verdict::new(format!("{} requests, {} MiB kept", vendor.connections(), kept >> 20));
    verdict.takes(&ended, Duration::from_secs(60), harmless.peak_mib, 8.0 * MOST_MIB);
    verdict.hold(harmless.code == Some(0), || format!("the harmless one failed: {}", harmless.last_words()));
    verdict.hold(ended.code == Some(8), || format!("exit code {:?}: {}", ended.code, ended.last_words()));
    verdict.hold(vendor.connections() <= 100, || format!("{} requests", vendor.connections()));
    verdict.hold(kept < 128 << 20, || format!("the ledger has {} MiB", kept >> 20));
    Ok(verdict)
}
