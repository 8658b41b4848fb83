//! Compares what a call brought back with what a fixture expects.

use std::fmt::Debug;

use numcheck_core::{Answer, AnyReport, Basis, Batch, Charge, Error, Receipt, Result, RetryHint};
use serde_json::Value;

use crate::fixture::{Expect, ExpectedAnswer, ExpectedCode, ExpectedError, ExpectedReceipt};

pub(super) fn compare(expect: &Expect, result: &Result<Batch<AnyReport>>) -> Vec<String> {
    let mut found = Differences(Vec::new());
    match (expect, result) {
        (Expect::Error(expected), Err(error)) => found.error("error", expected, error),
        (Expect::Error(expected), Ok(batch)) => {
            let words: Vec<&str> = batch.answers.iter().map(|answer| answer.outcome.word()).collect();
            found.0.push(format!("expected an error ({}), and answers came: {}", expected.kind, words.join(", ")));
        }
        (Expect::Answers(..), Err(error)) => found.0.push(format!("expected answers, and an error came: {error:?}")),
        (Expect::Answers(answers, receipts), Ok(batch)) => found.batch(answers, receipts, batch),
    }
    found.0
}

struct Differences(Vec<String>);

impl Differences {
    fn batch(&mut self, answers: &[ExpectedAnswer], receipts: &[ExpectedReceipt], batch: &Batch<AnyReport>) {
        self.same("number of answers", &answers.len(), &batch.answers.len());
        for (at, (expected, answer)) in answers.iter().zip(&batch.answers).enumerate() {
            self.answer(&format!("answers[{at}]"), expected, answer);
        }
        self.same("number of receipts", &receipts.len(), &batch.receipts.len());
        for (at, (expected, receipt)) in receipts.iter().zip(&batch.receipts).enumerate() {
            self.receipt(&format!("receipts[{at}]"), expected, receipt);
        }
    }

    fn answer(&mut self, at: &str, expected: &ExpectedAnswer, answer: &Answer<AnyReport>) {
        self.same(&format!("{at}.number"), &expected.number.as_str(), &answer.number.as_str());
        self.same(&format!("{at}.outcome"), &expected.outcome.as_str(), &answer.outcome.word());
        self.charge(at, &expected.charge, expected.charge_basis.as_deref(), answer.charge);
        self.same(&format!("{at}.order_id"), &expected.order_id.as_deref(), &answer.order_id.as_deref());
        if let (Some(expected), Some(report)) = (&expected.report, answer.outcome.report()) {
            let came: Value = serde_json::from_str(report.json().get()).unwrap_or_default();
            self.json(&format!("{at}.report"), expected, &came);
        }
        match (&expected.error, answer.outcome.error()) {
            (Some(expected), Some(error)) => self.error(&format!("{at}.error"), expected, error),
            (Some(expected), None) => self.0.push(format!("{at}.error: expected {}, none came", expected.kind)),
            (None, _) => {}
        }
    }

    fn receipt(&mut self, at: &str, expected: &ExpectedReceipt, receipt: &Receipt) {
        self.same(&format!("{at}.order_id"), &expected.order_id.as_deref(), &receipt.order_id.as_deref());
        self.same(&format!("{at}.billed"), &expected.billed, &receipt.billed);
        self.charge(at, &expected.charge, expected.charge_basis.as_deref(), receipt.charge);
    }

    fn error(&mut self, at: &str, expected: &ExpectedError, error: &Error) {
        self.same(&format!("{at}.kind"), &expected.kind.as_str(), &error.kind().word());
        if let ExpectedCode::Only(code) = &expected.code {
            self.same(&format!("{at}.code"), &code.as_deref(), &error.code());
        }
        let hint = error.retry_hint();
        self.same(&format!("{at}.retry"), &expected.retry.as_str(), &hint.word());
        let after = match hint {
            RetryHint::After(pause) => u64::try_from(pause.as_millis()).ok(),
            RetryHint::Never | RetryHint::Backoff => None,
        };
        self.same(&format!("{at}.retry_after_ms"), &expected.retry_after_ms, &after);
        self.charge(at, &expected.charge, expected.charge_basis.as_deref(), error.charge());
        if let Some(turn) = &expected.turn {
            self.same(&format!("{at}.turn"), &turn.as_str(), &error.turn().word());
        }
        if let Some(keeps) = expected.keeps_reply {
            self.same(&format!("{at}.keeps_reply"), &keeps, &error.raw_reply().is_some());
        }
    }

    fn charge(&mut self, at: &str, word: &str, basis: Option<&str>, charge: Charge) {
        self.same(&format!("{at}.charge"), &word, &charge.word());
        self.same(&format!("{at}.charge_basis"), &basis, &charge.basis().map(Basis::word));
    }

    /// Names the fields that differ, so that a reader need not search two objects.
    fn json(&mut self, at: &str, expected: &Value, came: &Value) {
        let (Value::Object(expected), Value::Object(came)) = (expected, came) else {
            if expected != came {
                self.0.push(format!("{at}: expected {expected}, came {came}"));
            }
            return;
        };
        for (name, value) in expected {
            self.json(&format!("{at}.{name}"), value, came.get(name).unwrap_or(&Value::Null));
        }
        for (name, value) in came.iter().filter(|(name, value)| !expected.contains_key(*name) && !value.is_null()) {
            self.0.push(format!("{at}.{name}: not expected, came {value}"));
        }
    }

    fn same<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, came: &T) {
        if expected != came {
            self.0.push(format!("{what}: expected {expected:?}, came {came:?}"));
        }
    }
}
