//! The two books that are held against each other: numcheck's ledger, and the sandbox's bill.
//!
//! The ledger is read with plain SQL from a copy, so that looking at it after a kill mends nothing.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use numcheck_sandbox::billing::{self, Request};
use rusqlite::{Connection, Row};

/// One request in numcheck's ledger.
#[derive(Clone, Debug)]
pub(super) struct Intent {
    pub(super) id: i64,
    pub(super) run: i64,
    pub(super) product: String,
    pub(super) attempt: u32,
    pub(super) numbers: Vec<String>,
    pub(super) sent_at: i64,
    pub(super) outcome: Option<Outcome>,
}

/// What numcheck says became of it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outcome {
    pub(super) at: i64,
    pub(super) state: String,
    pub(super) order_id: Option<String>,
    pub(super) units: u64,
    pub(super) answers: Vec<Answer>,
}

/// One number's answer.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Answer {
    /// `report`, `no_record`, `unanswered`, `rejected` or `failed`.
    pub(super) outcome: String,
    /// `billed`, `free` or `unknown`.
    pub(super) charge: String,
    pub(super) code: Option<String>,
}

impl Answer {
    pub(super) fn is_answered(&self) -> bool {
        matches!(self.outcome.as_str(), "report" | "no_record")
    }

    /// Whether it may be paid for and says nothing.
    pub(super) fn is_in_doubt(&self) -> bool {
        !self.is_answered() && self.charge != "free"
    }
}

/// numcheck's ledger at one instant.
#[derive(Clone, Debug, Default)]
pub(super) struct Ledger {
    pub(super) intents: Vec<Intent>,
    /// Of each list, by path: its run, and how that last ended.
    pub(super) runs: HashMap<String, (i64, String)>,
    /// How often the owner ordered a number again.
    pub(super) repays: HashMap<String, u64>,
    /// Of each run, how many numbers the owner says were not paid.
    pub(super) not_paid: HashMap<i64, u64>,
}

impl Ledger {
    /// Reads the ledger of a folder; an empty one if there is none yet.
    pub(super) fn read(dir: &Path) -> Result<Self, String> {
        let copy = dir.join("copy");
        fs::create_dir_all(&copy).map_err(|error| error.to_string())?;
        for ending in ["", "-wal"] {
            let to = copy.join(format!("ledger.db{ending}"));
            drop(fs::remove_file(&to));
            // There may be no such file, and then there is nothing to copy.
            drop(fs::copy(dir.join(format!("ledger.sandbox.db{ending}")), &to));
        }
        drop(fs::remove_file(copy.join("ledger.db-shm")));
        if !copy.join("ledger.db").exists() {
            return Ok(Self::default());
        }
        Self::query(&copy.join("ledger.db")).map_err(|error| format!("the ledger cannot be read: {error}"))
    }

