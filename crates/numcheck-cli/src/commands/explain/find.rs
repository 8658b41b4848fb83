//! Looks a query up in the vendors' tables and among the tool's own words.

use numcheck_core::{CodeRow, Message, Outcome, StatusRow, find_code};
use serde::Serialize;

use super::words::{self, Term};
use crate::fault;
use crate::{Entry, Registry};

/// Further from a word than this many letters is another word.
const FARTHEST: usize = 2;
/// So many near ones are enough.
const NEAR: usize = 6;

/// One thing that a query can mean.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Meaning {
    Answer(AnswerCode),
    Code(ErrorCode),
    Status(Digit),
    Success(Success),
    Word(Term),
}

/// A vendor's error code.
#[derive(Debug, Serialize)]
pub(super) struct ErrorCode {
    pub(super) code: &'static str,
    pub(super) vendor: String,
    pub(super) products: Vec<String>,
    pub(super) meaning: &'static str,
    pub(super) meaning_zh: &'static str,
    /// Ours, beside the vendor's words; empty where they suffice.
    pub(super) note_zh: &'static str,
    pub(super) kind: &'static str,
    #[serde(skip)]
    pub(super) kind_zh: &'static str,
    pub(super) turn: &'static str,
    pub(super) retry: &'static str,
    pub(super) charge: &'static str,
    pub(super) charge_basis: Option<&'static str>,
    /// The older code that was asked about, where this one stands for it.
    pub(super) older_code: Option<String>,
    #[serde(skip)]
    pub(super) sentences: [Message; 3],
}

/// A code among the errors of a vendor's document that is an answer.
#[derive(Debug, Serialize)]
pub(super) struct AnswerCode {
    pub(super) code: &'static str,
    pub(super) vendor: String,
    pub(super) products: Vec<String>,
    pub(super) meaning: &'static str,
    pub(super) meaning_zh: &'static str,
    pub(super) note_zh: &'static str,
    pub(super) outcome: &'static str,
    pub(super) charge: &'static str,
    pub(super) charge_basis: Option<&'static str>,
    #[serde(skip)]
    pub(super) money: Message,
}

/// A digit of a product's reports.
#[derive(Debug, Serialize)]
pub(super) struct Digit {
    pub(super) code: &'static str,
    pub(super) product: &'static str,
    pub(super) status: &'static str,
    pub(super) status_zh: &'static str,
    pub(super) meaning: &'static str,
    pub(super) meaning_zh: &'static str,
}

/// A code that says that all is well.
#[derive(Debug, Serialize)]
pub(super) struct Success {
    pub(super) code: &'static str,
    pub(super) vendor: String,
}

/// Everything the query means, in the order of the registry.
pub(super) fn find(registry: &Registry, query: &str, vendor: Option<&str>) -> Vec<Meaning> {
    let mut found = Vec::new();
    codes(registry, query, vendor, &mut found);
    for row in statuses(registry, vendor) {
        if row.code == query || row.word == folded(query) || row.word_zh == query {
            found.push(Meaning::Status(Digit::of(row)));
        }
    }
    if vendor.is_none() {
        let http = words::HTTP.iter().filter(|row| row.code == query);
        found.extend(http.map(|row| Meaning::Code(ErrorCode::of(row, "HTTP".to_owned()))));
        found.extend(words::WORDS.iter().filter(|word| word.is(&folded(query))).map(|word| Meaning::Word(*word)));
    }
    found
}

fn codes(registry: &Registry, query: &str, vendor: Option<&str>, found: &mut Vec<Meaning>) {
    let mut successes: Vec<(&str, &str)> = Vec::new();
    let mut codes: Vec<ErrorCode> = Vec::new();
    for entry in registry.entries().iter().filter(|entry| vendor.is_none_or(|vendor| vendor == entry.vendor())) {
        let id = entry.product().id();
        if let Some(code) = entry.success.iter().find(|code| **code == query)
            && !successes.contains(&(entry.vendor(), code))
        {
            successes.push((entry.vendor(), code));
            found.push(Meaning::Success(Success { code, vendor: entry.vendor().to_owned() }));
        }
        let older = (entry.older)(query);
        let Some(row) = find_code(entry.codes, id.as_str(), older.as_deref().unwrap_or(query)) else { continue };
        if entry.no_record.contains(&row.code) {
            found.push(Meaning::Answer(AnswerCode::no_record(row, entry)));
            continue;
        }
        let code = ErrorCode::of(row, entry.vendor().to_owned());
        let code = ErrorCode { older_code: older.map(|_| query.to_owned()), ..code };
        match codes.iter_mut().find(|known| known.says_the_same(&code)) {
            Some(known) => known.products.push(id.to_string()),
            None => codes.push(ErrorCode { products: vec![id.to_string()], ..code }),
        }
    }
    found.extend(codes.into_iter().map(Meaning::Code));
}

/// Every status row once: products share their vendor's table.
fn statuses<'a>(registry: &'a Registry, vendor: Option<&'a str>) -> impl Iterator<Item = &'static StatusRow> {
    let entries = registry.entries().iter().filter(move |entry| vendor.is_none_or(|vendor| vendor == entry.vendor()));
    entries.flat_map(Entry::own_statuses)
}

