//! `cargo xtask test`: all tests of the workspace.
//!
//! Under cargo-nextest if it is installed, under `cargo test` if not. Arguments go to that runner, and then the
//! documentation's examples are left out: `cargo xtask test -p numcheck-juhe`, `cargo xtask test replays`.

use crate::sh::{self, Result, Stream};

const ALL: [&str; 3] = ["--workspace", "--all-features", "--locked"];

pub(crate) fn run(args: &[String]) -> Result {
    if !sh::has("nextest") {
        eprintln!("cargo-nextest is not installed: `cargo test` is used, which is slower and as good.");
        let mut tests = Tally::new("tests and examples");
        let mut command = sh::cargo(["test", "--no-fail-fast", "--color", sh::colour()]);
        let passed = sh::watch(command.args(scope(args)).args(args), &Stream::Stdout, |line| {
            println!("{line}");
            tests.count(line);
        })?;
        return conclude(passed, &[tests]);
    }

    let mut tests = Tally::new("tests");
    let mut command = sh::cargo(["nextest", "run", "--no-fail-fast", "--color", sh::colour()]);
    let mut passed = sh::watch(command.args(scope(args)).args(args), &Stream::Stderr, |line| {
        eprintln!("{line}");
        tests.count_nextest(line);
    })?;
    if !args.is_empty() {
        return conclude(passed, &[tests]);
    }
    let mut examples = Tally::new("examples in the documentation");
    let mut command = sh::cargo(["test", "--doc", "--no-fail-fast", "--color", sh::colour()]);
    passed &= sh::watch(command.args(ALL), &Stream::Stdout, |line| {
        println!("{line}");
        examples.count(line);
    })?;
    conclude(passed, &[tests, examples])
}

/// The whole workspace, unless the arguments choose packages.
fn scope(args: &[String]) -> &'static [&'static str] {
    let chosen = args.iter().any(|arg| arg == "-p" || arg.starts_with("--package"));
    if chosen { &ALL[1..] } else { &ALL }
}

fn conclude(passed: bool, tallies: &[Tally]) -> Result {
    println!();
    for Tally { what, passed, failed } in tallies {
        println!("{what}: {passed} passed, {failed} failed");
    }
    if passed { Ok(()) } else { Err("not all tests ran and passed".to_owned()) }
}

struct Tally {
    what: &'static str,
    passed: u64,
    failed: u64,
}

impl Tally {
    const fn new(what: &'static str) -> Self {
        Self { what, passed: 0, failed: 0 }
    }

    /// Reads the closing line of a test binary: `test result: ok. 3 passed; 0 failed; …`.
    fn count(&mut self, line: &str) {
        if let Some((_, counts)) = plain(line).split_once("test result: ") {
            self.passed += before(counts, "passed").unwrap_or(0);
            self.failed += before(counts, "failed").unwrap_or(0);
        }
    }

    /// Reads nextest's closing line: `Summary [ 1.0s] 5 tests run: 4 passed (1 slow), 1 timed out, 0 skipped`. The lines
    /// of the binaries it ran may stand in its output too.
    fn count_nextest(&mut self, line: &str) {
        let line = plain(line);
        let counts = line.trim_start().strip_prefix("Summary [").and_then(|line| line.split_once(" run: "));
        if let Some((_, counts)) = counts {
            let run = before(&line, "tests").or_else(|| before(&line, "test")).unwrap_or(0);
            self.passed += before(counts, "passed").unwrap_or(0);
            self.failed += run - self.passed.min(run);
        }
    }
}

/// The number that stands before a word.
fn before(text: &str, word: &str) -> Option<u64> {
    let words: Vec<&str> = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.windows(2).find(|pair| pair[1] == word)?[0].parse().ok()
}

/// A line without its colours.
fn plain(line: &str) -> String {
    let mut parts = line.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').map_or(part, |(_, rest)| rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_cargo_test_says() {
        let mut tally = Tally::new("tests");
        for line in [
            "test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 2 filtered out; finished in 0.00s",
            "test result: FAILED. 2 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s",
            "test runs::of_three_passed ... ok",
        ] {
            tally.count(line);
        }
        assert_eq!((tally.passed, tally.failed), (5, 1));
    }

    #[test]
    fn counts_what_nextest_says() {
        for (line, passed, failed) in [
            ("     Summary [   1.042s] 7 tests run: 5 passed (1 slow), 1 failed, 1 timed out, 3 skipped", 5, 2),
            (
                "\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] \u{1b}[1m1\u{1b}[0m test run: \u{1b}[1m1\u{1b}[0m \u{1b}[32;1mpassed\u{1b}[0m, \u{1b}[1m0\u{1b}[0m skipped",
                1,
                0,
            ),
            (
                "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 44 filtered out; finished in 0.01s",
                0,
                0,
            ),
        ] {
            let mut tally = Tally::new("tests");
            tally.count_nextest(line);
            assert_eq!((tally.passed, tally.failed), (passed, failed), "{line}");
        }
    }
}
