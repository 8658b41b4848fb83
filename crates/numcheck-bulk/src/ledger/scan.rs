use std::collections::HashMap;
use std::sync::LazyLock;
use std::sync::mpsc::sync_channel;
use std::thread;

use numcheck_core::{PhoneNumber, Timestamp};
use rusqlite::{Connection, Row, ToSql, params};

use super::answers::{AnswerRow, Answers};
use super::doubts::doubts_of;
use super::record::Outcome;
use super::writer::add_outcome;
use super::{Ledger, Positions, planted, seal};
use crate::messages::ledger as messages;
use crate::{Error, Result};

/// How many parts are read ahead.
const AHEAD: usize = 2;
/// Requests are handed over together until they are about so many numbers: a thread that is woken for each takes longer than
/// what it does.
const NUMBERS: usize = 2000;

/// A request and what became of it, as the ledger has them. One that has no outcome yet is under way, or its program died:
/// its `state` is `open`, and it is in doubt.
#[derive(Debug)]
pub(crate) struct RequestRow {
    pub id: i64,
    pub product: String,
    pub attempt: u32,
    pub positions: Positions,
    pub numbers: String,
    pub sent_at: Timestamp,
    pub max_cost: Option<i64>,
    pub at: Timestamp,
    pub state: String,
    /// Whether its outcome was declared for a program that died.
    pub crashed: bool,
    pub order_id: Option<String>,
    pub billed: Option<u32>,
    pub charge: String,
    pub answers: Option<String>,
    pub error: Option<String>,
}

impl RequestRow {
    /// The answers, in the order of the numbers; empty where there are none, or none that can be read.
    pub(crate) fn answers(&self) -> Answers {
        self.answers.as_deref().and_then(Answers::parse).unwrap_or_default()
    }

    /// The same, of a row that needs them no more: they are the longest of it.
    fn take_answers(&mut self) -> Answers {
        let answers = self.answers();
        self.answers = None;
        answers
    }

    /// Whether it was sent, or may have been. A run that stops leaves some that never were.
    pub(crate) fn was_sent(&self) -> bool {
        self.state != "not_paid" || !self.error.as_deref().is_some_and(Outcome::says_unsent)
    }
}

/// An answer of an earlier request, to be used again.
#[derive(Clone, Copy, Debug)]
pub struct Past {
    /// The request that answered.
    pub intent: i64,
    /// Which of its answers it is.
    pub item: u32,
}

/// How far a ledger has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// The newest request.
    pub request: i64,
    outcomes: i64,
    /// Outcomes declared for programs that died: a late reply replaces one.
    crashed: i64,
    verdicts: i64,
}

/// What was spent, in units: one number billed, unstated or in doubt.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// By product.
    pub by_product: HashMap<String, u64>,
}

impl Spent {
    /// Of all products together.
    pub fn total(&self) -> u64 {
        self.by_product.values().sum()
    }
}

pub(super) const REQUEST: &str = "SELECT i.id, i.product, i.attempt, i.positions, i.numbers, i.sent_at, i.max_cost,
    coalesce(o.at, i.sent_at), coalesce(o.state, 'open'), o.order_id, o.billed, coalesce(o.charge, 'unknown'), o.answers, o.error, coalesce(o.crashed, 0)
    FROM intents i LEFT JOIN outcomes o ON o.intent = i.id";

impl Ledger {
    /// Gives an outcome, in doubt, to every request of a run whose program ended before its reply was recorded.
    ///
    /// The caller holds the [`RunLock`](super::RunLock), so no run is alive. A check may be: its requests without an outcome
    /// are in doubt as they are.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it cannot be written.
    pub async fn declare_crashed(&self) -> Result<i64> {
        self.writer()
            .write(|connection| {
                let open = "SELECT i.id, i.count FROM intents i LEFT JOIN outcomes o ON o.intent = i.id
                            WHERE i.run IS NOT NULL AND o.intent IS NULL";
                let mut statement = connection.prepare(open)?;
                let rows: Vec<(i64, u32)> =
                    statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?;
                for &(intent, count) in &rows {
                    add_outcome(connection, intent, &Outcome::of_crash(count))?;
                }
                Ok(i64::try_from(rows.len()).unwrap_or(i64::MAX))
            })
            .await
    }

    /// How far the ledger has come: where two of them are the same, nothing was added between them that says where a number
    /// stands.
    pub(crate) fn extent(&self) -> Result<Extent> {
        let connection = self.reader()?;
        let extent = connection.query_row(
            "SELECT (SELECT coalesce(max(id), 0) FROM intents), count(*), coalesce(sum(crashed), 0),
                 (SELECT count(*) FROM verdicts) FROM outcomes",
            [],
            |row| {
                let (request, outcomes, crashed, verdicts) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
                Ok(Extent { request, outcomes, crashed, verdicts })
            },
        );
        extent.map_err(|error| self.wrong(&error))
    }

