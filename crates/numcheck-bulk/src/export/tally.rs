use std::collections::BTreeMap;

use super::rows::Row;
use crate::ledger::Of;

/// How many numbers were found to be what, each number counted once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// There are few of them.
    counts: Vec<Count>,
}

#[derive(Debug)]
struct Count {
    status: Option<(String, String)>,
    reachability: Option<String>,
    numbers: u64,
}

impl Tally {
    pub(super) fn add(&mut self, row: &Row<'_>) {
        let Some(known) = row.known.as_ref().filter(|_| row.result != "duplicate") else { return };
        let status = known.text(Of::Status).map(|status| (status, known.text(Of::StatusZh).unwrap_or(status)));
        let reachability = known.text(Of::Reachability);
        let is_it = |count: &Count| {
            count.status.as_ref().map(|(status, zh)| (&**status, &**zh)) == status
                && count.reachability.as_deref() == reachability
        };
        if let Some(at) = self.counts.iter().position(is_it) {
            self.counts[at].numbers += 1;
        } else {
            let status = status.map(|(status, zh)| (status.to_owned(), zh.to_owned()));
            self.counts.push(Count { status, reachability: reachability.map(str::to_owned), numbers: 1 });
        }
    }

    /// By status: the word of our data and the Chinese one.
    pub(super) fn statuses(&self) -> BTreeMap<&str, BTreeMap<&str, u64>> {
        let mut statuses: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
        for count in &self.counts {
            if let Some((status, zh)) = &count.status {
                *statuses.entry(status).or_default().entry(zh).or_default() += count.numbers;
            }
        }
        statuses
    }

    /// By reachability.
    pub(super) fn reachability(&self) -> BTreeMap<&str, u64> {
        let mut found = BTreeMap::new();
        for count in &self.counts {
            if let Some(reachability) = &count.reachability {
                *found.entry(&**reachability).or_default() += count.numbers;
            }
        }
        found
    }
}
