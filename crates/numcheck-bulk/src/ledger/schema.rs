use std::path::Path;

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::{seal, view, wrong};
use crate::messages::ledger as messages;
use crate::{Error, Result};

/// What is kept once a ledger: the salt of its labels, so that a label says nothing outside its ledger.
const META: &str = "
CREATE TABLE meta (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('salt', lower(hex(randomblob(16))));
";

/// From version 1 to 2: which credentials asked.
const TO_2: &str = "ALTER TABLE intents ADD COLUMN account TEXT;";

/// To version 3, answers by column, and to 5, order ids without what they share: the view that reads them anew.
const OLD_VIEW: &str = "DROP VIEW IF EXISTS answers;";

/// "numc", so that a file can be told from any other database.
const APPLICATION: i32 = 0x6e75_6d63;
/// From this version on each row has its checksum.
const FIRST_SEALED: i32 = 4;
/// The version of a ledger's tables.
pub const VERSION: i32 = 5;

const TABLES: &str = "
CREATE TABLE runs (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again, so that a word said of one run is not heard by another
    created_at INTEGER NOT NULL,      -- ms since 1970
    list TEXT NOT NULL,               -- the file's whole path, or the hash of what came by a pipe
    list_hash TEXT NOT NULL,          -- sha256 of the list's bytes
    list_lines INTEGER NOT NULL,
    products TEXT NOT NULL,           -- JSON: id and base URL of each, in fallback order
    reading TEXT NOT NULL,            -- JSON: column and encoding asked for
    options TEXT NOT NULL,            -- JSON: what the owner asked for
    seal INTEGER NOT NULL             -- CRC-32 of the columns above, here and below
);
CREATE TABLE lists (                  -- lists that came by a pipe
    hash TEXT NOT NULL,
    seq INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    PRIMARY KEY (hash, seq)
) WITHOUT ROWID;
CREATE TABLE intents (                -- one row a request, synced before its first byte is sent
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run INTEGER REFERENCES runs,      -- NULL for a check outside any run
    product TEXT NOT NULL,
    address TEXT NOT NULL,            -- where it is asked
    kind TEXT NOT NULL,               -- of its reports
    attempt INTEGER NOT NULL,
    positions TEXT NOT NULL,          -- of the numbers in the run's list, as 0-1999,2005
    numbers TEXT NOT NULL,            -- separated by commas
    count INTEGER NOT NULL,
    max_cost INTEGER,                 -- millionths of the currency
    repay INTEGER NOT NULL,           -- 1 if the owner ordered it although it may be a second payment
    sent_at INTEGER NOT NULL,         -- ms since 1970
    account TEXT,                     -- which credentials asked: a label that tells them apart and reveals nothing
    seal INTEGER NOT NULL
);
CREATE INDEX intents_of_run ON intents (run);
CREATE TABLE outcomes (               -- one row a reply, or why there is none
    intent INTEGER PRIMARY KEY REFERENCES intents,
    at INTEGER NOT NULL,              -- ms since 1970
    state TEXT NOT NULL,              -- settled, not_paid, in_doubt
    crashed INTEGER NOT NULL,         -- 1 if it was declared for a program that died; a late reply replaces it
    order_id TEXT,                    -- the vendor's
    billed INTEGER,                   -- as the vendor says
    charge TEXT NOT NULL,             -- billed, free, unknown
    units INTEGER NOT NULL,           -- counted as spent: billed, unstated and in doubt
    doubts INTEGER NOT NULL,          -- numbers that may be paid for and have no answer
    answers TEXT,                     -- JSON by column, in the intent's order; the view `answers` has a row a number
    error TEXT,                       -- JSON
    raw BLOB,                         -- a reply that could not be read, its credentials blanked
    seal INTEGER NOT NULL
);
CREATE INDEX outcomes_in_doubt ON outcomes (intent) WHERE doubts > 0;
CREATE TABLE verdicts (               -- what the owner says of a doubt
    id INTEGER PRIMARY KEY,
    intent INTEGER NOT NULL REFERENCES intents,
    verdict TEXT NOT NULL,            -- paid, not_paid, repay
    run INTEGER,                      -- the run it was said for; NULL for all
    numbers TEXT,                     -- the numbers it is about, separated by commas; NULL for all of the request's
    at INTEGER NOT NULL,
    seal INTEGER NOT NULL
);
CREATE INDEX verdicts_of_intent ON verdicts (intent);
CREATE TABLE reused (                 -- numbers of a run that an earlier request answered
    run INTEGER NOT NULL REFERENCES runs,
    position INTEGER NOT NULL,
    intent INTEGER NOT NULL REFERENCES intents,
    item INTEGER NOT NULL,            -- which of its answers
    seal INTEGER NOT NULL,
    PRIMARY KEY (run, position)
) WITHOUT ROWID;
CREATE TABLE events (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    at INTEGER NOT NULL,
    kind TEXT NOT NULL,               -- started, stopped, finished, ceiling, repay
    detail TEXT NOT NULL,             -- JSON
    seal INTEGER NOT NULL
);
CREATE INDEX events_of_run ON events (run);
";

/// Makes the tables of a new ledger, and adds to an older one what came since; refuses a file that is not one of ours, and
/// one of a newer program.
pub(super) fn prepare(path: &Path, connection: &Connection) -> Result<()> {
    let wrong = |error: rusqlite::Error| wrong(path, &error);
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0)).map_err(wrong);
    match (number("application_id")?, number("user_version")?) {
        (APPLICATION, VERSION) => refuse_changed(path, connection),
        (APPLICATION, 1..VERSION) => {
            move_on(path, connection)?;
            // By this process, or by another in the meantime.
            prepare(path, connection)
        }
        (APPLICATION, other) => Err(Error::Ledger(messages::other_version(path, i64::from(other), i64::from(VERSION)))),
        (0, 0) if is_new(connection).map_err(wrong)? => {
            let view = view::answers();
            let made = format!(
                "BEGIN EXCLUSIVE; {TABLES} {view} {META} PRAGMA application_id = {APPLICATION}; PRAGMA user_version = {VERSION}; COMMIT;"
            );
            or_made_elsewhere(connection, connection.execute_batch(&made)).map_err(wrong)
        }
        _ => Err(Error::Ledger(messages::other_program(path))),
    }
}

