//! Which numbers of a run are to be asked.

use super::Run;
use super::spans::Spans;
use crate::standing::{Class, Standing, Stands};

/// The positions of a run that are to be asked.
pub(super) struct Open<'a> {
    run: &'a Run<'a>,
    finished: bool,
    /// The draw that a sample's numbers are at or below; `None` where all are asked.
    most: Option<u64>,
}

impl<'a> Open<'a> {
    pub(super) fn of(run: &'a Run<'a>) -> Self {
        Self { run, finished: run.view.was_finished(), most: run.options.sample.map(|sample| threshold(run, sample)) }
    }

    const fn standing(&self) -> &'a Standing {
        &self.run.view.standing
    }

    fn holds(&self, position: u32) -> bool {
        let standing = self.standing();
        let is_open = match standing.class_of(position) {
            Class::Open => true,
            // What a finished run has no answer for is asked again only where the owner reopened it.
            Class::FailedFree | Class::Unanswered => !self.finished || standing.reopened.contains(&position),
            Class::InDoubt => standing.reopened.contains(&position),
            // The next product is still to be asked: a kill may have come between the two.
            Class::Answered | Class::NoRecord => {
                standing.next.contains_key(&position) && (!self.finished || standing.reopened.contains(&position))
            }
            _ => false,
        };
        is_open && self.most.is_none_or(|most| draw(self.run, position) <= most)
    }

    /// All of them, in the order of the list.
    pub(super) fn spans(&self) -> Spans {
        let (mut spans, mut at) = (Spans::default(), 0);
        for alike in self.standing().class.chunk_by(PartialEq::eq) {
            let range = at..at + u32::try_from(alike.len()).unwrap_or(u32::MAX);
            at = range.end;
            // Most lists are open from end to end.
            if alike[0] == Class::Open && self.most.is_none() {
                spans.push(range);
            } else {
                range.filter(|position| self.holds(*position)).for_each(|position| spans.push(position..position + 1));
            }
        }
        spans
    }
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
