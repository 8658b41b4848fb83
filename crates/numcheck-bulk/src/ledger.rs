//! The ledger (台账): the durable book of all requests of its owner, one `SQLite` file.
//!
//! Rows are only ever added. A request is an *intent*, committed and synced before its first byte is sent, and an *outcome*,
//! committed and synced before it is counted, shown or exported. An intent without an outcome may have been paid for:
//! it is in doubt (计费存疑). What the owner says of a doubt is a *verdict*.

use std::fs::{self, DirBuilder, OpenOptions};
use std::path::{Path, PathBuf};
use std::time::Duration;

use numcheck_core::Message;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

mod account;
mod answers;
mod bill;
mod doubts;
mod health;
mod lock;
mod log;
mod positions;
mod purge;
mod record;
mod runs;
mod scan;
mod schema;
mod seal;
mod view;
mod writer;

pub(crate) use answers::{AnswerRow, Answers};
pub(crate) use bill::BillRow;
pub use doubts::{Doubt, Verdict};
pub use lock::RunLock;
pub(crate) use numcheck_core::columns::Of;
pub use positions::Positions;
pub use purge::Purged;
pub use record::{Intent, Outcome, State};
pub use runs::{Event, NewRun, RunRow};
pub(crate) use scan::{Extent, RequestRow};
pub use scan::{Past, Spent};
pub use schema::VERSION;
pub use writer::Writer;
pub(crate) use writer::{Intended, Settling};

use crate::messages::ledger as messages;
use crate::{Error, Result};

/// How long another process may hold the ledger before it is an error.
const PATIENCE: Duration = Duration::from_secs(20);

/// An open ledger. A clone is the same one.
#[derive(Clone, Debug)]
pub struct Ledger {
    path: PathBuf,
    writer: Writer,
}

impl Ledger {
    /// Opens the ledger at `path`, and makes it with its folder if it is not there, readable by its owner alone.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] for a file that is no ledger, one of another version, one that is damaged, and what the file
    /// system says.
    pub fn open(path: &Path) -> Result<Self> {
        make_private(path)?;
        log::check(path)?;
        let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        schema::prepare(path, &connection)?;
        Ok(Self { path: path.to_owned(), writer: Writer::start(connection)? })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What adds to it.
    pub const fn writer(&self) -> &Writer {
        &self.writer
    }

    /// Lets the file grow to this many pages of 4 KiB and no further: what a full disk looks like, for tests.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if the ledger cannot be written.
    #[doc(hidden)]
    pub async fn limit_pages(&self, pages: u32) -> Result<()> {
        let limit = move |connection: &Connection| connection.pragma_update(None, "max_page_count", pages).map(|()| 0);
        self.writer.write(limit).await.map(drop)
    }

    /// A connection of its own for reading.
    pub(crate) fn reader(&self) -> Result<Connection> {
        connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    pub(crate) fn wrong(&self, error: &rusqlite::Error) -> Error {
        wrong(&self.path, error)
    }
}

pub(crate) fn wrong(path: &Path, error: &rusqlite::Error) -> Error {
    let cure = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DatabaseCorrupt) => messages::cure_damaged(),
        Some(rusqlite::ErrorCode::NotADatabase) => messages::cure_no_ledger(),
        Some(rusqlite::ErrorCode::DiskFull) => messages::cure_disk_full(),
        Some(rusqlite::ErrorCode::DatabaseBusy) => messages::cure_busy(),
        Some(rusqlite::ErrorCode::ReadOnly) => messages::cure_read_only(),
        _ => Message::default(),
    };
    Error::Ledger(messages::wrong(path, error.to_string(), cure))
}

fn connect(path: &Path, flags: OpenFlags) -> Result<Connection> {
    let open = || {
        let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
        connection.busy_timeout(PATIENCE)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(
            None,
            "synchronous",
            if cfg!(feature = "planted-bugs") && planted("no-sync") { "OFF" } else { "FULL" },
        )?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        // Otherwise SQLite plans a kept statement anew for every value that is bound to it: a tenth of all processor time in a
        // run of 50 numbers a request.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        seal::teach(&connection)?;
        Ok(connection)
    };
    open().map_err(|error: rusqlite::Error| wrong(path, &error))
}

fn make_private(path: &Path) -> Result<()> {
    let io = |error: std::io::Error| Error::Ledger(messages::cannot_be_made(path, error));
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(folder).map_err(io)?;
    }
    if fs::metadata(path).is_ok_and(|meta| meta.is_dir()) {
        return Err(Error::Ledger(messages::is_a_folder(path)));
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path).map_err(io)?;
    Ok(())
}

/// Whether a bug was put in on purpose: the proofs must be seen to fail. Always false in a release.
pub(crate) fn planted(bug: &str) -> bool {
    cfg!(feature = "planted-bugs") && std::env::var("NUMCHECK_PLANTED_BUG").is_ok_and(|planted| planted == bug)
}