/// Refuses a ledger whose rows are not what was written.
fn refuse_changed(path: &Path, connection: &Connection) -> Result<()> {
    match seal::broken(connection).map_err(|error| wrong(path, &error))? {
        0 => Ok(()),
        rows => Err(Error::Ledger(messages::rows_changed(path, rows))),
    }
}

/// Adds to an older ledger what came since.
fn move_on(path: &Path, connection: &Connection) -> Result<()> {
    let wrong = |error: rusqlite::Error| wrong(path, &error);
    let transaction = Transaction::new_unchecked(connection, TransactionBehavior::Immediate).map_err(wrong)?;
    // It may be another one than before this process had it to itself.
    let from = transaction.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0)).map_err(wrong)?;
    if from >= VERSION {
        return Ok(());
    }
    if from >= FIRST_SEALED {
        refuse_changed(path, &transaction)?;
    }
    let to_2 = if from == 1 { format!("{TO_2} {META}") } else { String::new() };
    let to_4 = if from < FIRST_SEALED { seal::all() } else { String::new() };
    let to_5 = format!("{OLD_VIEW} {}", view::answers());
    let moved = format!("{to_2} {to_5} {to_4} PRAGMA user_version = {VERSION};");
    transaction.execute_batch(&moved).and_then(|()| transaction.commit()).map_err(wrong)
}

/// Another process may have done the same in the meantime: then all is well.
fn or_made_elsewhere(connection: &Connection, done: rusqlite::Result<()>) -> rusqlite::Result<()> {
    let Err(error) = done else { return Ok(()) };
    let _ = connection.execute_batch("ROLLBACK");
    let version = connection.pragma_query_value(None, "user_version", |row| row.get::<_, i32>(0))?;
    if version == VERSION { Ok(()) } else { Err(error) }
}

fn is_new(connection: &Connection) -> rusqlite::Result<bool> {
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).map(|count| count == 0)
}
