//! Doubts (计费存疑): what may be paid for and has no answer, and the owner's words on it.

use std::collections::{HashMap, HashSet};

use numcheck_core::{PhoneNumber, Timestamp};
use rusqlite::{Connection, params};

use super::record::Intent;
use super::scan::{Past, RequestRow, numbers_of};
use super::{Ledger, planted, seal};
use crate::Result;

/// A number that may be paid for and has no answer (计费存疑).
#[derive(Clone, Debug)]
pub struct Doubt {
    /// The number.
    pub number: PhoneNumber,
    /// The request it was in.
    pub intent: i64,
    /// Its place in the list of that request's run.
    pub position: Option<u32>,
    /// The run of that request.
    pub run: Option<i64>,
    /// The product asked.
    pub product: String,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// The vendor's order id, where it came.
    pub order_id: Option<String>,
    /// What this number may have cost at most, in millionths of the currency.
    pub max_cost: Option<i64>,
    /// Why it is in doubt.
    pub why: String,
    /// Whether nothing is recorded of how its request ended: it is under way, or its program ended.
    pub open: bool,
    /// What the owner last said of it: paid or not paid. An order to buy it again says neither.
    pub verdict: Option<Verdict>,
    /// When the owner last said it.
    pub verdict_at: Option<Timestamp>,
    /// The answer that was bought again by the owner's order.
    pub bought_again: Option<Past>,
}

impl Doubt {
    /// Whether it is still in doubt, or known to be paid without an answer: neither told not to be paid, nor bought again.
    /// An order alone changes nothing.
    pub const fn stands(&self) -> bool {
        !self.is_not_paid() && self.bought_again.is_none()
    }

    /// Whether the owner settled it as not paid.
    pub const fn is_not_paid(&self) -> bool {
        matches!(self.verdict, Some(Verdict::NotPaid))
    }

    /// Whether the owner settled it, as paid or as not paid.
    pub const fn is_settled(&self) -> bool {
        self.verdict.is_some()
    }

    /// Whether the owner is still to say if it was paid: it stands, and is not settled as paid.
    pub const fn is_open(&self) -> bool {
        self.stands() && !matches!(self.verdict, Some(Verdict::Paid))
    }
}

/// The owner's word on a doubt, from the vendor's bill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It was not paid: it may be asked again.
    NotPaid,
    /// It was paid, and the answer is lost.
    Paid,
    /// It is to be asked again by this run although it may be paid already.
    Repay(Option<i64>),
}

/// A verdict, the numbers it is about (`None` for all), and when it was said.
type Said = (Verdict, Option<String>, Timestamp);

/// What is said of a request without an outcome.
const OPEN: &str = "sent, and its reply is not recorded: it is under way, or its program ended";

impl Ledger {
    /// Every doubt of one kind of report there ever was, the oldest first, with what has become of it.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn doubts(&self, kind: &str) -> Result<Vec<Doubt>> {
        let connection = self.reader()?;
        let mut doubts = Vec::new();
        let rows =
            self.rows(&connection, "WHERE i.kind = ?1 AND (o.doubts > 0 OR o.intent IS NULL) ORDER BY i.id", kind)?;
        for (run, row) in rows {
            if row.state == "open" && planted("resend-intents") {
                continue;
            }
            let verdicts = self.verdicts(&connection, row.id)?;
            doubts.extend(doubts_of(run, &row, &verdicts));
        }
        if doubts.is_empty() {
            return Ok(doubts);
        }
        // An order, `--in-doubt repay` or `--repay-on`, is carried out when a request made for it brought the answer.
        let mut answered: HashMap<PhoneNumber, Past> = HashMap::new();
        let ordered = "WHERE i.kind = ?1 AND i.repay = 1 AND o.answers IS NOT NULL ORDER BY i.id";
        for (_, row) in self.rows(&connection, ordered, kind)? {
            let answers = row.answers();
            for (item, number) in (0..).zip(row.numbers.split(',')) {
                if answers.is_answered(item as usize)
                    && let Ok(number) = PhoneNumber::parse(number)
                {
                    answered.insert(number, Past { intent: row.id, item });
                }
            }
        }
        for doubt in &mut doubts {
            doubt.bought_again = answered.get(&doubt.number).copied().filter(|past| past.intent > doubt.intent);
        }
        Ok(doubts)
    }

    /// The owner's words on a request, the oldest first: the verdict, and the numbers it is about (`None` for all).
    pub(super) fn verdicts(&self, connection: &Connection, intent: i64) -> Result<Vec<Said>> {
        let read = || {
            let mut statement = connection
                .prepare_cached("SELECT verdict, run, numbers, at FROM verdicts WHERE intent = ?1 ORDER BY id")?;
            let rows = statement.query_map([intent], |row| {
                let verdict = match row.get_ref(0)?.as_str()? {
                    "not_paid" => Verdict::NotPaid,
                    "repay" => Verdict::Repay(row.get(1)?),
                    _ => Verdict::Paid,
                };
                Ok((verdict, row.get(2)?, Timestamp::from_millis(row.get(3)?)))
            })?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        read().map_err(|error| self.wrong(&error))
    }

    /// Records the owner's word on doubts.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be written.
    pub async fn add_verdicts(&self, verdict: Verdict, doubts: &[Doubt]) -> Result<()> {
        let (word, run) = match verdict {
            Verdict::NotPaid => ("not_paid", None),
            Verdict::Paid => ("paid", None),
            Verdict::Repay(run) => ("repay", run),
        };
        let mut by_intent: HashMap<i64, Vec<String>> = HashMap::new();
        for doubt in doubts {
            by_intent.entry(doubt.intent).or_default().push(doubt.number.written().into_owned());
        }
        self.writer()
            .write(move |connection| {
                let mut statement = connection.prepare(&seal::insert("INSERT INTO", "verdicts"))?;
                for (intent, numbers) in by_intent {
                    statement.execute(params![intent, word, run, numbers.join(","), Timestamp::now().as_millis()])?;
                }
                Ok(0)
            })
            .await
            .map(drop)
    }
}

