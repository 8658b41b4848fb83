//! The report as JSON; its schema is `schemas/report.v1.json`.

use numcheck_bulk::report::{Fault, RunReport};
use numcheck_core::{Lang, Timestamp};
use serde::Serialize;

use super::words;
use crate::Registry;

/// The report and what the ledger does not know.
#[derive(Serialize)]
pub(super) struct Data<'a> {
    v: u8,
    sandbox: bool,
    made_at: Timestamp,
    #[serde(flatten)]
    report: &'a RunReport,
    /// For each of `errors`: what its code means.
    meanings: Vec<Meaning>,
    /// Why the lines are not accounted for, where the list cannot be read any more.
    without_list: Option<String>,
}

#[derive(Serialize)]
struct Meaning {
    meaning: String,
    meaning_zh: String,
}

impl<'a> Data<'a> {
    pub(super) fn of(report: &'a RunReport, registry: &Registry, sandbox: bool) -> Self {
        let meaning = |fault: &Fault| {
            let meaning = words::meaning(fault, registry);
            Meaning { meaning: meaning.as_str().to_owned(), meaning_zh: meaning.in_lang(Lang::Zh).to_owned() }
        };
        Self {
            v: 1,
            sandbox,
            made_at: Timestamp::now(),
            report,
            meanings: report.errors.iter().map(meaning).collect(),
            without_list: report.without_list.as_ref().map(|why| why.as_str().to_owned()),
        }
    }
}
