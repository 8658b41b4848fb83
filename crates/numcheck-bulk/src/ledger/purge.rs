use rusqlite::{Connection, params};

use super::{Ledger, RunLock};
use crate::messages::ledger as messages;
use crate::{Error, Result};

impl Ledger {
    /// Forgets runs: their numbers, answers, requests and kept lists, overwritten on the disk. Gives how many.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] for a run that is not there, one with numbers in doubt, and one whose answers another run uses;
    /// nothing is forgotten then. [`Error::Locked`] while a run is alive.
    pub async fn purge(&self, runs: &[i64]) -> Result<usize> {
        let _lock = RunLock::take(self.path())?;
        self.declare_crashed().await?;
        let reader = self.reader()?;
        for &run in runs {
            if self.run(run)?.is_none() {
                return Err(Error::Usage(messages::purge_no_run(run)));
            }
            if self.has_doubts(&reader, run)? {
                return Err(Error::Refused {
                    what: messages::purge_in_doubt(run),
                    cure: messages::purge_in_doubt_cure(run),
                });
            }
            if let Some(user) = user_of(&reader, run, runs).map_err(|error| self.wrong(&error))? {
                return Err(Error::Usage(messages::purge_used(user, run)));
            }
        }
        let forgotten = runs.to_vec();
        let work = move |connection: &Connection| {
            connection.pragma_update(None, "secure_delete", "ON")?;
            for run in &forgotten {
                for table in [
                    "DELETE FROM reused WHERE run = ?1",
                    "DELETE FROM verdicts WHERE run = ?1",
                    "DELETE FROM verdicts WHERE intent IN (SELECT id FROM intents WHERE run = ?1)",
                    "DELETE FROM outcomes WHERE intent IN (SELECT id FROM intents WHERE run = ?1)",
                ] {
                    connection.execute(table, params![run])?;
                }
            }
            for run in &forgotten {
                connection.execute("DELETE FROM intents WHERE run = ?1", params![run])?;
                connection.execute("DELETE FROM events WHERE run = ?1", params![run])?;
                connection.execute("DELETE FROM runs WHERE id = ?1", params![run])?;
            }
            connection.execute("DELETE FROM lists WHERE hash NOT IN (SELECT list_hash FROM runs)", [])?;
            Ok(0)
        };
        self.writer().write(work).await?;
        // What was deleted must leave the write-ahead log too.
        reader.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(|error| self.wrong(&error))?;
        Ok(runs.len())
    }

    fn has_doubts(&self, reader: &Connection, run: i64) -> Result<bool> {
        let read = || {
            let mut statement = reader.prepare("SELECT DISTINCT kind FROM intents WHERE run = ?1")?;
            statement.query_map([run], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        for kind in read().map_err(|error| self.wrong(&error))? {
            if self.doubts(&kind)?.iter().any(|doubt| doubt.run == Some(run) && doubt.is_open()) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// A run that uses answers of this one and is not forgotten with it.
fn user_of(reader: &Connection, run: i64, runs: &[i64]) -> rusqlite::Result<Option<i64>> {
    let mut statement = reader.prepare(
        "SELECT DISTINCT r.run FROM reused r JOIN intents i ON i.id = r.intent WHERE i.run = ?1 AND r.run <> ?1",
    )?;
    let users = statement.query_map([run], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    Ok(users.into_iter().find(|user| !runs.contains(user)))
}
