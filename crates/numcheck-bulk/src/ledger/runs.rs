use numcheck_core::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use serde_json::Value;

use super::{Ledger, seal};
use crate::Result;

/// How many bytes of a kept list one row holds.
const PIECE: usize = 1 << 20;

/// A run about to begin.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// The list's whole path, or the hash of what came by a pipe.
    pub list: String,
    /// sha256 of its bytes, in hex.
    pub list_hash: String,
    /// How many lines it has.
    pub list_lines: u64,
    /// Id, base URL and kind of each product, in fallback order.
    pub products: Value,
    /// How the list is read.
    pub reading: Value,
    /// What the owner asked for.
    pub options: Value,
}

/// A run (检测任务): one list through one product, or through a fallback order of products.
#[derive(Clone, Debug)]
pub struct RunRow {
    /// Its number.
    pub id: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// The list's whole path, or the hash of what came by a pipe.
    pub list: String,
    /// sha256 of its bytes, in hex.
    pub list_hash: String,
    /// How many lines it has.
    pub list_lines: u64,
    /// Id and base URL of each product, in fallback order, and its kind in newer runs.
    pub products: Value,
    /// How the list is read.
    pub reading: Value,
    /// What the owner asked for when it began.
    pub options: Value,
    /// The last thing that happened to it: `started`, `stopped` or `finished`.
    pub state: String,
}

impl RunRow {
    /// What may be shown of where its list came from: the file's whole path, or `-` for what came by a pipe.
    ///
    /// Its hash has no key: that of a list of one number would be that number to anyone who hashes them all.
    pub fn list_shown(&self) -> &str {
        if self.list.starts_with("sha256:") { "-" } else { &self.list }
    }

    /// A run that has not begun.
    pub(crate) fn none(id: i64) -> Self {
        Self {
            id,
            created_at: Timestamp::now(),
            list: String::new(),
            list_hash: String::new(),
            list_lines: 0,
            products: Value::Null,
            reading: Value::Null,
            options: Value::Null,
            state: "started".to_owned(),
        }
    }
}

/// Something that happened to a run.
#[derive(Clone, Debug)]
pub struct Event {
    /// When.
    pub at: Timestamp,
    /// What: `started`, `stopped`, `finished`, `ceiling` or `repay`.
    pub kind: String,
    /// The particulars.
    pub detail: Value,
}

const RUN: &str = "SELECT r.id, r.created_at, r.list, r.list_hash, r.list_lines, r.products, r.reading, r.options,
    coalesce((SELECT kind FROM events e WHERE e.run = r.id AND e.kind IN ('started', 'stopped', 'finished') ORDER BY e.id DESC LIMIT 1), 'started')
    FROM runs r";

impl Ledger {
    /// All runs, the newest first.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn runs(&self) -> Result<Vec<RunRow>> {
        let connection = self.reader()?;
        let read = || {
            let mut statement = connection.prepare(&format!("{RUN} ORDER BY r.id DESC"))?;
            statement.query_map([], run_row)?.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// One run.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn run(&self, id: i64) -> Result<Option<RunRow>> {
        let connection = self.reader()?;
        let read = connection.query_row(&format!("{RUN} WHERE r.id = ?1"), [id], run_row).optional();
        read.map_err(|error| self.wrong(&error))
    }

    pub(crate) async fn add_run(&self, run: NewRun) -> Result<i64> {
        self.writer()
            .write(move |connection| {
                connection.execute(
                    &seal::insert("INSERT INTO", "runs"),
                    params![
                        Timestamp::now().as_millis(),
                        run.list,
                        run.list_hash,
                        i64::try_from(run.list_lines).unwrap_or(i64::MAX),
                        run.products.to_string(),
                        run.reading.to_string(),
                        run.options.to_string(),
                    ],
                )?;
                Ok(connection.last_insert_rowid())
            })
            .await
    }

    pub(crate) async fn add_event(&self, run: i64, kind: &'static str, detail: Value) -> Result<()> {
        self.writer()
            .write(move |connection| {
                connection.execute(
                    &seal::insert("INSERT INTO", "events"),
                    params![run, Timestamp::now().as_millis(), kind, detail.to_string()],
                )?;
                Ok(0)
            })
            .await
            .map(drop)
    }

    /// What happened to a run, the oldest first.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn events(&self, run: i64) -> Result<Vec<Event>> {
        let connection = self.reader()?;
        let read = || {
            let mut statement = connection.prepare("SELECT at, kind, detail FROM events WHERE run = ?1 ORDER BY id")?;
            let rows = statement.query_map([run], |row| {
                let detail: String = row.get(2)?;
                Ok(Event {
                    at: Timestamp::from_millis(row.get(0)?),
                    kind: row.get(1)?,
                    detail: serde_json::from_str(&detail).unwrap_or_default(),
                })
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// Keeps a list that came by a pipe, so that its run can be resumed.
    pub(crate) async fn keep_list(&self, hash: String, bytes: std::sync::Arc<[u8]>) -> Result<()> {
        self.writer()
            .write(move |connection| {
                let mut statement =
                    connection.prepare("INSERT OR IGNORE INTO lists (hash, seq, bytes) VALUES (?1, ?2, ?3)")?;
                for (seq, piece) in (0_i64..).zip(bytes.chunks(PIECE)) {
                    statement.execute(params![hash, seq, piece])?;
                }
                Ok(0)
            })
            .await
            .map(drop)
    }

    /// A list that came by a pipe, as it was kept.
    pub(crate) fn kept_list(&self, hash: &str) -> Result<Vec<u8>> {
        let connection = self.reader()?;
        let read = || {
            let mut statement = connection.prepare("SELECT bytes FROM lists WHERE hash = ?1 ORDER BY seq")?;
            let mut rows = statement.query([hash])?;
            let mut bytes = Vec::new();
            while let Some(row) = rows.next()? {
                bytes.extend_from_slice(row.get_ref(0)?.as_blob()?);
            }
            Ok(bytes)
        };
        read().map_err(|error: rusqlite::Error| self.wrong(&error))
    }
}

fn run_row(row: &Row<'_>) -> rusqlite::Result<RunRow> {
    let json = |column| row.get::<_, String>(column).map(|text| serde_json::from_str(&text).unwrap_or_default());
    Ok(RunRow {
        id: row.get(0)?,
        created_at: Timestamp::from_millis(row.get(1)?),
        list: row.get(2)?,
        list_hash: row.get(3)?,
        list_lines: u64::try_from(row.get::<_, i64>(4)?).unwrap_or_default(),
        products: json(5)?,
        reading: json(6)?,
        options: json(7)?,
        state: row.get(8)?,
    })
}
