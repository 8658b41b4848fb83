//! Whether what the ledger says is what was written: each row carries a checksum of its own.
//!
//! `SQLite` knows a broken page by its structure alone. A bit that turned inside a number, a charge or a verdict would be
//! believed, and a number that the ledger no longer names would be asked, and paid for, a second time.

use rusqlite::Connection;
use rusqlite::functions::{Context, FunctionFlags};
use rusqlite::types::ValueRef;

/// The tables whose rows are sealed, and what of them is: all but the numbers that `SQLite` gives to rows, which other rows
/// name.
pub(super) const SEALED: [(&str, &str); 6] = [
    ("events", "run, at, kind, detail"),
    ("intents", "run, product, address, kind, attempt, positions, numbers, count, max_cost, repay, sent_at, account"),
    ("outcomes", "intent, at, state, crashed, order_id, billed, charge, units, doubts, answers, error, raw"),
    ("reused", "run, position, intent, item"),
    ("runs", "created_at, list, list_hash, list_lines, products, reading, options"),
    ("verdicts", "intent, verdict, run, numbers, at"),
];

/// What an index says, and the same without it: an index is a copy of its own, and decides which rows are found.
const INDEXED: [(&str, &str); 4] = [
    ("intents INDEXED BY intents_of_run", "run IS NOT NULL"),
    ("outcomes INDEXED BY outcomes_in_doubt", "doubts > 0"),
    ("events INDEXED BY events_of_run", "run IS NOT NULL"),
    ("verdicts INDEXED BY verdicts_of_intent", "intent IS NOT NULL"),
];

/// Gives a connection the function `seal`: the checksum of its arguments, in order.
pub(super) fn teach(connection: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC | FunctionFlags::SQLITE_DIRECTONLY;
    connection.create_scalar_function("seal", -1, flags, |columns| Ok(seal(columns)))
}

fn seal(columns: &Context<'_>) -> i64 {
    let mut sum = crc32fast::Hasher::new();
    for at in 0..columns.len() {
        // Each by its type and its length, so that no two rows are the same bytes.
        match columns.get_raw(at) {
            ValueRef::Null => sum.update(b"n"),
            ValueRef::Integer(value) => {
                sum.update(b"i");
                sum.update(&value.to_le_bytes());
            }
            ValueRef::Real(value) => {
                sum.update(b"r");
                sum.update(&value.to_le_bytes());
            }
            ValueRef::Text(bytes) | ValueRef::Blob(bytes) => {
                sum.update(b"t");
                sum.update(&bytes.len().to_le_bytes());
                sum.update(bytes);
            }
        }
    }
    i64::from(sum.finalize())
}

/// Seals every row, for a ledger of an older version.
pub(super) fn all() -> String {
    let seals = SEALED.map(|(table, columns)| {
        format!("ALTER TABLE {table} ADD COLUMN seal INTEGER; UPDATE {table} SET seal = seal({columns});")
    });
    seals.concat()
}

/// Adds a row to a table, sealed: `INSERT INTO` or what else stands before the table's name, then the values of its columns.
pub(super) fn insert(how: &str, table: &str) -> String {
    let columns = SEALED.iter().find(|(sealed, _)| *sealed == table).map_or("", |(_, columns)| *columns);
    let values: Vec<String> = (1..=columns.split(',').count()).map(|nth| format!("?{nth}")).collect();
    let values = values.join(", ");
    format!("{how} {table} ({columns}, seal) VALUES ({values}, seal({values}))")
}

/// How many rows are not what was written, or are found by no index, or name rows that are gone.
pub(super) fn broken(connection: &Connection) -> rusqlite::Result<i64> {
    let count = |sql: &str| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let mut broken = 0;
    for (table, columns) in SEALED {
        broken += count(&format!("SELECT count(*) FROM {table} NOT INDEXED WHERE seal IS NOT seal({columns})"))?;
    }
    for (by_index, which) in INDEXED {
        let (table, rest) = by_index.split_once(' ').unwrap_or((by_index, ""));
        let column = which.split(' ').next().unwrap_or_default();
        let sum = format!("SELECT count(*), total({column}), total(({column} + 1) * (rowid % 65521)) FROM {table}");
        broken += count(&format!(
            "SELECT count(*) FROM ({sum} {rest} WHERE {which} EXCEPT {sum} NOT INDEXED WHERE {which})"
        ))?;
    }
    Ok(broken + count("SELECT count(*) FROM pragma_foreign_key_check")?)
}
