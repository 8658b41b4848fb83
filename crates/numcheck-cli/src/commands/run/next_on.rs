//! The statuses that `--next-on` names: a misspelt one would never come, and nothing would be handed on.

use crate::Entry;
use crate::fault::Failure;
use crate::messages::run as messages;

/// What no status table has, and a report may say all the same.
const ALWAYS: [&str; 2] = ["no_record", "unknown"];
/// A word less like any other than this is a guess no more.
const ALIKE: f64 = 0.75;

/// That the products can say each of these statuses. A product without a table may say anything.
pub(super) fn verify(statuses: &[String], entries: &[&Entry]) -> Result<(), Failure> {
    if entries.iter().any(|entry| entry.own_statuses().next().is_none()) {
        return Ok(());
    }
    let mut known: Vec<&str> =
        entries.iter().flat_map(|entry| entry.own_statuses()).map(|row| row.word).chain(ALWAYS).collect();
    known.sort_unstable();
    known.dedup();
    let Some(wrong) = statuses.iter().find(|status| !known.contains(&status.as_str())) else { return Ok(()) };
    let all = known.join(", ");
    let cure = match similar(&known, wrong) {
        Some(meant) => messages::no_such_status_meant(meant, all),
        None => messages::no_such_status_cure(all),
    };
    Err(Failure::usage(messages::no_such_status(numcheck_core::mask_text(wrong)), cure))
}

fn similar<'k>(known: &[&'k str], wrong: &str) -> Option<&'k str> {
    let wrong = wrong.to_lowercase().replace(['-', ' '], "_");
    let likeness = |word: &str| strsim::jaro_winkler(word, &wrong);
    let nearest = known.iter().copied().max_by(|one, other| likeness(one).total_cmp(&likeness(other)))?;
    (likeness(nearest) > ALIKE).then_some(nearest)
}
