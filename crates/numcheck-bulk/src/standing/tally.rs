use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{AnswerRow, Answers, RequestRow};

/// What the requests of a run came to, counted while its standing is read, so that they are read once.
#[derive(Debug)]
pub(crate) struct Tally {
    /// Requests made; one that is under way is none yet.
    pub requests: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
    /// Numbers answered without a word on their charge.
    pub unstated: u64,
    /// Numbers billed, by the receipts; `None` where one is missing.
    pub receipts: Option<u64>,
    /// Reports by status, of all requests.
    pub statuses: BTreeMap<String, u64>,
    /// Whether each request, by its place in the standing, has statuses among these.
    has_statuses: Vec<bool>,
    /// Those of them, by the same place and from 1, some of whose statuses do not count: another tells more of the number.
    overruled: BTreeSet<u32>,
}

impl Default for Tally {
    fn default() -> Self {
        Self {
            requests: 0,
            billed: 0,
            unstated: 0,
            receipts: Some(0),
            statuses: BTreeMap::new(),
            has_statuses: Vec::new(),
            overruled: BTreeSet::new(),
        }
    }
}

impl Tally {
    /// Notes that another request tells more of a number than the one at this place, from 1. What it counted then is read once
    /// more; a request that counted nothing may have statuses by then.
    pub(super) fn overrule(&mut self, place: u32) {
        let counted = (place as usize).checked_sub(1).and_then(|at| self.has_statuses.get(at));
        if counted == Some(&true) {
            self.overruled.insert(place);
        }
    }

    /// The places of requests that are not, or not any more, what tells most of each of their numbers.
    pub(super) fn overruled(&self) -> impl Iterator<Item = u32> {
        self.overruled.iter().copied()
    }

    /// Counts the next request. `alive` tells whether one without an outcome is under way.
    pub(super) fn add(&mut self, row: &RequestRow, answers: &Answers, alive: bool) {
        if alive && row.state == "open" {
            self.has_statuses.push(false);
            return;
        }
        self.requests += 1;
        // There are few.
        let mut statuses: Vec<(&str, u64)> = Vec::new();
        for (billed, unstated, status) in answers.judged(counted) {
            self.billed += u64::from(billed);
            self.unstated += u64::from(unstated);
            let Some(status) = status else { continue };
            match statuses.iter_mut().find(|(known, _)| std::ptr::eq(*known, status)) {
                Some((_, count)) => *count += 1,
                None => statuses.push((status, 1)),
            }
        }
        self.has_statuses.push(!statuses.is_empty());
        for (status, count) in statuses {
            match self.statuses.get_mut(status) {
                Some(known) => *known += count,
                None => drop(self.statuses.insert(status.to_owned(), count)),
            }
        }
        self.receipts = match (self.receipts, row.state.as_str(), row.charge.as_str()) {
            (sum, _, "free") => sum,
            (Some(sum), "settled", _) => row.billed.map(|billed| sum + u64::from(billed)),
            _ => None,
        };
    }

    /// Reports by status, less those of overruled `requests` whose number another request tells more of: `tells` says whether
    /// a request is the one that tells most of a position.
    pub(crate) fn statuses_told(
        &self,
        requests: impl Iterator<Item = crate::Result<RequestRow>>,
        tells: impl Fn(&RequestRow, u32) -> bool,
    ) -> crate::Result<BTreeMap<String, u64>> {
        let mut told = self.statuses.clone();
        for row in requests {
            let row = row?;
            let answers = row.answers();
            for ((_, _, status), &position) in answers.judged(counted).zip(row.positions.as_slice()) {
                let Some(status) = status.filter(|_| !tells(&row, position)) else { continue };
                if let Some(count) = told.get_mut(status) {
                    *count = count.saturating_sub(1);
                }
            }
        }
        told.retain(|_, count| *count > 0);
        Ok(told)
    }
}

/// Whether an answer is billed, whether it says nothing of its charge, and the status it reports.
fn counted<'a>(answer: &AnswerRow<'a>) -> (bool, bool, Option<&'a str>) {
    let answered = matches!(answer.outcome, "report" | "no_record");
    let status = (answer.outcome == "report").then(|| answer.status.unwrap_or("unknown"));
    (answer.charge == "billed", answered && answer.charge == "unknown", status)
}
