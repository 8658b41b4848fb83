//! A run as a report: what its numbers are, where they belong, what they cost, what went wrong and when.
//!
//! It is read from the ledger and sends nothing. It holds no whole number and no key. Memory grows with the list by a few bytes a
//! number, as a run's own does.

use std::collections::{HashMap, HashSet};

use numcheck_core::{Message, Timestamp};
use serde::Serialize;

mod doubts;
mod errors;
mod money;
mod places;
mod tally;
mod timeline;

pub use doubts::{DoubtfulRequest, Settled};
pub use errors::Fault;
pub use money::{Money, ProductMoney};
pub use places::{Breakdown, Part};
pub use tally::{Reaches, StatusCount};
pub use timeline::{Bucket, Happening, Timeline};

use crate::Result;
use crate::ledger::{Doubt, Ledger, Past, RunRow, Verdict};
use crate::standing::{Class, Stands};
use crate::summary::Summary;
use crate::view::View;
use tally::Tally;

/// What there is to say of a run.
#[derive(Clone, Debug, Serialize)]
pub struct RunReport {
    /// Its number.
    pub run: i64,
    /// When it began.
    pub created_at: Timestamp,
    /// The last thing that happened to it: `started`, `stopped` or `finished`.
    pub state: String,
    /// The list's whole path, phone numbers in it masked, or `-` for what came by a pipe.
    pub list: String,
    /// The products asked, in fallback order.
    pub products: Vec<String>,
    /// Lines of the list, header and blank lines not counted.
    pub lines: u64,
    /// What became of each line; `None` where the list cannot be read any more.
    pub classes: Option<Summary>,
    /// Why the list cannot be read.
    #[serde(skip)]
    pub without_list: Option<Message>,
    /// Numbers with an answer: a report, or no record; those of earlier requests included.
    pub answered: u64,
    /// Of those, how many were answered by earlier requests.
    pub reused: u64,
    /// Answered numbers by reachability.
    pub reachability: Reaches,
    /// Answered numbers by status, the most frequent first.
    pub statuses: Vec<StatusCount>,
    /// Answered numbers by province.
    pub areas: Breakdown,
    /// Answered numbers by carrier.
    pub carriers: Breakdown,
    /// What it cost.
    pub money: Money,
    /// What went wrong, the most frequent first.
    pub errors: Vec<Fault>,
    /// Requests over time, and what happened.
    pub timeline: Timeline,
    /// Numbers that may be paid for and have no answer, and of which the owner is still to say it.
    pub in_doubt: u64,
    /// Numbers that the owner settled as paid: their answers are lost.
    pub lost: u64,
    /// Their requests, and all of this run that the owner settled.
    pub doubts: Vec<DoubtfulRequest>,
}

impl View<'_> {
    /// The run as a report.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn report(&self) -> Result<RunReport> {
        let summary = self.summary()?;
        let standing = &self.standing;
        let current = |position, request| standing.request_of(position) == Some(request);
        let reused = standing.reused.iter().filter(|(position, _)| standing.class_of(**position) == Class::Reused);
        let reused = reused.map(|(_, (intent, item))| Past { intent: *intent, item: *item }).collect();
        let own = |doubt: &Doubt| doubt.run == self.id();
        // Those of other runs too that keep a number of this one from an answer.
        let mut doubts = self.standing_doubts()?;
        doubts.retain(|doubt| !(own(doubt) && doubt.is_settled()));
        doubts.extend(self.settled_doubts()?.into_iter().filter(own));
        let doubts = doubts::by_request(&doubts);
        let row = self.row.clone().unwrap_or_else(|| RunRow::none(self.id().unwrap_or_default()));
        let mut report = read(self.ledger, &row, &current, reused, doubts)?;
        report.lines = summary.lines;
        // What was answered after all is not lost.
        report.lost = summary.lost;
        report.money.cost = summary.cost;
        report.classes = Some(summary);
        Ok(report)
    }
}