/// What the query may have been meant for.
pub(super) fn near(registry: &Registry, query: &str, vendor: Option<&str>) -> Vec<String> {
    let query = folded(query);
    let entries = registry.entries().iter().filter(|entry| vendor.is_none_or(|vendor| vendor == entry.vendor()));
    let codes = entries.flat_map(|entry| entry.codes.iter().map(|row| row.code));
    let words = statuses(registry, vendor).flat_map(|row| [row.word, row.word_zh]);
    let own = words::WORDS.iter().flat_map(|word| [word.word, word.word_zh]);
    let mut near: Vec<(usize, String)> = codes
        .chain(words)
        .chain(own)
        .map(|known| (strsim::levenshtein(&query, known), known.to_owned()))
        .filter(|(distance, known)| *distance <= FARTHEST.min(known.chars().count() / 2))
        .collect();
    near.sort();
    near.dedup();
    near.into_iter().map(|(_, known)| known).take(NEAR).collect()
}

/// `In Doubt` and `in-doubt` are `in_doubt`.
fn folded(query: &str) -> String {
    query.to_lowercase().replace([' ', '-'], "_")
}

impl ErrorCode {
    fn of(row: &CodeRow, vendor: String) -> Self {
        Self {
            code: row.code,
            vendor,
            products: Vec::new(),
            meaning: row.meaning,
            meaning_zh: row.meaning_zh,
            note_zh: row.note_zh,
            kind: row.kind.word(),
            kind_zh: row.kind.word_zh(),
            turn: row.turn.word(),
            retry: row.retry.word(),
            charge: row.charge.word(),
            charge_basis: row.charge.basis().map(numcheck_core::Basis::word),
            older_code: None,
            sentences: [fault::turn(row.turn), fault::again(row.kind, row.retry, row.charge), fault::money(row.charge)],
        }
    }

    fn says_the_same(&self, other: &Self) -> bool {
        self.vendor == other.vendor && self.meaning == other.meaning && self.sentences == other.sentences
    }
}

impl AnswerCode {
    fn no_record(row: &CodeRow, entry: &Entry) -> Self {
        Self {
            code: row.code,
            vendor: entry.vendor().to_owned(),
            products: vec![entry.product().id().to_string()],
            meaning: row.meaning,
            meaning_zh: row.meaning_zh,
            note_zh: row.note_zh,
            outcome: Outcome::<()>::NoRecord.word(),
            charge: row.charge.word(),
            charge_basis: row.charge.basis().map(numcheck_core::Basis::word),
            money: fault::money_of_answer(row.charge),
        }
    }
}

impl Digit {
    const fn of(row: &'static StatusRow) -> Self {
        Self {
            code: row.code,
            product: row.product,
            status: row.word,
            status_zh: row.word_zh,
            meaning: row.meaning,
            meaning_zh: row.meaning_zh,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_told_apart_by_what_it_costs() {
        let found = find(&Registry::standard(), "10012", None);
        let products: Vec<_> = found
            .iter()
            .map(|meaning| match meaning {
                Meaning::Code(code) => (code.products.len(), code.charge_basis),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(products, [(1, Some("documented")), (2, Some("inferred"))]);
    }

    #[test]
    fn an_older_code_stands_for_its_new_one() {
        let registry = Registry::standard();
        for (older, code) in [("101", "10001"), ("112", "10012"), ("121", "10021")] {
            let found = find(&registry, older, None);
            assert!(!found.is_empty(), "{older}");
            for meaning in found {
                let Meaning::Code(found) = meaning else { panic!("{meaning:?}") };
                assert_eq!((found.code, found.older_code.as_deref()), (code, Some(older)));
            }
        }
        // 10010 is in no document.
        assert!(find(&registry, "110", None).is_empty());
        assert!(find(&registry, "112", Some("ywjisu")).is_empty());
    }

    #[test]
    fn words_are_found_in_both_languages() {
        let registry = Registry::standard();
        for query in ["沉默号", "silent", "Silent", "in-doubt", "计费存疑", "not in database", "503", "quota"] {
            assert!(!find(&registry, query, None).is_empty(), "{query}");
        }
        assert_eq!(find(&registry, "停机", None).len(), 3);
        assert_eq!(find(&registry, "停机", Some("ywjisu")).len(), 1);
        assert!(find(&registry, "10012", Some("ywjisu")).is_empty());
    }

    #[test]
    fn every_documented_row_is_found() {
        let registry = Registry::standard();
        for entry in registry.entries() {
            for row in entry.codes {
                assert!(!find(&registry, row.code, Some(entry.vendor())).is_empty(), "{row:?}");
            }
            for row in entry.statuses {
                assert!(!find(&registry, row.word_zh, Some(entry.vendor())).is_empty(), "{row:?}");
            }
        }
    }

    #[test]
    fn a_slip_is_forgiven() {
        let registry = Registry::standard();
        assert!(near(&registry, "slient", None).contains(&"silent".to_owned()));
        assert!(near(&registry, "10010", None).contains(&"10011".to_owned()));
        assert!(near(&registry, "zzzzzzzz", None).is_empty());
    }
}
