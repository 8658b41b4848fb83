//! The sandbox of a run: a process of its own, so that killing the run never hides a charge.

use std::path::Path;
use std::process::Command;
use std::time::Duration;

use numcheck_core::Lang;
use numcheck_sandbox::child::Child;

use crate::fault::Failure;
use crate::messages::run as messages;
use crate::output::say;
use crate::{lang, state};

/// How long the sandbox has to be ready.
const READY: Duration = Duration::from_secs(20);

/// Starts this tool's own `sandbox` command, its billing ledger beside the run's ledger.
pub(super) fn start(ledger: &Path, faults: Option<&str>) -> Result<Child, Failure> {
    let failed = |error: std::io::Error| Failure::unexpected(messages::sandbox_not_started(error));
    let dir = state::sandbox_dir(ledger);
    let announce = dir.with_extension("address");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg("sandbox").arg("--follow-parent").arg("--state").arg(&dir).arg("--announce").arg(&announce);
    // What it says of its own is told in this command's language.
    command.env("NUMCHECK_LANG", if lang::current() == Lang::Zh { "zh" } else { "en" });
    if let Some(faults) = faults {
        command.arg("--faults").arg(faults);
    }
    let child = Child::spawn(&mut command, &announce, READY).map_err(failed)?;
    say(messages::sandbox(dir.display()));
    Ok(child)
}

/// Lets it write its bill to the end.
pub(super) fn finish(child: Child) {
    if let Err(error) = child.finish() {
        say(messages::sandbox_not_ended(error));
    }
}
