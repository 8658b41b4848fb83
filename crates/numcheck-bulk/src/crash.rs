//! Where a run can be killed: `cargo xtask crash` names a point, and kills the process that has come to it.
//!
//! Nothing of this is in a release: without the feature `planted-bugs` every function here is empty.

/// A place in the life of a run where its process may die.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Point {
    /// The ledger is open and the list is read; what is planned is not recorded.
    BeforeRun,
    /// The run is recorded, and nothing was asked.
    RunRecorded,
    /// A request is chosen, and its intent is not in the ledger.
    BeforeIntent,
    /// Something is written to the ledger and not committed.
    BeforeCommit,
    /// The intent is in the ledger, and nothing was sent.
    BeforeSend,
    /// The request is on its way.
    Sending,
    /// The reply is read, and not in the ledger.
    BeforeSettle,
    /// The answers are in the ledger, and not counted.
    AfterSettle,
    /// All was asked, and the ledger does not say so.
    BeforeFinish,
    /// Nothing of the results is written.
    BeforeExport,
    /// Some of the results are written.
    DuringExport,
    /// The results are written, and not in their place.
    BeforeMove,
}

#[cfg(feature = "planted-bugs")]
mod armed {
    use std::collections::HashMap;
    use std::io::Write as _;
    use std::sync::{LazyLock, Mutex, PoisonError};
    use std::time::Duration;

    use super::Point;

    /// What `NUMCHECK_CRASH_AT=before-send:3` asks for: a point, and which pass of it.
    static WANTED: LazyLock<Option<(String, u64)>> = LazyLock::new(|| {
        let wanted = std::env::var("NUMCHECK_CRASH_AT").ok()?;
        let (point, pass) = wanted.split_once(':')?;
        Some((point.to_owned(), pass.parse().ok()?))
    });
    static PASSES: LazyLock<Mutex<HashMap<&'static str, u64>>> = LazyLock::new(Mutex::default);

    pub(crate) fn pass(point: Point) {
        let Some((wanted, at)) = WANTED.as_ref() else { return };
        if point.word() != wanted {
            return;
        }
        let passed = {
            let mut passes = PASSES.lock().unwrap_or_else(PoisonError::into_inner);
            let passes = passes.entry(point.word()).or_default();
            *passes += 1;
            *passes
        };
        if passed != *at {
            return;
        }
        say(&format!("crash {wanted}"));
        // A request on its way goes on until it is killed; everything else stands still.
        if matches!(point, Point::Sending) {
            return;
        }
        loop {
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    pub(crate) fn counted(requests: u64, spent: u64) {
        if WANTED.is_some() {
            say(&format!("counted {requests} {spent}"));
        }
    }

    fn say(line: &str) {
        // One write, so that no kill leaves half a line.
        let _ = std::io::stdout().lock().write_all(format!("{line}\n").as_bytes());
    }

    impl Point {
        const fn word(self) -> &'static str {
            match self {
                Self::BeforeRun => "before-run",
                Self::RunRecorded => "run-recorded",
                Self::BeforeIntent => "before-intent",
                Self::BeforeCommit => "before-commit",
                Self::BeforeSend => "before-send",
                Self::Sending => "sending",
                Self::BeforeSettle => "before-settle",
                Self::AfterSettle => "after-settle",
                Self::BeforeFinish => "before-finish",
                Self::BeforeExport => "before-export",
                Self::DuringExport => "during-export",
                Self::BeforeMove => "before-move",
            }
        }
    }
}

#[cfg(feature = "planted-bugs")]
pub(crate) use armed::{counted, pass};

/// Tells that this point is reached. If it is the one asked for, says so on standard output and waits to be killed.
#[cfg(not(feature = "planted-bugs"))]
pub(crate) const fn pass(_: Point) {}

/// Tells what is counted and shown, so that it can be held against the ledger of a run that was killed.
#[cfg(not(feature = "planted-bugs"))]
pub(crate) const fn counted(_requests: u64, _spent: u64) {}
