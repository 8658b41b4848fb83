use std::collections::HashSet;

use numcheck_core::Timestamp;
use rusqlite::{Connection, params};

use super::{Ledger, RunLock};
use crate::messages::ledger as messages;
use crate::{Error, Result};

/// What a purge by age forgot, and what it kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Purged {
    /// How many runs are forgotten.
    pub runs: usize,
    /// How many requests of checks outside any run are forgotten.
    pub checks: usize,
    /// Runs that are old enough and kept, because numbers of theirs are in doubt or a kept run uses their answers.
    pub kept_runs: Vec<i64>,
    /// How many requests of checks are old enough and kept, for the same reasons.
    pub kept_checks: usize,
}

impl Ledger {
    /// Forgets runs: their numbers, answers, requests and kept lists, overwritten on the disk. Gives how many.
    ///
    /// # Errors
    ///
    /// [`Error::Usage`] for a run that is not there, and one whose answers another run uses; [`Error::Refused`] for one with
    /// numbers in doubt; nothing is forgotten then. [`Error::Locked`] while a run is alive. [`Error::Ledger`] if
    /// another program keeps the file from being rewritten: what was forgotten may still be read in it.
    pub async fn purge(&self, runs: &[i64]) -> Result<usize> {
        let _lock = RunLock::take(self.path())?;
        self.declare_crashed().await?;
        let reader = self.reader()?;
        let doubtful = self.in_doubt(&reader)?.0;
        for &run in runs {
            if self.run(run)?.is_none() {
                return Err(Error::Usage(messages::purge_no_run(run)));
            }
            if doubtful.contains(&run) {
                return Err(Error::Refused {
                    what: messages::purge_in_doubt(run),
                    cure: messages::purge_in_doubt_cure(run),
                });
            }
            let all = uses(&reader).map_err(|error| self.wrong(&error))?;
            if let Some(user) = all.iter().find(|used| used.of_run == Some(run) && !runs.contains(&used.by)) {
                return Err(Error::Usage(messages::purge_used(user.by, run)));
            }
        }
        self.forget(&reader, runs.to_vec(), Vec::new()).await?;
        Ok(runs.len())
    }

    /// Forgets the runs that began before a time, and what checks outside any run recorded before it.
    ///
    /// What is in doubt is kept: forgotten, it would be bought again unknowingly. So is what a kept run uses.
    ///
    /// # Errors
    ///
    /// [`Error::Locked`] while a run is alive. [`Error::Ledger`] as [`purge`](Self::purge).
    pub async fn purge_before(&self, before: Timestamp) -> Result<Purged> {
        let _lock = RunLock::take(self.path())?;
        self.declare_crashed().await?;
        let reader = self.reader()?;
        let old = old(&reader, before).map_err(|error| self.wrong(&error))?;
        let (mut runs, mut checks) = old.clone();
        let (doubtful_runs, doubtful_checks) = self.in_doubt(&reader)?;
        runs.retain(|run| !doubtful_runs.contains(run));
        checks.retain(|check| !doubtful_checks.contains(check));
        let used = uses(&reader).map_err(|error| self.wrong(&error))?;
        // A run that is kept keeps those whose answers it uses, and they keep theirs.
        loop {
            let left = (runs.len(), checks.len());
            let kept: Vec<&Use> = used.iter().filter(|used| !runs.contains(&used.by)).collect();
            let keeps = |run, check| kept.iter().any(|used| used.of_run == run || used.of_check == check);
            let kept_runs: Vec<i64> = runs.iter().copied().filter(|&run| keeps(Some(run), Some(0))).collect();
            checks.retain(|&check| !keeps(Some(0), Some(check)));
            runs.retain(|run| !kept_runs.contains(run));
            if left == (runs.len(), checks.len()) {
                break;
            }
        }
        let purged = Purged {
            runs: runs.len(),
            checks: checks.len(),
            kept_runs: old.0.into_iter().filter(|run| !runs.contains(run)).collect(),
            kept_checks: old.1.len() - checks.len(),
        };
        self.forget(&reader, runs, checks).await?;
        Ok(purged)
    }