    fn query(path: &Path) -> rusqlite::Result<Self> {
        let connection = Connection::open(path)?;
        let mut ledger = Self::default();
        // A kill while the tables are made leaves none.
        if connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))? == 0 {
            return Ok(ledger);
        }
        let sql = "SELECT i.id, coalesce(i.run, 0), i.product, i.attempt, i.numbers, i.sent_at, o.at, o.state, o.order_id, o.units
            FROM intents i LEFT JOIN outcomes o ON o.intent = i.id ORDER BY i.id";
        ledger.intents = connection.prepare(sql)?.query_map([], intent)?.collect::<rusqlite::Result<_>>()?;
        ledger.read_answers(&connection)?;
        let sql = "SELECT r.list, r.id, coalesce((SELECT kind FROM events e WHERE e.run = r.id AND e.kind IN
            ('started', 'stopped', 'finished') ORDER BY e.id DESC LIMIT 1), '') FROM runs r";
        let runs = connection
            .prepare(sql)?
            .query_map([], |row| Ok((row.get(0)?, (row.get(1)?, row.get(2)?))))?
            .collect::<rusqlite::Result<_>>()?;
        ledger.runs = runs;
        let sql =
            "SELECT v.verdict, coalesce(i.run, 0), coalesce(v.numbers, i.numbers) FROM verdicts v JOIN intents i ON
            i.id = v.intent";
        let mut statement = connection.prepare(sql)?;
        let mut verdicts = statement.query([])?;
        while let Some(row) = verdicts.next()? {
            let (verdict, run, numbers): (String, i64, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            for number in numbers.split(',') {
                match verdict.as_str() {
                    "not_paid" => *ledger.not_paid.entry(run).or_default() += 1,
                    "repay" => *ledger.repays.entry(number.to_owned()).or_default() += 1,
                    _ => {}
                }
            }
        }
        Ok(ledger)
    }

    /// Reads them as any tool does, by the view.
    fn read_answers(&mut self, connection: &Connection) -> rusqlite::Result<()> {
        let places: HashMap<i64, usize> = self.intents.iter().map(|intent| intent.id).zip(0..).collect();
        let sql = "SELECT intent, outcome, charge, status_code FROM answers ORDER BY intent, item";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let place = places.get(&row.get(0)?).copied();
            let outcome = place.and_then(|place| self.intents.get_mut(place)?.outcome.as_mut());
            let answer = Answer { outcome: row.get(1)?, charge: row.get(2)?, code: row.get(3)? };
            if let Some(outcome) = outcome {
                outcome.answers.push(answer);
            }
        }
        Ok(())
    }

    /// Requests whose end is not recorded.
    pub(super) fn open(&self) -> impl Iterator<Item = &Intent> {
        self.intents.iter().filter(|intent| intent.outcome.is_none())
    }

    /// Units spent, what is under way included.
    pub(super) fn spent(&self) -> u64 {
        self.intents
            .iter()
            .map(|intent| intent.outcome.as_ref().map_or(intent.numbers.len() as u64, |outcome| outcome.units))
            .sum()
    }

    /// Units that vendors say they billed beyond the numbers they were asked about.
    pub(super) fn overstated(&self) -> u64 {
        let over = |intent: &Intent| Some(intent.outcome.as_ref()?.units.saturating_sub(intent.numbers.len() as u64));
        self.intents.iter().filter_map(over).sum()
    }

    pub(super) fn last_id(&self) -> i64 {
        self.intents.last().map_or(0, |intent| intent.id)
    }
}

fn intent(row: &Row<'_>) -> rusqlite::Result<Intent> {
    let outcome = match row.get::<_, Option<i64>>(6)? {
        None => None,
        Some(at) => Some(Outcome {
            at,
            state: row.get(7)?,
            order_id: row.get(8)?,
            units: u64::try_from(row.get::<_, i64>(9)?).unwrap_or_default(),
            answers: Vec::new(),
        }),
    };
    Ok(Intent {
        id: row.get(0)?,
        run: row.get(1)?,
        product: row.get(2)?,
        attempt: row.get(3)?,
        numbers: row.get::<_, String>(4)?.split(',').map(str::to_owned).collect(),
        sent_at: row.get(5)?,
        outcome,
    })
}

/// The sandbox's bill: every request it took, whatever it answered.
pub(super) fn bill(dir: &Path) -> Result<Vec<Request>, String> {
    let state = dir.join("ledger.sandbox.bill");
    if !state.exists() {
        return Ok(Vec::new());
    }
    let requests = billing::requests(&state).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let mut requests = requests.map_err(|error| format!("the sandbox's bill cannot be read: {error}"))?;
    requests.sort_by_key(|request| request.seq);
    Ok(requests)
}

/// How many units the vendors billed, without keeping their bill in memory.
pub(super) fn billed(dir: &Path) -> Result<u64, String> {
    let requests = billing::requests(dir.join("ledger.sandbox.bill")).map_err(|error| error.to_string())?;
    requests
        .map(|request| {
            Ok(request
                .map_err(|error| error.to_string())?
                .numbers
                .iter()
                .map(|number| u64::from(number.billed))
                .sum::<u64>())
        })
        .sum()
}