    /// Every request of a run behind this one that was sent or may have been, the oldest first, with its answers; these are read
    /// on a thread of their own.
    pub(crate) fn each_request(
        &self,
        run: i64,
        behind: i64,
        mut each: impl FnMut(RequestRow, Answers) -> Result<()>,
    ) -> Result<()> {
        thread::scope(|scope| {
            let (give, parts) = sync_channel(AHEAD);
            let reading = scope.spawn(move || {
                let (mut part, mut numbers) = (Vec::new(), 0);
                let connection = self.reader()?;
                self.read_requests(&connection, run, behind, |mut row| {
                    let answers = row.take_answers();
                    // One of none weighs something too.
                    numbers += 1 + row.positions.as_slice().len();
                    part.push((row, answers));
                    if numbers < NUMBERS {
                        return true;
                    }
                    numbers = 0;
                    give.send(std::mem::take(&mut part)).is_ok()
                })?;
                // Nobody takes any more only where something has failed.
                let _ = give.send(part);
                Ok(())
            });
            // Where it fails, nobody takes any more, and the thread ends.
            parts.into_iter().flatten().try_for_each(|(row, answers)| each(row, answers))?;
            reading.join().unwrap_or_else(|_| Err(Error::Ledger(messages::thread_gone())))
        })
    }

    /// The same, until `each` says that it is enough.
    fn read_requests(
        &self,
        connection: &Connection,
        run: i64,
        behind: i64,
        mut each: impl FnMut(RequestRow) -> bool,
    ) -> Result<()> {
        static SELECT: LazyLock<String> =
            LazyLock::new(|| format!("{REQUEST} WHERE i.run = ?1 AND i.id > ?2 ORDER BY i.id"));
        let mut statement = connection.prepare_cached(&SELECT).map_err(|error| self.wrong(&error))?;
        let rows = statement.query_map([run, behind], request_row).map_err(|error| self.wrong(&error))?;
        for row in rows {
            let row = row.map_err(|error| self.wrong(&error))?;
            if !row.was_sent() || (row.state == "open" && planted("resend-intents")) {
                continue;
            }
            if !each(row) {
                break;
            }
        }
        Ok(())
    }

    /// The requests of a run behind this one up to the first that is under way, the oldest first, with their answers.
    pub(crate) fn each_settled(
        &self,
        connection: &Connection,
        run: i64,
        behind: i64,
        mut each: impl FnMut(RequestRow, Answers) -> Result<()>,
    ) -> Result<()> {
        let mut done = Ok(());
        self.read_requests(connection, run, behind, |mut row| {
            if row.state == "open" {
                return false;
            }
            let answers = row.take_answers();
            done = each(row, answers);
            done.is_ok()
        })?;
        done
    }

    /// One request.
    pub(crate) fn request(&self, connection: &Connection, id: i64) -> Result<RequestRow> {
        let read = || connection.prepare_cached(&format!("{REQUEST} WHERE i.id = ?1"))?.query_row([id], request_row);
        read().map_err(|error| self.wrong(&error))
    }