    async fn forget(&self, reader: &Connection, runs: Vec<i64>, checks: Vec<i64>) -> Result<()> {
        let work = move |connection: &Connection| {
            connection.pragma_update(None, "secure_delete", "ON")?;
            // All that uses answers first: a run may use those of another that goes too.
            for run in &runs {
                connection.execute("DELETE FROM reused WHERE run = ?1", params![run])?;
                connection.execute("DELETE FROM verdicts WHERE run = ?1", params![run])?;
            }
            for run in &runs {
                let of_run = "IN (SELECT id FROM intents WHERE run = ?1)";
                connection.execute(&format!("DELETE FROM verdicts WHERE intent {of_run}"), params![run])?;
                connection.execute(&format!("DELETE FROM outcomes WHERE intent {of_run}"), params![run])?;
                connection.execute("DELETE FROM intents WHERE run = ?1", params![run])?;
                connection.execute("DELETE FROM events WHERE run = ?1", params![run])?;
                connection.execute("DELETE FROM runs WHERE id = ?1", params![run])?;
            }
            for check in &checks {
                connection.execute("DELETE FROM verdicts WHERE intent = ?1", params![check])?;
                connection.execute("DELETE FROM outcomes WHERE intent = ?1", params![check])?;
                connection.execute("DELETE FROM intents WHERE id = ?1 AND run IS NULL", params![check])?;
            }
            connection.execute("DELETE FROM lists WHERE hash NOT IN (SELECT list_hash FROM runs)", [])?;
            Ok(0)
        };
        self.writer().write(work).await?;
        // Rows moved when pages were split, before anything was deleted, and left copies behind: only a file written anew
        // has none. Then they must leave the write-ahead log too.
        reader.execute_batch("VACUUM").map_err(|error| self.wrong(&error))?;
        let busy: i64 = reader
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(|error| self.wrong(&error))?;
        if busy == 0 { Ok(()) } else { Err(Error::Ledger(messages::purge_traces())) }
    }

    /// The runs, and the requests of checks, some of whose numbers the owner is still to speak on.
    fn in_doubt(&self, reader: &Connection) -> Result<(HashSet<i64>, HashSet<i64>)> {
        let read = || {
            let mut statement = reader.prepare("SELECT DISTINCT kind FROM intents")?;
            statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()
        };
        let (mut runs, mut checks) = (HashSet::new(), HashSet::new());
        for kind in read().map_err(|error| self.wrong(&error))? {
            for doubt in self.doubts(&kind)?.iter().filter(|doubt| doubt.is_open()) {
                match doubt.run {
                    Some(run) => runs.insert(run),
                    None => checks.insert(doubt.intent),
                };
            }
        }
        Ok((runs, checks))
    }
}

/// That a run uses answers of an earlier request.
struct Use {
    by: i64,
    of_run: Option<i64>,
    of_check: Option<i64>,
}

fn uses(reader: &Connection) -> rusqlite::Result<Vec<Use>> {
    let mut statement = reader.prepare(
        "SELECT DISTINCT r.run, i.run, CASE WHEN i.run IS NULL THEN i.id END
         FROM reused r JOIN intents i ON i.id = r.intent WHERE i.run IS NOT r.run",
    )?;
    let rows =
        statement.query_map([], |row| Ok(Use { by: row.get(0)?, of_run: row.get(1)?, of_check: row.get(2)? }))?;
    rows.collect()
}

/// The runs that began before a time, and the requests of checks that were sent before it.
fn old(reader: &Connection, before: Timestamp) -> rusqlite::Result<(Vec<i64>, Vec<i64>)> {
    let read = |query: &str| {
        let mut statement = reader.prepare(query)?;
        statement.query_map([before.as_millis()], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()
    };
    Ok((
        read("SELECT id FROM runs WHERE created_at < ?1 ORDER BY id")?,
        read("SELECT id FROM intents WHERE run IS NULL AND sent_at < ?1 ORDER BY id")?,
    ))
}
