//! `cargo xtask counts [--fix]`: how many instructions the hot paths take, against the counts that the tree keeps.
//!
//! Times are noisy on a shared machine and instructions are not: under callgrind the same program takes the same number, to a
//! thousandth. So a change that makes a path dearer is seen here, by itself, before anyone measures a run.

use std::fs;
use std::process::Command;

use crate::sh::{self, Result};

mod table;

use table::{Table, Verdict};

const FILE: &str = "tests/benches/counts.txt";

pub(crate) fn run(args: &[String]) -> Result {
    let fix = match args {
        [] => false,
        [flag] if flag == "--fix" => true,
        _ => return Err("it takes nothing, or --fix".to_owned()),
    };
    let counted = Table { toolchain: toolchain()?, counts: count()? };
    let path = sh::root().join(FILE);
    if fix {
        fs::write(path, counted.to_string()).map_err(|error| format!("{FILE}: {error}"))?;
        println!("{FILE}: {} counts are written anew", counted.counts.len());
        return Ok(());
    }
    let kept = fs::read_to_string(path).map_err(|error| format!("{FILE}: {error}"))?;
    let kept = Table::parse(&kept).map_err(|error| format!("{FILE}: {error}"))?;
    conclude(&kept, &counted)
}

fn conclude(kept: &Table, counted: &Table) -> Result {
    let comparisons = table::compare(kept, counted);
    for comparison in &comparisons {
        println!("{comparison}");
    }
    let of = |verdict| comparisons.iter().filter(|one| one.verdict == verdict).count();
    if of(Verdict::Fewer) > 0 {
        println!("fewer than {FILE} has: `cargo xtask counts --fix` keeps the gain");
    }
    let wrong: Vec<String> = comparisons
        .iter()
        .filter(|one| one.verdict == Verdict::More || one.verdict == Verdict::OnlyOne)
        .map(ToString::to_string)
        .collect();
    if wrong.is_empty() {
        println!("counts: {} as in {FILE}", of(Verdict::Same));
        return Ok(());
    }
    let cure = format!("if it must be so, `cargo xtask counts --fix` writes {FILE} anew");
    if kept.toolchain == counted.toolchain {
        return Err(format!("more instructions than {FILE} has:\n{}\n{cure}", wrong.join("\n")));
    }
    println!(
        "warning: {} differ, and so may the compilers' code: {FILE} was counted with {}, this is {}; {cure}",
        wrong.len(),
        kept.toolchain,
        counted.toolchain
    );
    Ok(())
}

/// Each work and its instructions.
fn count() -> Result<Vec<(String, u64)>> {
    if Command::new("valgrind").arg("--version").output().is_err() {
        return Err("valgrind is not installed, and it is what counts: `apt-get install valgrind`".to_owned());
    }
    sh::run(&mut sh::cargo(["build", "--locked", "--profile", "counts", "--package", "numcheck-benches"]))?;
    let folder = target().join("counts");
    let program = folder.join("counted");
    let names = sh::read(&mut Command::new(&program))?;
    let counted = names.lines().map(|name| {
        let out = folder.join(format!("{name}.callgrind"));
        let mut command = Command::new("valgrind");
        command
            .args(["--tool=callgrind", "--toggle-collect=*counted_from_here*", "--quiet"])
            .arg(format!("--callgrind-out-file={}", out.display()))
            // Copies are made as this processor does them best; the count is to be the same on any.
            .env("GLIBC_TUNABLES", "glibc.cpu.hwcaps=-AVX2,-AVX512F,-AVX512VL,-ERMS,-FSRM")
            .arg(&program)
            .arg(name);
        sh::run(&mut command)?;
        let told = fs::read_to_string(&out).map_err(|error| format!("{}: {error}", out.display()))?;
        Ok((name.to_owned(), total(&told).ok_or(format!("callgrind counted nothing of {name}"))?))
    });
    counted.collect()
}

/// The sum that stands in what callgrind writes.
fn total(told: &str) -> Option<u64> {
    let sum = told.lines().find_map(|line| line.strip_prefix("summary:"))?;
    sum.trim().parse().ok().filter(|&sum| sum > 0)
}

fn target() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| sh::root().join("target"), Into::into)
}

/// The compiler and what it compiles for: others make other instructions of the same code.
fn toolchain() -> Result<String> {
    let told = sh::read(Command::new("rustc").arg("-vV").current_dir(sh::root()))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap_or("an unknown host");
    Ok(format!("{} {host}", told.lines().next().unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(toolchain: &str, counts: &[(&str, u64)]) -> Table {
        Table {
            toolchain: toolchain.to_owned(),
            counts: counts.iter().map(|&(name, count)| (name.to_owned(), count)).collect(),
        }
    }

    #[test]
    fn more_than_three_percent_more_fails_and_says_what_to_do() {
        let kept = table("rustc 1", &[("parse", 1_000_000), ("align", 500)]);
        assert!(conclude(&kept, &table("rustc 1", &[("parse", 1_030_000), ("align", 100)])).is_ok());
        let error = conclude(&kept, &table("rustc 1", &[("parse", 1_030_001), ("align", 500)])).expect_err("more");
        for told in ["parse", "1_000_000", "1_030_001", "+3.0 %", "cargo xtask counts --fix"] {
            assert!(error.contains(told), "{told} in {error}");
        }
        assert!(!error.contains("align"), "{error}");
    }

    #[test]
    fn what_is_in_one_table_alone_fails() {
        let (one, two) = (table("rustc 1", &[("parse", 1)]), table("rustc 1", &[("parse", 1), ("align", 2)]));
        assert!(conclude(&one, &two).expect_err("not kept").contains("align"));
        assert!(conclude(&two, &one).expect_err("not counted").contains("align"));
    }

    #[test]
    fn another_compiler_is_told_and_fails_nothing() {
        assert!(conclude(&table("rustc 1", &[("parse", 1)]), &table("rustc 2", &[("parse", 9)])).is_ok());
    }

    #[test]
    fn reads_the_sum_of_callgrind() {
        assert_eq!(total("events: Ir\nsummary: 845603\n"), Some(845_603));
        assert_eq!(total("events: Ir\nsummary: 0\n"), None, "the function was not found");
    }
}