    pub(super) fn rows(
        &self,
        connection: &Connection,
        which: &str,
        parameter: impl ToSql,
    ) -> Result<Vec<(Option<i64>, RequestRow)>> {
        let read = || -> rusqlite::Result<Vec<_>> {
            let sql = format!("{} {which}", REQUEST.replace("SELECT i.id", "SELECT i.run, i.id"));
            let mut statement = connection.prepare(&sql)?;
            statement.query_map([parameter], |row| Ok((row.get(0)?, request_row_from(row, 1)?)))?.collect()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// The numbers of a run that earlier requests answered.
    pub(crate) fn reused(&self, run: i64) -> Result<Vec<(u32, Past)>> {
        let connection = self.reader()?;
        let read = || {
            let mut statement =
                connection.prepare("SELECT position, intent, item FROM reused WHERE run = ?1 ORDER BY position")?;
            let rows =
                statement.query_map([run], |row| Ok((row.get(0)?, Past { intent: row.get(1)?, item: row.get(2)? })))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// Records which numbers of a run earlier requests answered.
    pub(crate) async fn add_reused(&self, run: i64, reused: Vec<(u32, Past)>) -> Result<()> {
        self.writer()
            .write(move |connection| {
                let mut statement = connection.prepare(&seal::insert("INSERT OR IGNORE INTO", "reused"))?;
                for (position, past) in reused {
                    statement.execute(params![run, position, past.intent, past.item])?;
                }
                Ok(0)
            })
            .await
            .map(drop)
    }

    /// What a run has spent: units of its requests, less those the owner says were not paid. A request without an outcome
    /// counts whole.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it cannot be read.
    pub fn spent(&self, run: i64) -> Result<Spent> {
        self.spent_of(run, false)
    }

    /// The same, without what is under way.
    pub(crate) fn settled(&self, run: i64) -> Result<Spent> {
        self.spent_of(run, true)
    }

    fn spent_of(&self, run: i64, settled: bool) -> Result<Spent> {
        let connection = self.reader()?;
        let mut spent = Spent::default();
        let read = || {
            // Not summed by SQLite, which would read the count of each, behind all of its numbers, to sort them by product.
            let mut statement = connection.prepare(
                "SELECT i.product, coalesce(o.units, iif(?2, 0, i.count)) FROM intents i LEFT JOIN outcomes o ON o.intent = i.id
                 WHERE i.run = ?1",
            )?;
            statement
                .query_map(params![run, settled], |row| Ok((row.get(0)?, row.get::<_, u32>(1)?)))?
                .collect::<rusqlite::Result<Vec<_>>>()
        };
        for (product, units) in read().map_err(|error| self.wrong(&error))? {
            *spent.by_product.entry(product).or_default() += u64::from(units);
        }
        let said =
            "WHERE i.run = ?1 AND i.id IN (SELECT intent FROM verdicts WHERE verdict = 'not_paid') ORDER BY i.id";
        for (_, row) in self.rows(&connection, said, run)? {
            if settled && row.state == "open" {
                continue;
            }
            // The owner's last word on each number counts, and one given before the reply was known says nothing of it.
            let doubts = doubts_of(Some(run), &row, &self.verdicts(&connection, row.id)?);
            let not_paid = doubts.iter().filter(|doubt| doubt.is_not_paid()).count() as u64;
            if let Some(units) = spent.by_product.get_mut(&row.product) {
                *units = units.saturating_sub(not_paid);
            }
        }
        Ok(spent)
    }

    /// Every answer of these products, each at its address, since `since`: number, where it is, when it came, and its status word.
    pub(crate) fn each_answer_since(
        &self,
        products: &[(String, String)],
        since: Timestamp,
        not_of: Option<i64>,
        mut each: impl FnMut(&str, Past, Timestamp, &AnswerRow<'_>),
    ) -> Result<()> {
        let connection = self.reader()?;
        let sql = format!(
            "{} WHERE o.at >= ?1 AND o.answers IS NOT NULL AND (i.run IS NULL OR i.run IS NOT ?2) ORDER BY i.id",
            REQUEST.replace("SELECT i.id", "SELECT i.address, i.id")
        );
        let mut statement = connection.prepare(&sql).map_err(|error| self.wrong(&error))?;
        let rows = statement
            .query_map(params![since.as_millis(), not_of], |row| {
                Ok((row.get::<_, String>(0)?, request_row_from(row, 1)?))
            })
            .map_err(|error| self.wrong(&error))?;
        for row in rows {
            let (address, row) = row.map_err(|error| self.wrong(&error))?;
            // Older ledgers have it as it was typed.
            let address = crate::address::address(&address);
            if !products.iter().any(|(product, asked_at)| *product == row.product && *asked_at == address) {
                continue;
            }
            for (item, (number, answer)) in (0..).zip(row.numbers.split(',').zip(row.answers().iter())) {
                each(number, Past { intent: row.id, item }, row.at, &answer);
            }
        }
        Ok(())
    }
}

/// The numbers of a request.
pub(crate) fn numbers_of(text: &str) -> impl Iterator<Item = PhoneNumber> {
    text.split(',').filter_map(|number| PhoneNumber::parse(number).ok())
}

fn request_row(row: &Row<'_>) -> rusqlite::Result<RequestRow> {
    request_row_from(row, 0)
}

pub(super) fn request_row_from(row: &Row<'_>, from: usize) -> rusqlite::Result<RequestRow> {
    let positions: String = row.get(from + 3)?;
    Ok(RequestRow {
        id: row.get(from)?,
        product: row.get(from + 1)?,
        attempt: row.get(from + 2)?,
        positions: Positions::parse(&positions).unwrap_or_default(),
        numbers: row.get(from + 4)?,
        sent_at: Timestamp::from_millis(row.get(from + 5)?),
        max_cost: row.get(from + 6)?,
        at: Timestamp::from_millis(row.get(from + 7)?),
        state: row.get(from + 8)?,
        order_id: row.get(from + 9)?,
        billed: row.get(from + 10)?,
        charge: row.get(from + 11)?,
        answers: row.get(from + 12)?,
        error: row.get(from + 13)?,
        crashed: row.get(from + 14)?,
    })
}
