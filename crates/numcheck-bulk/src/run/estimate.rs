use super::spans::Spans;
use super::{Budget, Options, Run};
use crate::standing::{Class, Stands};

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
        let reusable: std::collections::HashSet<u32> = reusable.into_iter().map(|(position, _)| position).collect();
        let open: Spans = open_positions(self).filter(|position| !reusable.contains(position)).collect();
        // In one pass: a list may be long.
        let (mut again, mut free, mut fresh) = (0, 0, 0);
        for position in open.iter() {
            match self.view.standing.class_of(position) {
                Class::Answered | Class::NoRecord => again += 1,
                Class::FailedFree | Class::Unanswered => free += 1,
                Class::Open => fresh += 1,
                _ => {}
            }
        }
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

/// The positions to be asked, in the order of the list.
pub(super) fn open_positions(run: &Run<'_>) -> impl Iterator<Item = u32> {
    let finished = run.view.was_finished();
    let standing = &run.view.standing;
    let chosen = run.options.sample.map(|sample| threshold(run, sample));
    (0..u32::try_from(standing.class.len()).unwrap_or(u32::MAX))
        .filter(move |&position| match standing.class_of(position) {
            Class::Open => true,
            // What a finished run has no answer for is asked again only where the owner reopened it.
            Class::FailedFree | Class::Unanswered => !finished || standing.reopened.contains(&position),
            Class::InDoubt => standing.reopened.contains(&position),
            // The next product is still to be asked: a kill may have come between the two.
            Class::Answered | Class::NoRecord => {
                standing.next.contains_key(&position) && (!finished || standing.reopened.contains(&position))
            }
            _ => false,
        })
        .filter(move |&position| chosen.is_none_or(|most| draw(run, position) <= most))
}

/// The draw that `sample` of the distinct numbers are at or below.
fn threshold(run: &Run<'_>, sample: u64) -> u64 {
    let standing = &run.view.standing;
    let mut draws: Vec<u64> = (0..u32::try_from(standing.class.len()).unwrap_or(u32::MAX))
        .filter(|&position| standing.class_of(position) != Class::Duplicate)
        .map(|position| draw(run, position))
        .collect();
    let at = usize::try_from(sample).unwrap_or(usize::MAX);
    if at == 0 {
        return 0;
    }
    if at >= draws.len() {
        return u64::MAX;
    }
    *draws.select_nth_unstable(at - 1).1
}

/// A number drawn for a position: the same for the same list, so that a larger sample holds a smaller one.
fn draw(run: &Run<'_>, position: u32) -> u64 {
    let seed = u64::from_str_radix(&run.view.plan.hash[..16], 16).unwrap_or_default();
    // SplitMix64.
    let mut z = seed.wrapping_add(u64::from(position).wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}
