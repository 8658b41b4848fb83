//! The tool, built for release, in an environment with nothing in it that could sway it.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::sh;

/// The program under test.
pub(super) struct Tool {
    path: PathBuf,
}

impl Tool {
    /// Builds it, and takes a copy: another build would replace it.
    pub(super) fn build(dir: &Path) -> Result<Self, String> {
        let args = ["build", "--quiet", "--release", "--package", "numcheck-cli"];
        let messages = sh::read(sh::cargo(args).arg("--message-format=json-render-diagnostics"))?;
        let messages = messages.lines().filter_map(|line| serde_json::from_str::<serde_json::Value>(line).ok());
        let mut built = messages.filter_map(|message| Some(message["executable"].as_str()?.to_owned()));
        let built = built.next_back().ok_or("cargo built no program")?;
        let path = dir.join("numcheck");
        std::fs::copy(&built, &path).map_err(|error| format!("{built}: {error}"))?;
        Ok(Self { path })
    }

    /// `numcheck ARGS`, split at spaces, with `dir` as its home and its ledger there.
    pub(super) fn command(&self, dir: &Path, args: &str) -> Command {
        let mut command = Command::new(&self.path);
        command.args(args.split_whitespace()).current_dir(dir).env_clear();
        command.env("HOME", dir).env("NUMCHECK_LEDGER", dir.join("ledger.db"));
        command
    }
}
