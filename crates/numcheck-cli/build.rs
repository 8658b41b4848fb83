//! Facts of the build for `--version`: the commit if there is one, the compiler, the target, the profile.

use std::env;
use std::path::Path;
use std::process::Command;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    let env = |name: &str| env::var(name).unwrap_or_default();
    let rustc = said_by(Command::new(env("RUSTC")).arg("--version"));
    // Not NUMCHECK_…: cargo gives these to every program it runs, and those are settings.
    println!("cargo::rustc-env=BUILT_BY={}", rustc.unwrap_or_default());
    println!("cargo::rustc-env=BUILT_FOR={}", env("TARGET"));
    println!("cargo::rustc-env=BUILT_AS={}", env("PROFILE"));
    let here = env("CARGO_MANIFEST_DIR");
    let commit = of_repository(Path::new(&here)).or_else(|| of_package(Path::new(&here)));
    println!("cargo::rustc-env=BUILT_FROM={}", commit.unwrap_or_default());
}

/// The commit of the repository this is in; `None` in a tarball, and in a tarball inside another repository.
fn of_repository(here: &Path) -> Option<String> {
    let git = |args: &[&str]| said_by(Command::new("git").arg("-C").arg(here).args(args));
    let within = git(&["rev-parse", "--show-prefix"])?;
    if within.trim_end_matches('/') != "crates/numcheck-cli" {
        return None;
    }
    // It grows with every commit and every checkout.
    let log = here.join(git(&["rev-parse", "--git-path", "logs/HEAD"])?);
    if log.exists() {
        println!("cargo::rerun-if-changed={}", log.display());
    }
    git(&["rev-parse", "--short=12", "HEAD"])
}

/// The commit that `cargo package` wrote down.
fn of_package(here: &Path) -> Option<String> {
    let info = std::fs::read_to_string(here.join(".cargo_vcs_info.json")).ok()?;
    let (_, rest) = info.split_once("\"sha1\"")?;
    let sha = rest.split('"').nth(1)?;
    Some(sha.get(..12)?.to_owned())
}

fn said_by(command: &mut Command) -> Option<String> {
    let output = command.output().ok().filter(|output| output.status.success())?;
    Some(String::from_utf8(output.stdout).ok()?.trim().to_owned())
}
