//! `cargo xtask ci [STEP...]`: what CI runs, each step timed.
//!
//! A step that fails does not stop the others. `.ci/run` calls this on a clean clone.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crate::sh::{self, Result};

pub(crate) mod promises;

struct Step {
    name: &'static str,
    run: fn() -> Result<Verdict>,
}

enum Verdict {
    Passed,
    Skipped(&'static str),
}

/// In this order: the cheap ones first, and those that share compiled crates side by side.
const STEPS: [Step; 12] = [
    Step { name: "fmt", run: || cargo(&["fmt", "--all", "--check"]) },
    Step { name: "clippy", run: clippy },
    Step { name: "features", run: features },
    Step { name: "supply", run: || xtask(&["supply", "--check"]) },
    Step { name: "doc", run: doc },
    Step { name: "test", run: || xtask(&["test"]) },
    Step { name: "counts", run: || xtask(&["counts"]) },
    Step { name: "crash", run: crash },
    Step { name: "tidy", run: || xtask(&["tidy"]) },
    Step { name: "new-vendor", run: || xtask(&["new-vendor", "--check"]) },
    Step { name: "package", run: package },
    Step { name: "deny", run: deny },
];

pub(crate) fn run(args: &[String]) -> Result {
    let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
    if let Some(unknown) = args.iter().find(|arg| !names.contains(&arg.as_str())) {
        return Err(format!("there is no step {unknown:?}; the steps are {}", names.join(", ")));
    }
    let chosen = STEPS.iter().filter(|step| args.is_empty() || args.iter().any(|arg| arg == step.name));
    let (mut lines, mut passed, mut failed, mut skipped) = (Vec::new(), 0, 0, 0);
    for Step { name, run } in chosen {
        eprintln!("\n=== {name}");
        let begun = Instant::now();
        let (verdict, words) = match run() {
            Ok(Verdict::Passed) => ("passed", String::new()),
            Ok(Verdict::Skipped(why)) => ("skipped", why.to_owned()),
            Err(error) => ("FAILED", error),
        };
        match verdict {
            "passed" => passed += 1,
            "skipped" => skipped += 1,
            _ => failed += 1,
        }
        let line = line(name, verdict, begun.elapsed(), words.lines().next().unwrap_or_default());
        eprintln!("{line}");
        if words.lines().count() > 1 {
            eprintln!("{words}");
        }
        lines.push(line);
    }
    println!("\n{}", lines.join("\n"));
    let tail = if skipped == 0 { String::new() } else { format!(", {skipped} skipped") };
    println!("ci: {passed} passed, {failed} failed{tail}");
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of the steps failed")) }
}

fn line(name: &str, verdict: &str, took: Duration, words: &str) -> String {
    format!("{name:<12}{verdict:<9}{:>7.1} s  {words}", took.as_secs_f64()).trim_end().to_owned()
}

fn cargo(args: &[&str]) -> Result<Verdict> {
    sh::run(&mut sh::cargo(args)).map(|()| Verdict::Passed)
}

/// A command of xtask, as anyone would call it.
fn xtask(args: &[&str]) -> Result<Verdict> {
    cargo(&[&["run", "--quiet", "--locked", "--package", "xtask", "--"], args].concat())
}

fn clippy() -> Result<Verdict> {
    cargo(&["clippy", "--workspace", "--all-targets", "--all-features", "--locked", "--", "-D", "warnings"])
}

fn doc() -> Result<Verdict> {
    let mut command = sh::cargo(["doc", "--workspace", "--all-features", "--no-deps", "--locked"]);
    sh::run(command.env("RUSTDOCFLAGS", "-D warnings")).map(|()| Verdict::Passed)
}

/// What is optional can be left out. Pedantry is for the whole: of a part it says what the other part needs.
fn features() -> Result<Verdict> {
    let combinations: [&[&str]; 5] = [
        &["--package", "numcheck-http", "--no-default-features"],
        &["--package", "numcheck-juhe", "--no-default-features"],
        &["--package", "numcheck-juhe", "--no-default-features", "--features", "rustls"],
        &["--package", "numcheck-juhe", "--no-default-features", "--features", "encrypted"],
        &["--package", "numcheck-ywjisu", "--no-default-features"],
    ];
    for combination in combinations {
        cargo(
            &[&["clippy", "--quiet", "--locked"], combination, &["--", "-D", "warnings", "-A", "clippy::pedantic"]]
                .concat(),
        )?;
    }
    Ok(Verdict::Passed)
}

/// Each crate can be packed and built by itself: it holds every file it needs, and depends on what can be published.
///
/// Cargo takes a packed version for unchangeable: at a path where the same version was packed before, it would build
/// this state against the former one. So each time a path that was never used.
fn package() -> Result<Verdict> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
    let scratch = sh::root().join(format!("target/packed-{now}"));
    let mut command = sh::cargo(["package", "--workspace", "--allow-dirty", "--locked", "--quiet"]);
    // These stay in the repository.
    for unpublished in ["numcheck-benches", "numcheck-tests", "xtask"] {
        command.args(["--exclude", unpublished]);
    }
    let packed = sh::run(command.arg("--target-dir").arg(&scratch));
    // Hundreds of megabytes that nothing reads again.
    drop(std::fs::remove_dir_all(&scratch));
    packed.map(|()| Verdict::Passed)
}

/// Runs killed a hundred times and more, bugs that must be found, and the order of syncs and sends.
fn crash() -> Result<Verdict> {
    for args in [&["crash", "--kills", "100"][..], &["crash", "--planted"], &["crash", "--trace"]] {
        xtask(args)?;
    }
    Ok(Verdict::Passed)
}

fn deny() -> Result<Verdict> {
    if !sh::has("deny") {
        return Ok(Verdict::Skipped("cargo-deny is not installed"));
    }
    cargo(&["deny", "--all-features", "check", "licenses", "bans", "sources"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_step_is_refused_before_anything_runs() {
        let refusal = run(&["clipy".to_owned()]).expect_err("no such step");
        assert!(refusal.contains("clippy, features"), "{refusal}");
    }

    #[test]
    fn a_line_tells_step_verdict_and_time() {
        assert_eq!(line("fmt", "passed", Duration::from_millis(1_250), ""), "fmt         passed       1.2 s");
    }
}
