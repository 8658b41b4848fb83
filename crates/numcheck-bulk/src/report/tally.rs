use std::collections::HashMap;

use numcheck_core::Reachability;
use serde::Serialize;

use super::places::{Places, carrier, province};
use crate::ledger::AnswerRow;

/// Statuses beyond this many are counted as unknown: a vendor's code table is short.
const MOST_STATUSES: usize = 64;

/// Numbers by reachability.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Reaches {
    /// Active, in normal use.
    pub reachable: u64,
    /// Silent, or about to be cancelled.
    pub doubtful: u64,
    /// Risky.
    pub avoid: u64,
    /// Suspended, unavailable, not in service.
    pub unreachable: u64,
    /// Vacant.
    pub dead: u64,
    /// Not in the database, no record, or a code this version does not know.
    pub unknown: u64,
    /// Reports that say nothing of it: who calls, for example.
    pub unsaid: u64,
}

impl Reaches {
    /// All of them together.
    pub const fn total(&self) -> u64 {
        self.reachable + self.doubtful + self.avoid + self.unreachable + self.dead + self.unknown + self.unsaid
    }

    /// Adds others.
    pub const fn add(&mut self, other: &Self) {
        self.reachable += other.reachable;
        self.doubtful += other.doubtful;
        self.avoid += other.avoid;
        self.unreachable += other.unreachable;
        self.dead += other.dead;
        self.unknown += other.unknown;
        self.unsaid += other.unsaid;
    }

    fn count(&mut self, answer: &AnswerRow<'_>) {
        *match answer.reachability {
            _ if answer.outcome == "no_record" => &mut self.unknown,
            Some(Reachability::Reachable) => &mut self.reachable,
            Some(Reachability::Doubtful) => &mut self.doubtful,
            Some(Reachability::Avoid) => &mut self.avoid,
            Some(Reachability::Unreachable) => &mut self.unreachable,
            Some(Reachability::Dead) => &mut self.dead,
            Some(_) => &mut self.unknown,
            None => &mut self.unsaid,
        } += 1;
    }

    /// What one answer comes to.
    pub(super) fn of(answer: &AnswerRow<'_>) -> Self {
        let mut reaches = Self::default();
        reaches.count(answer);
        reaches
    }
}

/// How many numbers have a status.
#[derive(Clone, Debug, Serialize)]
pub struct StatusCount {
    /// The status word: `active`; `no_record` where the vendor has no record.
    pub status: String,
    /// The field's Chinese word.
    pub status_zh: String,
    /// Whether such a number can be reached; `None` where the report does not say.
    pub reachability: Option<&'static str>,
    /// How many numbers.
    pub numbers: u64,
}

/// Counts answers as they come.
#[derive(Default)]
pub(super) struct Tally {
    pub answered: u64,
    pub reaches: Reaches,
    pub areas: Places,
    pub carriers: Places,
    statuses: HashMap<String, StatusCount>,
}

impl Tally {
    pub(super) fn take(&mut self, answer: &AnswerRow<'_>) {
        if !matches!(answer.outcome, "report" | "no_record") {
            return;
        }
        self.answered += 1;
        let reach = Reaches::of(answer);
        self.reaches.add(&reach);
        self.areas.count(answer.area.and_then(province), reach);
        self.carriers.count(answer.carrier.and_then(carrier), reach);
        let (word, zh, reachability) = if answer.outcome == "no_record" {
            ("no_record", "无记录", Some(Reachability::Unknown))
        } else {
            let known =
                answer.status.filter(|word| self.statuses.contains_key(*word) || self.statuses.len() < MOST_STATUSES);
            let zh = if known.is_some() { answer.status_zh.unwrap_or("未知状态") } else { "未知状态" };
            (known.unwrap_or("unknown"), zh, answer.reachability)
        };
        if let Some(count) = self.statuses.get_mut(word) {
            count.numbers += 1;
            return;
        }
        let count = StatusCount {
            status: word.to_owned(),
            status_zh: zh.to_owned(),
            reachability: reachability.map(Reachability::word),
            numbers: 1,
        };
        self.statuses.insert(word.to_owned(), count);
    }

    pub(super) fn statuses(&self) -> Vec<StatusCount> {
        let mut statuses: Vec<StatusCount> = self.statuses.values().cloned().collect();
        statuses.sort_by(|a, b| b.numbers.cmp(&a.numbers).then_with(|| a.status.cmp(&b.status)));
        statuses
    }
}
