//! `cargo xtask fuzz`: hours of hostile input for everything that reads what others wrote.
//!
//! The targets are in `tests/fuzz/fuzz_targets`; their laws are those of the property tests. What one target finds is kept
//! in `tests/fuzz/artifacts`, and what it has learnt in `tests/fuzz/corpus`, for the next time.

use std::fs;
use std::path::{Path, PathBuf};

use crate::sh::{self, Result, Stream};

mod args;
mod seeds;
mod tally;

use args::Args;
use tally::Tally;

/// Longer inputs teach nothing that shorter ones do not, and are slower.
const LONGEST_INPUT: &str = "-max_len=16384";

pub(crate) fn run(args: &[String]) -> Result {
    let args = Args::read(args, &targets()?)?;
    if !sh::has("fuzz") {
        return Err(
            "cargo-fuzz is not installed: `cargo install cargo-fuzz --locked`, which takes some minutes".to_owned()
        );
    }
    let seeds = seeds::write(&folder().join("corpus"))?;
    println!("{seeds} replies of the fixtures are seeds");
    println!("{:28} {:>12} {:>8} {:>8} {:>8}  verdict", "target", "executions", "exec/s", "corpus", "peak MB");
    let mut found = Vec::new();
    for target in &args.targets {
        let tally = fuzz(target, args.seconds)?;
        println!("{}", tally.row(target));
        if !tally.is_clean() {
            println!("{}", tally.words.join("\n"));
            found.push(target.as_str());
        }
    }
    if found.is_empty() {
        return Ok(());
    }
    Err(format!(
        "{} found something: the input is in tests/fuzz/artifacts/<target>/. Make it a fixture or a regression test, and mend it",
        found.join(", ")
    ))
}

/// Where the targets are.
fn folder() -> PathBuf {
    sh::root().join("tests/fuzz")
}

/// The names of all targets.
fn targets() -> Result<Vec<String>> {
    let at = folder().join("fuzz_targets");
    let entries = fs::read_dir(&at).map_err(|error| format!("{}: {error}", at.display()))?;
    let paths = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut names: Vec<String> = paths.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect();
    names.sort_unstable();
    Ok(names)
}

fn fuzz(target: &str, seconds: u64) -> Result<Tally> {
    let corpus = folder().join("corpus").join(target);
    fs::create_dir_all(&corpus).map_err(|error| format!("{}: {error}", corpus.display()))?;
    // `--sanitizer none`: safe Rust needs no address sanitizer, and stable has none.
    let mut command = sh::cargo(["fuzz", "run", "--fuzz-dir", "tests/fuzz", "--sanitizer", "none", target]);
    command.arg(&corpus).args(read_only(target).iter().filter(|path| path.exists()));
    command.args(["--", &format!("-max_total_time={seconds}"), LONGEST_INPUT, "-print_final_stats=1", "-timeout=10"]);
    let mut tally = Tally::default();
    let passed = sh::watch(&mut command, &Stream::Stderr, |line| tally.read(line))?;
    tally.end(passed);
    Ok(tally)
}

/// Folders of the tree that are seeds as they are.
fn read_only(target: &str) -> [PathBuf; 2] {
    let tests = sh::root().join("tests");
    let own = tests.join("fuzz/seeds").join(target);
    let kept: &Path = match target {
        "fixture" => Path::new("fixtures"),
        "pem" => Path::new("keys"),
        _ => Path::new("fuzz/seeds/none"),
    };
    [own, tests.join(kept)]
}