/// The numbers of a request about to be sent that a check outside any run has under way, or in doubt, since the request
/// `after`.
pub(super) fn held_by_checks(
    connection: &Connection,
    intent: &Intent,
    after: i64,
) -> rusqlite::Result<Vec<PhoneNumber>> {
    let mut statement = connection.prepare_cached(
        "SELECT i.numbers FROM intents i LEFT JOIN outcomes o ON o.intent = i.id
         WHERE i.run IS NULL AND i.id > ?1 AND i.kind = ?2 AND (o.intent IS NULL OR o.doubts > 0)",
    )?;
    let checks = statement.query_map(params![after, intent.kind], |row| row.get::<_, String>(0))?;
    let mut held = Vec::new();
    for numbers in checks {
        let numbers = numbers?;
        let numbers: HashSet<PhoneNumber> = numbers_of(&numbers).collect();
        held.extend(intent.numbers.iter().filter(|number| numbers.contains(number)));
    }
    Ok(held)
}

pub(super) fn doubts_of(run: Option<i64>, row: &RequestRow, verdicts: &[Said]) -> Vec<Doubt> {
    let answers = row.answers();
    let why = match (&row.error, row.state.as_str()) {
        (Some(error), _) => serde_json::from_str::<serde_json::Value>(error)
            .ok()
            .and_then(|error| error.get("message")?.as_str().map(str::to_owned))
            .unwrap_or_default(),
        (None, "open") => OPEN.to_owned(),
        (None, _) => "the reply has no answer for this number, and does not show that it was free".to_owned(),
    };
    let share = i64::try_from(row.positions.as_slice().len().max(numbers_of(&row.numbers).count())).unwrap_or(1).max(1);
    let mut doubts = Vec::new();
    for (item, text) in row.numbers.split(',').enumerate() {
        let answer = answers.get(item);
        if answers.is_answered(item) || answer.is_some_and(|answer| answer.charge == "free") {
            continue;
        }
        let Ok(number) = PhoneNumber::parse(text) else { continue };
        let about =
            |numbers: &Option<String>| numbers.as_ref().is_none_or(|numbers| numbers.split(',').any(|one| one == text));
        // A word given while the request was under way is not about what came of it. One on a program that died is: that the
        // program died was declared later.
        let known = |at: Timestamp| row.state == "open" || row.crashed || at >= row.at || planted("old-verdicts");
        let verdict = verdicts
            .iter()
            .rev()
            .find(|(verdict, numbers, at)| !matches!(verdict, Verdict::Repay(_)) && about(numbers) && known(*at))
            .map(|(verdict, _, at)| (*verdict, *at));
        let error = answer.and_then(|answer| answer.error);
        doubts.push(Doubt {
            number,
            intent: row.id,
            position: row.positions.as_slice().get(item).copied(),
            run,
            product: row.product.clone(),
            sent_at: row.sent_at,
            order_id: answer.and_then(|answer| answer.order_id.map(str::to_owned)).or_else(|| row.order_id.clone()),
            max_cost: row.max_cost.map(|cost| cost / share),
            why: error.map_or_else(|| why.clone(), str::to_owned),
            open: row.state == "open",
            verdict: verdict.map(|(verdict, _)| verdict),
            verdict_at: verdict.map(|(_, at)| at),
            bought_again: None,
        });
    }
    doubts
}
