//! `cargo xtask hostile`: what would hurt, given to the tool as people run it, each in a process of its own whose time and
//! memory are watched: replies, lists, spreadsheets, disks.
//!
//! The quick ones of the same kind are ordinary tests, and so are the bits that turn in a ledger. What is measured is what is released, so the tool is built for release.

use std::fs;
use std::path::{Path, PathBuf};

mod books;
mod disks;
mod lists;
mod process;
mod replies;
mod tool;
mod trial;

use tool::Tool;
use trial::{Verdict, trials};

const USAGE: &str = "\
cargo xtask hostile [WORD...]
    try all that would hurt, or what has one of these words in its name; each is a line: what it is, what came of it, how
    long it took, how much memory beyond that of a harmless run
cargo xtask hostile --list
    name them all, and try none";

pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if let Some(unknown) = args.iter().find(|arg| arg.starts_with("--") && *arg != "--list") {
        return Err(format!("{unknown} is no option of hostile\n\n{USAGE}"));
    }
    let words: Vec<&String> = args.iter().filter(|arg| *arg != "--list").collect();
    let chosen: Vec<_> = trials()
        .into_iter()
        .filter(|trial| words.is_empty() || words.iter().any(|word| trial.name.contains(word.as_str())))
        .collect();
    if args.iter().any(|arg| arg == "--list") {
        for trial in &chosen {
            println!("{}", trial.name);
        }
        return Ok(());
    }
    if chosen.is_empty() {
        return Err(format!("nothing has {words:?} in its name\n\n{USAGE}"));
    }
    let scratch = Scratch::new()?;
    let tool = Tool::build(scratch.path())?;
    let (mut failed, mut untried, mut seconds, mut mib) = (0, 0, 0.0_f64, 0.0_f64);
    for trial in &chosen {
        let place = scratch.path().join("trial");
        fs::create_dir(&place).map_err(|error| error.to_string())?;
        let verdict = (trial.play)(&tool, &place).unwrap_or_else(Verdict::failed);
        fs::remove_dir_all(&place).map_err(|error| error.to_string())?;
        failed += usize::from(!verdict.wrong.is_empty());
        untried += usize::from(verdict.untried);
        (seconds, mib) = (seconds.max(verdict.seconds), mib.max(verdict.mib));
        println!("{}", verdict.line(&trial.name));
    }
    println!(
        "{} tried, {failed} failed, {untried} could not be tried here; {seconds:.1} s and {mib:.0} MiB at most",
        chosen.len() - untried
    );
    if failed == 0 { Ok(()) } else { Err(format!("{failed} of {} failed", chosen.len())) }
}

/// A folder for all that this suite writes, removed at its end.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, String> {
        let dir = std::env::temp_dir().join(format!("numcheck-hostile-{}", std::process::id()));
        fs::create_dir_all(&dir).map_err(|error| format!("{}: {error}", dir.display()))?;
        Ok(Self(dir))
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}
