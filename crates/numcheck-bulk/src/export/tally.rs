use std::collections::BTreeMap;

use super::rows::Row;

/// How many numbers were found to be what, each number counted once.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// By status: the word of our data and the Chinese one.
    pub statuses: BTreeMap<(String, String), u64>,
    /// By reachability.
    pub reachability: BTreeMap<String, u64>,
}

impl Tally {
    pub(super) fn add(&mut self, row: &Row<'_>) {
        let Some(known) = row.known.filter(|_| row.result != "duplicate") else { return };
        if let Some(status) = &known.status {
            let zh = known.status_zh.clone().unwrap_or_else(|| status.clone());
            *self.statuses.entry((status.clone(), zh)).or_default() += 1;
        }
        if let Some(reachability) = &known.reachability {
            *self.reachability.entry(reachability.clone()).or_default() += 1;
        }
    }
}
