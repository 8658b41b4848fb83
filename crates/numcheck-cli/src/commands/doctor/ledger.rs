//! The ledger: it opens, it is whole, who can read it, what is in doubt, and whether there is room for more.

use std::path::Path;
use std::process::{Command, Stdio};

use numcheck_bulk::ledger::{Ledger, RunLock};
use numcheck_core::Timestamp;

use super::{About, Finding};
use crate::args::LedgerArgs;
use crate::credentials::readable_by_others;
use crate::messages::credentials;
use crate::messages::doctor as messages;
use crate::{Registry, state};

/// From this many MiB on it is told in GiB.
const LARGE: u64 = 10 * 1024;
/// Less room than this, in MiB, and a run may stop in the middle.
const TIGHT: u64 = 1024;
/// Less room than this, and it will.
const FULL: u64 = 50;

pub(super) fn look(registry: &Registry, args: &LedgerArgs) -> Vec<Finding> {
    let path = match state::ledger_path(args, false) {
        Ok(path) => path,
        Err(failure) => {
            let (what, cure) = failure.words();
            return vec![Finding::problem(About::Ledger, what.clone(), cure.clone())];
        }
    };
    let mut findings = Vec::new();
    if path.exists() {
        findings.extend(readable(&path));
        match state::open(&path) {
            Ok(ledger) => findings.extend(opened(registry, &path, &ledger)),
            Err(failure) => {
                let (what, cure) = failure.words();
                findings.push(Finding::problem(About::Ledger, what.clone(), cure.clone()));
            }
        }
    } else {
        findings.push(Finding::ok(About::Ledger, messages::no_ledger_yet(path.display())));
    }
    findings.extend(room(&path));
    findings
}

fn opened(registry: &Registry, path: &Path, ledger: &Ledger) -> Vec<Finding> {
    let whole = match ledger.damage().as_deref() {
        Ok([]) => Finding::ok(About::Ledger, messages::whole(path.display())),
        Ok([first, ..]) => {
            Finding::problem(About::Ledger, messages::damaged(path.display(), first), messages::damaged_cure())
        }
        Err(error) => Finding::problem(About::Ledger, error.message().clone(), messages::damaged_cure()),
    };
    let mut findings = vec![whole];
    findings.push(Finding::ok(About::Runs, RunLock::holder(path).unwrap_or_else(messages::none_alive)));
    if let Some(newest) = ledger.runs().ok().and_then(|runs| runs.iter().map(|run| run.created_at).max())
        && newest > Timestamp::now()
    {
        findings.push(Finding::problem(About::Clock, messages::clock_behind(newest), messages::clock_cure()));
    }
    findings.push(doubts(registry, ledger));
    findings
}

fn doubts(registry: &Registry, ledger: &Ledger) -> Finding {
    let mut kinds: Vec<&str> = registry.entries().iter().map(|entry| entry.product().kind()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let found: Result<Vec<_>, _> = kinds.into_iter().map(|kind| ledger.doubts(kind)).collect();
    let open = |doubts: Vec<Vec<numcheck_bulk::ledger::Doubt>>| {
        doubts.iter().flatten().filter(|doubt| doubt.is_open()).count()
    };
    match found.map(open) {
        Ok(0) => Finding::ok(About::Doubts, messages::no_doubts()),
        Ok(numbers) => Finding::warning(About::Doubts, messages::in_doubt(numbers), messages::in_doubt_cure()),
        Err(error) => Finding::problem(About::Doubts, error.message().clone(), messages::damaged_cure()),
    }
}

/// It holds whole phone numbers.
fn readable(path: &Path) -> Option<Finding> {
    let mode = readable_by_others(path)?;
    let shown = path.display();
    let (what, cure) = (credentials::readable_by_others(&shown, mode), credentials::readable_by_others_cure(&shown));
    Some(Finding::warning(About::Ledger, what, cure))
}

/// The room on the disk of the ledger, where the system's `df` tells it.
fn room(ledger: &Path) -> Option<Finding> {
    let folder = ledger.ancestors().skip(1).find(|folder| folder.is_dir())?;
    let output = Command::new("df").arg("-Pk").arg(folder).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let mib = available(&String::from_utf8_lossy(&output.stdout))? / 1024;
    Some(match mib {
        ..FULL => Finding::problem(About::Disk, messages::room(mib, folder), messages::room_cure()),
        FULL..TIGHT => Finding::warning(About::Disk, messages::room(mib, folder), messages::room_cure()),
        TIGHT..LARGE => Finding::ok(About::Disk, messages::room(mib, folder)),
        _ => Finding::ok(About::Disk, messages::large_room(mib / 1024, folder)),
    })
}

/// The fourth column of POSIX's `df -Pk`, in KiB.
fn available(df: &str) -> Option<u64> {
    df.lines().nth(1)?.split_whitespace().nth(3)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::available;

    #[test]
    fn df_is_read_as_posix_has_it() {
        let df = "Filesystem 1024-blocks Used Available Capacity Mounted on\n/dev/sda1 100 40 60 40% /\n";
        assert_eq!(available(df), Some(60));
        assert_eq!(available("nothing"), None);
    }
}
