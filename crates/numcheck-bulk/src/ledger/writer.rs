use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Arc, LazyLock};
use std::thread;
use std::time::Duration;

use numcheck_core::{Message, PhoneNumber};
use rusqlite::{Connection, params};
use tokio::sync::oneshot;

use super::{Intent, Outcome, seal};
use crate::crash::{Point, pass};
use crate::messages::ledger as messages;
use crate::{Error, Result};

/// How many waiting writes go into one commit at most.
const GROUP: usize = 256;
/// How long an answer waits for the next request's intent, to go into one commit with it: a sync takes longer on any disk.
const COMPANY: Duration = Duration::from_micros(500);

type Work = Box<dyn FnOnce(&Connection) -> rusqlite::Result<i64> + Send>;

struct Write {
    work: Work,
    done: oneshot::Sender<Result<i64, Message>>,
    unless_committed: Counts,
    /// Whether another write is likely to come at once, to go into the same commit.
    has_company: bool,
}

/// Counts a write that was not committed, whatever kept it: when it is dropped.
struct Counts(Option<Arc<AtomicUsize>>);

impl Counts {
    fn committed(mut self) {
        drop(self.0.take());
    }
}

impl Drop for Counts {
    fn drop(&mut self) {
        if let Some(count) = &self.0 {
            count.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// The one thread that writes to the ledger. What waits together is committed together, in one sync.
///
/// A write that returned `Ok` is on the disk. If a commit fails, every write in it has failed.
#[derive(Clone, Debug)]
pub struct Writer {
    queue: Sender<Write>,
}

impl Writer {
    pub(super) fn start(connection: Connection) -> Result<Self> {
        let (queue, waiting) = mpsc::channel();
        thread::Builder::new()
            .name("ledger".to_owned())
            .spawn(move || serve(&connection, &waiting))
            .map_err(|error| Error::Ledger(messages::thread_not_started(error)))?;
        Ok(Self { queue })
    }

    /// Records that a request is about to be sent. Its first byte may leave when this has returned `Ok`, and not before.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it is not on the disk: nothing may be sent.
    pub async fn intend(&self, intent: Intent) -> Result<i64> {
        self.write(move |connection| add_intent(connection, &intent)).await
    }

    /// Records that a run is about to send a request, unless a check outside the run has one of its numbers under way or in
    /// doubt since the request `after`: then nothing is recorded, and those numbers are told. Nor while answers are `unsaved`.
    pub(crate) async fn intend_unless_held(
        &self,
        intent: Intent,
        after: i64,
        unsaved: Arc<AtomicUsize>,
    ) -> Result<Intended> {
        let (tell, told) = mpsc::channel();
        let id = self
            .write(move |connection| {
                if unsaved.load(Ordering::SeqCst) > 0 {
                    return Ok(0);
                }
                let held = super::doubts::held_by_checks(connection, &intent, after)?;
                let id = if held.is_empty() { add_intent(connection, &intent)? } else { 0 };
                let _ = tell.send(held);
                Ok(id)
            })
            .await?;
        Ok(match told.try_recv() {
            Ok(held) if held.is_empty() => Intended::As(id),
            Ok(held) => Intended::Held(held),
            Err(_) => Intended::Not,
        })
    }

    /// Records what became of a request. It may be counted, shown and exported when this has returned `Ok`.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`] if it is not on the disk: it can be tried again, and until then the request is in doubt.
    pub async fn settle(&self, intent: i64, outcome: impl Into<Arc<Outcome>>) -> Result<()> {
        let outcome = outcome.into();
        self.write(move |connection| add_outcome(connection, intent, &outcome)).await.map(drop)
    }

    /// The same, handed over at once; waited for is what [`Settling::done`] gives. `unsaved` is counted up where it cannot be
    /// committed, before anything else is: whoever saves it after all counts it down. With `has_company` the
    /// commit waits a little for the intent that is likely to come.
    pub(crate) fn settle_counting(
        &self,
        intent: i64,
        outcome: Arc<Outcome>,
        unsaved: &Arc<AtomicUsize>,
        has_company: bool,
    ) -> Settling {
        let work: Work = Box::new(move |connection| add_outcome(connection, intent, &outcome));
        let (done, wait) = oneshot::channel();
        let unless_committed = Counts(Some(unsaved.clone()));
        // Where nobody takes it any more, it counts at once, and nobody tells that it is done.
        drop(self.queue.send(Write { work, done, unless_committed, has_company }));
        Settling(wait)
    }

    /// Runs some writes in the next commit.
    pub(crate) async fn write(
        &self,
        work: impl FnOnce(&Connection) -> rusqlite::Result<i64> + Send + 'static,
    ) -> Result<i64> {
        let (done, wait) = oneshot::channel();
        let write = Write { work: Box::new(work), done, unless_committed: Counts(None), has_company: false };
        self.queue.send(write).map_err(|_| gone())?;
        wait.await.map_err(|_| gone())?.map_err(Error::Ledger)
    }
}

fn gone() -> Error {
    Error::Ledger(messages::thread_gone())
}

/// An outcome on its way to the disk.
pub(crate) struct Settling(oneshot::Receiver<Result<i64, Message>>);

impl Settling {
    /// Waits until it is there.
    pub(crate) async fn done(self) -> Result<()> {
        self.0.await.map_err(|_| gone())?.map(drop).map_err(Error::Ledger)
    }
}

/// What came of an intent.
#[derive(Debug)]
pub(crate) enum Intended {
    /// It is on the disk, under this number.
    As(i64),
    /// Nothing was recorded: these numbers are under way, or in doubt, elsewhere.
    Held(Vec<PhoneNumber>),
    /// Nothing was recorded: answers wait to be saved.
    Not,
}

fn serve(connection: &Connection, waiting: &Receiver<Write>) {
    while let Ok(first) = waiting.recv() {
        let group = gather(first, waiting);
        let (works, ends): (Vec<_>, Vec<_>) =
            group.into_iter().map(|write| (write.work, (write.done, write.unless_committed))).unzip();
        let result = commit(connection, works).map_err(|error| {
            let _ = connection.execute_batch("ROLLBACK");
            match error.sqlite_error_code() {
                Some(rusqlite::ErrorCode::DiskFull) => messages::not_written_full(error.to_string()),
                _ => messages::not_written(error.to_string()),
            }
        });
        match result {
            Ok(ids) => {
                for ((done, unless_committed), id) in ends.into_iter().zip(ids) {
                    unless_committed.committed();
                    drop(done.send(Ok(id)));
                }
            }
            // What has failed counts before anything else is committed, and before anybody is told.
            Err(error) => {
                let (dones, counts): (Vec<_>, Vec<_>) = ends.into_iter().unzip();
                drop(counts);
                for done in dones {
                    drop(done.send(Err(error.clone())));
                }
            }
        }
    }
}

/// What waits, for one commit; and what comes in a moment, where that is likely.
fn gather(first: Write, waiting: &Receiver<Write>) -> Vec<Write> {
    let mut group = vec![first];
    let drain = |group: &mut Vec<Write>| {
        while group.len() < GROUP {
            let Ok(next) = waiting.try_recv() else { break };
            group.push(next);
        }
    };
    drain(&mut group);
    if group.iter().all(|write| write.has_company)
        && let Ok(next) = waiting.recv_timeout(COMPANY)
    {
        group.push(next);
        drain(&mut group);
    }
    group
}

fn commit(connection: &Connection, works: Vec<Work>) -> rusqlite::Result<Vec<i64>> {
    connection.execute_batch("BEGIN IMMEDIATE")?;
    let count = works.len();
    let ids = works.into_iter().map(|work| work(connection)).collect::<rusqlite::Result<_>>()?;
    pass(Point::BeforeCommit);
    connection.execute_batch("COMMIT")?;
    tracing::trace!(writes = count, "ledger committed");
    Ok(ids)
}

fn add_intent(connection: &Connection, intent: &Intent) -> rusqlite::Result<i64> {
    static INSERT: LazyLock<String> = LazyLock::new(|| seal::insert("INSERT INTO", "intents"));
    let mut statement = connection.prepare_cached(&INSERT)?;
    statement.insert(params![
        intent.run,
        intent.product,
        intent.address,
        intent.kind,
        intent.attempt,
        intent.positions.to_string(),
        written(&intent.numbers),
        u32::try_from(intent.numbers.len()).unwrap_or(u32::MAX),
        intent.max_cost,
        intent.repay,
        intent.sent_at.as_millis(),
        intent.account,
    ])
}

fn written(numbers: &[PhoneNumber]) -> String {
    if numbers.iter().all(|number| number.country() == PhoneNumber::CHINA) {
        return PhoneNumber::list(numbers);
    }
    numbers.iter().map(PhoneNumber::written).collect::<Vec<_>>().join(",")
}

pub(super) fn add_outcome(connection: &Connection, intent: i64, outcome: &Outcome) -> rusqlite::Result<i64> {
    static INSERT: LazyLock<String> = LazyLock::new(|| {
        format!(
            "{} ON CONFLICT (intent) DO UPDATE SET at = excluded.at, state = excluded.state, crashed = excluded.crashed,
                 order_id = excluded.order_id, billed = excluded.billed, charge = excluded.charge, units = excluded.units,
                 doubts = excluded.doubts, answers = excluded.answers, error = excluded.error, raw = excluded.raw,
                 seal = excluded.seal
             WHERE outcomes.crashed = 1",
            seal::insert("INSERT INTO", "outcomes")
        )
    });
    let mut statement = connection.prepare_cached(&INSERT)?;
    statement.execute(params![
        intent,
        outcome.at.as_millis(),
        outcome.state.word(),
        outcome.crashed,
        outcome.order_id,
        outcome.billed,
        outcome.charge.word(),
        outcome.units,
        outcome.doubts,
        outcome.answers,
        outcome.error,
        outcome.raw,
    ])?;
    Ok(intent)
}

#[cfg(test)]
mod tests;
