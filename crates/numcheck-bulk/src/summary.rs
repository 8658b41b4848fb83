use std::collections::BTreeMap;

use serde::Serialize;

use crate::Result;
use crate::ledger::Spent;
use crate::standing::{Class, Stands};
use crate::view::View;

/// What became of a list: every line in exactly one class, and what was paid against what the vendors say.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The run's number.
    pub run: i64,
    /// Lines of the list, header and blank lines not counted: the sum of the classes below.
    pub lines: u64,
    /// Numbers the vendor reported on.
    pub answered: u64,
    /// Numbers the vendor has no record of.
    pub no_record: u64,
    /// Numbers the vendor said nothing of, for free.
    pub unanswered: u64,
    /// Numbers whose requests failed, for free.
    pub failed: u64,
    /// Lines that hold no number, numbers of the wrong kind, and numbers the vendor refuses.
    pub rejected: u64,
    /// Lines whose number stands earlier in the list.
    pub duplicates: u64,
    /// Numbers an earlier request answered.
    pub reused: u64,
    /// Numbers that may be paid for and have no answer, and of which the owner is still to say it.
    pub in_doubt: u64,
    /// Numbers that the owner settled as paid: their answers are lost, and they are not asked again.
    pub lost: u64,
    /// Numbers being asked about at this moment, where the run is alive.
    pub under_way: u64,
    /// Numbers not asked.
    pub not_sent: u64,
    /// Answers by status.
    pub statuses: BTreeMap<String, u64>,
    /// Requests made.
    pub requests: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
    /// Numbers answered without a word on their charge, counted as spent.
    pub unstated: u64,
    /// Numbers billed, by the vendors' receipts; `None` where a vendor does not say, so that it cannot be verified.
    pub receipts: Option<u64>,
    /// Units spent, in doubt ones included.
    pub spent: u64,
    /// What they cost, in millionths of the currency, where prices are known.
    pub cost: Option<i64>,
}

impl Summary {
    /// The sum of all classes, which is the number of lines.
    pub const fn accounted(&self) -> u64 {
        self.answered
            + self.no_record
            + self.unanswered
            + self.failed
            + self.rejected
            + self.duplicates
            + self.reused
            + self.in_doubt
            + self.lost
            + self.under_way
            + self.not_sent
    }
}

impl View<'_> {
    /// What became of the list, from the ledger alone.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn summary(&self) -> Result<Summary> {
        let count = |wanted: Class| self.standing.count(wanted);
        let lost = self.standing.count_lost();
        let id = self.id().unwrap_or_default();
        let (tally, spent) = (&self.standing.tally, &self.standing.spent);
        Ok(Summary {
            run: id,
            lines: self.plan.lines,
            answered: count(Class::Answered),
            no_record: count(Class::NoRecord),
            unanswered: count(Class::Unanswered),
            failed: count(Class::FailedFree),
            rejected: count(Class::Rejected) + self.plan.invalid + self.plan.wrong_kind,
            duplicates: count(Class::Duplicate),
            reused: count(Class::Reused),
            in_doubt: count(Class::InDoubt) - lost,
            lost,
            under_way: count(Class::UnderWay),
            not_sent: count(Class::Open),
            statuses: self.statuses()?,
            requests: tally.requests,
            billed: tally.billed,
            unstated: tally.unstated,
            receipts: tally.receipts,
            spent: spent.total(),
            cost: self.cost_of(spent),
        })
    }

    fn statuses(&self) -> Result<BTreeMap<String, u64>> {
        let connection = self.ledger.reader()?;
        let overruled = self.standing.overruled().map(|request| self.ledger.request(&connection, request));
        self.standing.tally.statuses_told(overruled, |row, position| self.standing.request_of(position) == Some(row.id))
    }

    fn cost_of(&self, spent: &Spent) -> Option<i64> {
        let mut cost = 0_i64;
        for (product, price) in self.rules.products.iter().zip(&self.prices) {
            let units = spent.by_product.get(product).copied().unwrap_or_default();
            cost = cost.saturating_add((*price)?.saturating_mul(i64::try_from(units).unwrap_or(i64::MAX)));
        }
        Some(cost)
    }
}