impl RunReport {
    /// What the ledger alone says of a run whose list cannot be read any more, and `why` it cannot.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn without_list(ledger: &Ledger, row: &RunRow, kind: &str, why: Message) -> Result<Self> {
        let last = last_answers(ledger, row.id)?;
        let current = |position: u32, request| last.get(position as usize) == Some(&request);
        let reused = ledger.reused(row.id)?.into_iter().map(|(_, past)| past).collect();
        let mut doubts = ledger.doubts(kind)?;
        doubts.retain(|doubt| doubt.run == Some(row.id) && (doubt.stands() || doubt.is_settled()));
        let mut report = read(ledger, row, &current, reused, doubts::by_request(&doubts))?;
        // What an earlier product said of a number is no answer to the request that was lost.
        let is_answered = |doubt: &Doubt| {
            let answer = doubt.position.and_then(|position| last.get(position as usize));
            answer.is_some_and(|request| *request > doubt.intent)
        };
        let paid_for_nothing =
            doubts.iter().filter(|doubt| doubt.verdict == Some(Verdict::Paid) && !is_answered(doubt));
        report.lost = paid_for_nothing.map(|doubt| doubt.number).collect::<HashSet<_>>().len() as u64;
        report.without_list = Some(why);
        Ok(report)
    }
}

/// Goes through the run's requests once. `current` says whether a request is the one that tells most about a position.
fn read(
    ledger: &Ledger,
    row: &RunRow,
    current: &dyn Fn(u32, i64) -> bool,
    reused: Vec<Past>,
    doubts: Vec<DoubtfulRequest>,
) -> Result<RunReport> {
    let (mut tally, mut money) = (Tally::default(), money::Counter::default());
    let (mut errors, mut times) = (errors::Counter::default(), timeline::Counter::default());
    ledger.each_request(row.id, 0, |request, answers| {
        for (answer, &position) in answers.iter().zip(request.positions.as_slice()) {
            if current(position, request.id) {
                tally.take(&answer);
            }
        }
        let billed = money.take(&request, &answers);
        times.take(request.sent_at, request.positions.as_slice().len() as u64, billed);
        errors.take(&request, &answers);
        Ok(())
    })?;
    let in_doubt = doubts.iter().filter(|doubt| doubt.settled.is_none()).map(|doubt| doubt.numbers).sum();
    let count = reused.len() as u64;
    take_reused(ledger, reused, &mut tally)?;
    let spent = ledger.spent(row.id)?;
    let events = ledger.events(row.id)?;
    Ok(RunReport {
        run: row.id,
        created_at: row.created_at,
        state: row.state.clone(),
        list: without_numbers(row.list_shown()),
        products: money::products(row).into_iter().map(|(product, _)| product).collect(),
        lines: row.list_lines,
        classes: None,
        without_list: None,
        answered: tally.answered,
        reused: count,
        reachability: tally.reaches,
        statuses: tally.statuses(),
        areas: std::mem::take(&mut tally.areas).finish(),
        carriers: std::mem::take(&mut tally.carriers).finish(),
        money: money.finish(row, &spent),
        errors: errors.finish(),
        timeline: times.finish(events),
        in_doubt,
        lost: 0,
        doubts,
    })
}

/// A path whose digits may be a phone number's are masked; shorter ones are a date more often than not.
fn without_numbers(path: &str) -> String {
    const SHORTEST: usize = 11;
    let (mut shown, mut digits) = (String::new(), String::new());
    for c in path.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        shown.push_str(&if digits.len() < SHORTEST { digits.clone() } else { numcheck_core::mask_text(&digits) });
        digits.clear();
        shown.push(c);
    }
    shown.pop();
    shown
}

/// Which request answered each position last; 0 for none.
fn last_answers(ledger: &Ledger, run: i64) -> Result<Vec<i64>> {
    let mut last: Vec<i64> = Vec::new();
    ledger.each_request(run, 0, |request, answers| {
        for (item, &position) in request.positions.as_slice().iter().enumerate() {
            let position = position as usize;
            if answers.is_answered(item) {
                if last.len() <= position {
                    last.resize(position + 1, 0);
                }
                last[position] = request.id;
            }
        }
        Ok(())
    })?;
    Ok(last)
}

/// Answers of earlier requests, each request read once.
fn take_reused(ledger: &Ledger, reused: Vec<Past>, tally: &mut Tally) -> Result<()> {
    let mut by_request: HashMap<i64, Vec<u32>> = HashMap::new();
    for past in reused {
        by_request.entry(past.intent).or_default().push(past.item);
    }
    let connection = ledger.reader()?;
    for (request, items) in by_request {
        let row = ledger.request(&connection, request)?;
        let answers = row.answers();
        for item in items {
            if let Some(answer) = answers.get(item as usize) {
                tally.take(&answer);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::without_numbers;

    #[test]
    fn a_path_keeps_its_date_and_no_number() {
        assert_eq!(without_numbers("/data/名单20261122.csv"), "/data/名单20261122.csv");
        assert_eq!(without_numbers("13800000001.txt"), "138****0001.txt");
        assert_eq!(without_numbers("a13800000001"), "a138****0001");
    }
}
