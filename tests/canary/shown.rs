//! Every text a program can get out of a result without asking for the data in it.

use std::error::Error as _;
use std::fmt::Debug;
use std::panic::AssertUnwindSafe;

use numcheck_core::{AnyReport, Batch, CallerReport, Error, Lang, LineReport, NetworkReport, Phrase, Report, Result};

/// Texts to be searched, each with its place.
#[derive(Default)]
pub(crate) struct Shown {
    /// Must hold neither a credential nor a whole number.
    pub(crate) texts: Vec<(String, Vec<u8>)>,
    /// Answers and replies as data: they hold numbers, and never a credential.
    pub(crate) data: Vec<(String, Vec<u8>)>,
}

impl Shown {
    pub(crate) fn of(result: &Result<Batch<AnyReport>>) -> Self {
        let mut shown = Self::default();
        shown.both_debugs("a result", result);
        match result {
            Ok(batch) => {
                for answer in &batch.answers {
                    if let Some(error) = answer.outcome.error() {
                        shown.error("the error of an answer", error);
                    }
                    if let Some(report) = answer.outcome.report() {
                        shown.datum("a report as JSON", report.json().get().to_owned());
                        shown.report(report);
                        shown.datum("a summary as JSON", serde_json::to_string(&report.summary()).expect("JSON"));
                    }
                    shown.datum("an order id", String::from(answer.order_id.clone().unwrap_or_default()));
                }
                for receipt in &batch.receipts {
                    shown
                        .datum("the order id of a receipt", String::from(receipt.order_id.clone().unwrap_or_default()));
                }
            }
            Err(error) => {
                shown.error("an error", error);
                shown.text("a panic", panic_of(result.clone()));
            }
        }
        shown
    }

    pub(crate) fn both_debugs(&mut self, place: &str, value: &impl Debug) {
        self.text(&format!("{place} by {{:?}}"), format!("{value:?}"));
        self.text(&format!("{place} by {{:#?}}"), format!("{value:#?}"));
    }

    fn error(&mut self, place: &str, error: &Error) {
        self.text(&format!("{place} by {{}}"), error.to_string());
        self.text(&format!("{place} in Chinese"), error.phrase(Lang::Zh).into_owned());
        self.text(&format!("{place} as JSON"), serde_json::to_string(error).expect("JSON"));
        self.text(&format!("{place}: its code"), error.code().unwrap_or_default().to_owned());
        self.text(&format!("{place}: the vendor's words"), error.vendor_words().to_owned());
        self.both_debugs(place, error);
        let mut source = error.source();
        while let Some(cause) = source {
            self.text(&format!("{place}: a cause by {{}}"), cause.to_string());
            self.both_debugs(&format!("{place}: a cause"), &cause);
            source = cause.source();
        }
        if let Some(reply) = error.raw_reply() {
            self.data.push((format!("{place}: the reply that is kept"), reply.body.clone()));
        }
    }

    /// The report as programs have it that know its kind.
    fn report(&mut self, report: &AnyReport) {
        match report.kind() {
            LineReport::KIND => self.typed::<LineReport>(report),
            NetworkReport::KIND => self.typed::<NetworkReport>(report),
            _ => self.typed::<CallerReport>(report),
        }
    }

    fn typed<R: Report>(&mut self, report: &AnyReport) {
        self.both_debugs("a report", report.downcast_ref::<R>().expect("it is of its kind"));
    }

    fn text(&mut self, place: &str, text: String) {
        self.texts.push((place.to_owned(), text.into_bytes()));
    }

    fn datum(&mut self, place: &str, text: String) {
        self.data.push((place.to_owned(), text.into_bytes()));
    }
}

/// What a program says that takes the answer for granted.
fn panic_of(result: Result<Batch<AnyReport>>) -> String {
    let taken_for_granted = move || drop(result.expect("an answer"));
    let payload = std::panic::catch_unwind(AssertUnwindSafe(taken_for_granted)).expect_err("it panics");
    *payload.downcast::<String>().expect("expect() panics with a text")
}
