//! Why a ledger cannot be used.

use std::io;
use std::path::PathBuf;

use super::journal::VERSION;

/// Why a ledger's file cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// A line that was once written whole cannot be read.
    #[error("{}, line {line}: this is no entry of a sandbox ledger; the file was changed or damaged, move it away", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// Counts from 1.
        line: u64,
    },
    /// The file or its folder cannot be read or written.
    #[error("cannot open the sandbox ledger {}", path.display())]
    Io {
        /// The file or its folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Another sandbox has it open.
    #[error("the sandbox ledger {} is in use by another sandbox: stop that one, or give another state", .0.display())]
    Locked(PathBuf),
    /// The file is of another version of the sandbox.
    #[error("the sandbox ledger {} is of version {version}, and this sandbox reads {VERSION}", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// What it says it is.
        version: u32,
    },
}
