//! Answers of earlier runs and checks that a run may take, instead of paying for them.

use std::cell::LazyCell;
use std::collections::HashMap;
use std::time::Duration;

use numcheck_core::Timestamp;

use super::open::Open;
use super::{LONGEST_REUSE_OF_PASSING, Run};
use crate::Result;
use crate::address::address;
use crate::ledger::Past;
use crate::standing::{Class, Stands};

impl Run<'_> {
    /// How many of the numbers to be asked have an answer in the ledger that is at most so old: with that age for
    /// [`Options::reuse`](super::Options::reuse) they are not paid for once more.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if the ledger cannot be read.
    pub fn known(&self, age: Duration) -> Result<u64> {
        let mut known = Vec::new();
        self.each_reusable(age, |position, _| {
            known.resize(self.view.plan.numbers.len(), false);
            known[position as usize] = true;
        })?;
        let is_known = |position: &u32| known.get(*position as usize) == Some(&true);
        Ok(if known.is_empty() { 0 } else { Open::of(self).spans().iter().filter(is_known).count() as u64 })
    }

    pub(super) fn find_reusable(&self, age: Duration) -> Result<Vec<(u32, Past)>> {
        let mut found = HashMap::new();
        self.each_reusable(age, |position, past| {
            found.insert(position, past);
        })?;
        Ok(found.into_iter().collect())
    }

    /// Every answer about a number that was never asked in this run, the newest of a number last.
    fn each_reusable(&self, age: Duration, mut each: impl FnMut(u32, Past)) -> Result<()> {
        let now = Timestamp::now();
        let back = |age: Duration| now.as_millis().saturating_sub(i64::try_from(age.as_millis()).unwrap_or(i64::MAX));
        let passing_since = back(age.min(LONGEST_REUSE_OF_PASSING));
        let standing = &self.view.standing;
        let fresh = |position| standing.class_of(position) == Class::Open && !standing.next.contains_key(&position);
        // A new ledger has no answer to look for.
        let index = LazyCell::new(|| self.view.plan.numbers.index(fresh));
        let products: Vec<_> =
            self.options.products.iter().map(|product| (product.id(), address(&product.address))).collect();
        let (since, own) = (Timestamp::from_millis(back(age)), self.view.id());
        self.view.ledger.each_answer_since(&products, since, own, |number, past, at, answer| {
            let Ok(number) = number.parse() else { return };
            let Some(position) = index.position(&number) else { return };
            let status = answer.status.unwrap_or(answer.outcome);
            let passing = matches!(status, "vacant" | "suspended") && at.as_millis() < passing_since;
            let answered = matches!(answer.outcome, "report" | "no_record");
            if answered && !passing && !self.view.rules.next_on.iter().any(|open| open == status) {
                each(position, past);
            }
        })
    }
}
