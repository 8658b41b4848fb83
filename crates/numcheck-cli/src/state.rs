//! Where the tool keeps its state: the ledger of paid requests, and beside it what the sandbox keeps.

use std::path::{Path, PathBuf};

use numcheck_bulk::ledger::Ledger;
use numcheck_core::Message;

use crate::args::LedgerArgs;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::invocation;
use crate::messages::state as messages;

/// The ledger's file: `--ledger`, else `NUMCHECK_LEDGER`, else the configured one, else `numcheck/ledger.db` in the state
/// directory. The sandbox's requests are never mixed with paid ones: theirs is another file beside it.
pub(crate) fn ledger_path(args: &LedgerArgs, sandbox: bool) -> Result<PathBuf, Failure> {
    let path = match &args.ledger {
        Some(path) if path.as_os_str().is_empty() => {
            return Err(Failure::usage(messages::ledger_unnamed(), messages::ledger_unnamed_cure()));
        }
        Some(path) => path.clone(),
        None => state_dir()?.join("ledger.db"),
    };
    Ok(if sandbox { beside(&path, "sandbox.db") } else { path })
}

/// The flags that name the same ledger in another command, each after a space; none for the usual one.
pub(crate) fn flags(args: &LedgerArgs, sandbox: bool) -> String {
    let usual = std::env::var_os("NUMCHECK_LEDGER").map(PathBuf::from);
    let named = args.ledger.as_ref().filter(|path| Some(*path) != usual.as_ref());
    let mut flags = String::from(if sandbox { " --sandbox" } else { "" });
    if let Some(path) = named {
        flags.push_str(" --ledger ");
        flags.push_str(&invocation::quoted(&path.to_string_lossy()));
    }
    flags
}

/// The folder of the sandbox's own billing ledger.
pub(crate) fn sandbox_dir(ledger: &Path) -> PathBuf {
    beside(ledger, "bill")
}

/// `ledger.db` becomes `ledger.sandbox.db`.
fn beside(path: &Path, extension: &str) -> PathBuf {
    path.with_extension(extension)
}

pub(crate) fn open(path: &Path) -> Result<Ledger, Failure> {
    Ledger::open(path).map_err(|error| of_bulk(&error))
}

/// Exactly what went wrong with a list or a run, under the tool's exit codes.
pub(crate) fn of_bulk(error: &numcheck_bulk::Error) -> Failure {
    use numcheck_bulk::Error;
    let words = error.message().clone();
    match error {
        Error::Input(_) => Failure::new(Exit::NoInput, words, Message::default()),
        Error::Refused { cure, .. } => Failure::usage(words, cure.clone()),
        Error::Locked(_) | Error::Usage(_) => Failure::usage(words, Message::default()),
        _ => Failure::unexpected(words),
    }
}

/// `numcheck` in the state directory.
pub(crate) fn state_dir() -> Result<PathBuf, Failure> {
    let set = |name| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let base =
        set("XDG_STATE_HOME").filter(|path| path.is_absolute()).or_else(|| Some(set("HOME")?.join(".local/state")));
    base.map(|base| base.join("numcheck"))
        .ok_or_else(|| Failure::usage(messages::no_place(), messages::no_place_cure()))
}
