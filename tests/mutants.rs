//! Fixtures changed on purpose: a replay that passes whatever the fixture says is no check.

use numcheck_contract::Fixture;
use numcheck_contract::fixture::{
    Expect, ExpectedAnswer, ExpectedCode, ExpectedError, ExpectedReceipt, FieldValue, cases,
};
use numcheck_contract::laws::block_on;
use numcheck_tests::{fixtures, replay};
use serde_json::json;

#[test]
fn every_part_of_every_fixture_can_fail() {
    let replay = replay();
    let mut tried = 0;
    for case in cases(&fixtures()).expect("the fixtures") {
        let fixture = case.read().expect("a fixture");
        for (part, changed) in changes(&fixture) {
            assert!(block_on(replay.run(&changed)).is_err(), "{} passes with another {part}", case.name);
            tried += 1;
        }
    }
    assert!(tried > 1000, "only {tried} changes were tried");
}

fn changes(fixture: &Fixture) -> Vec<(&'static str, Fixture)> {
    let mut changes = Vec::new();
    let mut change = |part, change: &dyn Fn(&mut Fixture)| {
        let mut other = fixture.clone();
        change(&mut other);
        changes.push((part, other));
    };
    if let Some(exchange) = fixture.exchanges.first() {
        change("path", &|other| other.exchanges[0].request.path.push('s'));
        change("method", &|other| other.exchanges[0].request.method = other.exchanges[0].request.method.to_lowercase());
        change("number of requests", &|other| other.exchanges.push(exchange.clone()));
        change("order of form fields", &|other| other.exchanges[0].request.form.reverse());
        change("number of form fields", &|other| drop(other.exchanges[0].request.form.pop()));
        for at in 0..exchange.request.form.len() {
            change("form value", &|other| {
                other.exchanges[0].request.form[at].1 = FieldValue::Literal("other".to_owned());
            });
        }
    }
    match &fixture.expect {
        Expect::Error(_) => {
            change("kind", &|other| swap(&mut error(other).kind, "transport", "auth"));
            change("retry", &|other| swap(&mut error(other).retry, "never", "backoff"));
            change("charge", &|other| swap(&mut error(other).charge, "billed", "free"));
            change("code", &|other| error(other).code = ExpectedCode::Only(Some("other".to_owned())));
        }
        Expect::Answers(answers, _) => {
            for (at, expected) in answers.iter().enumerate() {
                change("outcome", &|other| swap(&mut answer(other, at).outcome, "no_record", "report"));
                change("charge", &|other| swap(&mut answer(other, at).charge, "billed", "unknown"));
                change("order id", &|other| answer(other, at).order_id = Some("other".to_owned()));
                if expected.report.is_some() {
                    change("report", &|other| answer(other, at).report = Some(json!({"status": "other"})));
                }
            }
            change("number of receipts", &|other| {
                if let Expect::Answers(_, receipts) = &mut other.expect
                    && receipts.pop().is_none()
                {
                    let free = "free".to_owned();
                    receipts.push(ExpectedReceipt { order_id: None, billed: None, charge: free, charge_basis: None });
                }
            });
        }
    }
    changes
}

fn swap(word: &mut String, one: &str, other: &str) {
    if word == one { other } else { one }.clone_into(word);
}

fn error(fixture: &mut Fixture) -> &mut ExpectedError {
    match &mut fixture.expect {
        Expect::Error(error) => error,
        Expect::Answers(..) => unreachable!("only called where an error is expected"),
    }
}

fn answer(fixture: &mut Fixture, at: usize) -> &mut ExpectedAnswer {
    match &mut fixture.expect {
        Expect::Answers(answers, _) => &mut answers[at],
        Expect::Error(_) => unreachable!("only called where answers are expected"),
    }
}
