use std::collections::HashSet;

use super::open::Open;
use super::{Budget, Options, Run};
use crate::standing::Class;

/// What a run would do, before it does it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Estimate {
    /// Lines of the list, header and blank lines not counted.
    pub lines: u64,
    /// Lines that hold no number, or one of a kind the products do not answer for.
    pub rejected: u64,
    /// Lines whose number stands earlier in the list.
    pub duplicates: u64,
    /// Numbers an earlier request answered.
    pub reused: u64,
    /// Numbers in doubt, which are not asked.
    pub in_doubt: u64,
    /// Numbers settled as paid, whose answers are lost.
    pub lost: u64,
    /// Numbers that a finished run, or one of a sample, has no answer for and does not ask again: they were free.
    pub unanswered: u64,
    /// Numbers that stay unasked: outside the sample, or beyond the budget.
    pub left_out: u64,
    /// Numbers this run has an answer for already, and does not ask the next product about.
    pub done: u64,
    /// Numbers to be asked.
    pub numbers: u64,
    /// Requests to the first product, if nothing has to be asked again.
    pub requests: u64,
    /// How many numbers may be billed at most: one that is asked of several products, or bought again by the owner's order,
    /// counts each time.
    pub max_units: u64,
    /// What they cost at most, in millionths of the currency, where the price is known.
    pub max_cost: Option<i64>,
    /// How long they take at least at the rate asked for, in seconds; 0 without a rate.
    pub seconds: u64,
}

impl Estimate {
    /// Numbers of the list that can be asked, whatever has become of them.
    pub const fn valid(&self) -> u64 {
        self.lines - self.rejected - self.duplicates
    }
}

impl Run<'_> {
    /// What it would do.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if the ledger cannot be read.
    pub fn estimate(&self) -> crate::Result<Estimate> {
        let count = |wanted: Class| self.view.standing.count(wanted);
        let reusable = match self.options.reuse {
            Some(age) => self.find_reusable(age)?,
            None => Vec::new(),
        };
        let reusable: HashSet<u32> = reusable.into_iter().map(|(position, _)| position).collect();
        let mut open = Open::of(self).spans();
        if !reusable.is_empty() {
            open = open.iter().filter(|position| !reusable.contains(position)).collect();
        }
        let among =
            |wanted: Class| -> u64 { open.ranges().map(|range| self.view.standing.count_in(range, wanted)).sum() };
        let again = among(Class::Answered) + among(Class::NoRecord);
        let (free, fresh) = (among(Class::FailedFree) + among(Class::Unanswered), among(Class::Open));
        let lost = self.view.standing.count_lost();
        let unanswered = count(Class::FailedFree) + count(Class::Unanswered) - free;
        let unasked = count(Class::Open) - fresh - reusable.len() as u64;
        let first = &self.options.products[0];
        let size = first.checker.any_product().max_batch() as u64;
        let Budget { max_units, .. } = self.options.budget;
        let max_units = max_units.unwrap_or(u64::MAX);
        let numbers = (open.len() as u64).min(max_units);
        let requests = numbers.div_ceil(size);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an estimate"
        )]
        let seconds = first.rate.map_or(0, |rate| (requests as f64 / rate).ceil() as u64);
        Ok(Estimate {
            lines: self.view.plan.lines,
            rejected: self.view.plan.invalid + self.view.plan.wrong_kind,
            duplicates: self.view.plan.duplicates.len() as u64,
            reused: count(Class::Reused) + reusable.len() as u64,
            in_doubt: count(Class::InDoubt) - lost,
            lost,
            unanswered,
            left_out: unasked + open.len() as u64 - numbers,
            done: count(Class::Answered) + count(Class::NoRecord) + count(Class::Rejected) - again,
            numbers,
            requests,
            max_units: self.times().saturating_mul(open.len() as u64).min(max_units),
            max_cost: self.max_cost(open.len() as u64, max_units),
            seconds,
        })
    }

    /// How often one number may be paid for: once, unless the next product is asked about what was billed, or the owner
    /// allows what may be billed to be bought again.
    fn times(&self) -> u64 {
        let Options { products, next_on, policy, .. } = &*self.options;
        let each = if policy.repays() { u64::from(policy.attempts()) } else { 1 };
        if next_on.is_empty() && !policy.repays() { 1 } else { each * products.len() as u64 }
    }

    fn max_cost(&self, numbers: u64, max_units: u64) -> Option<i64> {
        let prices = || self.options.products.iter().map(|product| product.price);
        let of = |price: i64, units: u64| price.saturating_mul(i64::try_from(units).unwrap_or(i64::MAX));
        let dearest = prices().max().flatten()?;
        let most = match self.times() {
            1 => of(dearest, numbers),
            times => {
                let all = prices().try_fold(0_i64, |sum, price| Some(sum.saturating_add(price?)))?;
                of(all, numbers.saturating_mul(times / self.options.products.len() as u64))
            }
        };
        Some(most.min(of(dearest, max_units)))
    }
}
