use std::collections::BTreeMap;

use super::rows::Row;

/// How many numbers were found to be what, each number counted once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By status: the word of our data and the Chinese one.
    pub statuses: BTreeMap<String, BTreeMap<String, u64>>,
    /// By reachability.
    pub reachability: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn add(&mut self, row: &Row<'_>) {
        let Some(known) = row.known.as_ref().filter(|_| row.result != "duplicate") else { return };
        if let Some(status) = known.status.as_deref() {
            let zh = known.status_zh.as_deref().unwrap_or(status);
            match self.statuses.get_mut(status).and_then(|words| words.get_mut(zh)) {
                Some(count) => *count += 1,
                None => drop(self.statuses.entry(status.to_owned()).or_default().insert(zh.to_owned(), 1)),
            }
        }
        if let Some(reachability) = known.reachability.as_deref() {
            match self.reachability.get_mut(reachability) {
                Some(count) => *count += 1,
                None => drop(self.reachability.insert(reachability.to_owned(), 1)),
            }
        }
    }
}
