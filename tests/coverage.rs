//! Fails when a documented code, status or mark has no fixture, and tries every code in every form the wire has for it.

use std::collections::BTreeSet;

use numcheck_contract::Fixture;
use numcheck_contract::fixture::{Expect, ExpectedCode, ExpectedError, Provenance, cases};
use numcheck_contract::laws::block_on;
use numcheck_core::{Basis, CodeRow, RetryHint, StatusRow, find_code};
use numcheck_tests::{fixtures, replay};
use serde_json::{Value, json};

/// A product, and how many codes its document prints besides success.
const PRODUCTS: [(&str, usize); 4] =
    [("juhe/caller-id", 17), ("juhe/line-status", 17), ("juhe/network-status", 19), ("ywjisu/line-status", 22)];

/// An answer, though it comes as an error code.
const NO_RECORD: &str = "224922";

fn all() -> Vec<(String, Fixture)> {
    let cases = cases(&fixtures()).unwrap_or_else(|error| panic!("{error}"));
    let read = |case: numcheck_contract::fixture::Case| {
        let fixture = case.read().unwrap_or_else(|error| panic!("{error}"));
        (case.name, fixture)
    };
    cases.into_iter().map(read).collect()
}

fn codes(product: &str) -> &'static [CodeRow] {
    if product.starts_with("juhe/") { numcheck_juhe::CODES } else { numcheck_ywjisu::CODES }
}

/// The rows of a product: its own before the vendor's.
fn rows_of(product: &str) -> Vec<&'static CodeRow> {
    let table = codes(product);
    let known: BTreeSet<&str> =
        table.iter().filter(|row| row.product.is_none_or(|owner| owner == product)).map(|row| row.code).collect();
    known.into_iter().filter_map(|code| find_code(table, product, code)).collect()
}

/// The code a fixture's last reply carries, in any of its forms.
fn replied_code(fixture: &Fixture) -> Option<String> {
    let body: Value = serde_json::from_slice(&fixture.exchanges.last()?.response.body).ok()?;
    let text = |name: &str| match body.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    text("error_code").or_else(|| text("resultCode"))
}

/// The codes that have no fixture in which that code comes and that error is expected.
fn uncovered_codes<'a>(product: &str, rows: &[&'a CodeRow], fixtures: &[(String, Fixture)]) -> Vec<&'a str> {
    let covered = |row: &&&CodeRow| {
        fixtures.iter().filter(|(_, fixture)| fixture.given.product.as_str() == product).any(|(_, fixture)| {
            let expected = match &fixture.expect {
                Expect::Error(error) => error.code == ExpectedCode::Only(Some(row.code.to_owned())),
                Expect::Answers(answers, _) => {
                    row.code == NO_RECORD && answers.iter().any(|answer| answer.outcome == "no_record")
                }
            };
            expected && replied_code(fixture).as_deref() == Some(row.code)
        })
    };
    rows.iter().filter(|row| !covered(row)).map(|row| row.code).collect()
}

/// The statuses and marks that no fixture expects a report of.
fn uncovered_statuses(rows: &[StatusRow], fixtures: &[(String, Fixture)]) -> Vec<String> {
    let covered = |row: &&StatusRow| {
        let reports = fixtures.iter().filter(|(_, fixture)| fixture.given.product.as_str() == row.product).flat_map(
            |(_, fixture)| match &fixture.expect {
                Expect::Answers(answers, _) => answers.iter().filter_map(|answer| answer.report.as_ref()).collect(),
                Expect::Error(_) => Vec::new(),
            },
        );
        reports.into_iter().any(|report: &Value| {
            let line = (&report["code"], &report["status"]);
            let mark = (&report["mark"]["code"], &report["mark"]["kind"]);
            [line, mark].iter().any(|(code, word)| **code == row.code && **word == row.word)
        })
    };
    rows.iter().filter(|row| !covered(row)).map(|row| format!("{} {} {}", row.product, row.code, row.word_zh)).collect()
}

#[test]
fn every_documented_code_has_a_fixture() {
    let fixtures = all();
    for (product, documented) in PRODUCTS {
        let rows = rows_of(product);
        assert_eq!(rows.len(), documented, "{product}: the table does not hold what its document prints");
        let missing = uncovered_codes(product, &rows, &fixtures);
        assert!(
            missing.is_empty(),
            "{product} has no fixture for {missing:?}: add tests/fixtures/{product}/code-….json"
        );
    }
}

#[test]
fn every_code_fixture_is_of_a_documented_code() {
    for (name, fixture) in all() {
        let case = name.rsplit('/').next().unwrap_or_default();
        let digits = case.strip_prefix("code-").filter(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()));
        if let Some(code) = digits {
            let product = fixture.given.product.as_str();
            assert!(find_code(codes(product), product, code).is_some(), "{name}: the vendor's table has no {code}");
            assert_eq!(replied_code(&fixture).as_deref(), Some(code), "{name}");
        }
    }
}

#[test]
fn every_status_and_mark_has_a_fixture() {
    let fixtures = all();
    for (rows, documented) in [(numcheck_juhe::STATUSES, 6 + 5 + 7), (numcheck_ywjisu::STATUSES, 6)] {
        assert_eq!(rows.len(), documented);
        let missing = uncovered_statuses(rows, &fixtures);
        assert!(missing.is_empty(), "no fixture expects a report of {missing:?}");
    }
}

/// A check that cannot fail is no check.
#[test]
fn a_code_and_a_status_without_a_fixture_are_seen() {
    let fixtures = all();
    let code = CodeRow { code: "224923", ..numcheck_juhe::CODES[0] };
    assert_eq!(uncovered_codes("juhe/network-status", &[&code], &fixtures), ["224923"]);
    let status = StatusRow { code: "6", ..numcheck_juhe::STATUSES[0] };
    assert_eq!(uncovered_statuses(&[status], &fixtures).len(), 1);
    let misread = StatusRow { word: "active", ..numcheck_juhe::STATUSES[0] };
    assert_eq!(uncovered_statuses(&[misread], &fixtures).len(), 1);
}

#[test]
fn every_sample_of_the_documents_has_a_fixture() {
    let fixtures = all();
    for (product, date, samples) in [
        ("juhe/caller-id", "2025-02-23", 5),
        ("juhe/line-status", "2025-01-18", 1),
        ("juhe/network-status", "undated", 3),
        ("ywjisu/line-status", "undated", 1),
    ] {
        let of_document = fixtures.iter().filter(|(_, fixture)| {
            fixture.given.product.as_str() == product && fixture.provenance == Provenance::Document(date.to_owned())
        });
        assert_eq!(of_document.count(), samples, "{product}");
    }
}

/// Numbers are the documents' own or of the form 1xx0000xxxx, credentials begin with `fixture`.
#[test]
fn no_fixture_holds_anything_real() {
    let of_documents = [
        "15855555555",
        "15856521458",
        "95204657",
        "10086",
        "13041439112",
        "057156264805",
        "051283154814",
        "13817367247",
    ];
    for (name, fixture) in all() {
        for number in &fixture.given.numbers {
            let digits = number.as_str();
            let made_up = digits.get(3..7) == Some("0000") || digits.get(1..5) == Some("0000");
            assert!(made_up || of_documents.contains(&digits), "{name}: {digits} may be somebody's");
        }
        for credential in fixture.given.credentials.values().map(|value| value.trim()) {
            let known_answer = credential == "JH1234567890abcdef1234567890abcdef";
            assert!(credential.is_empty() || credential.starts_with("fixture") || known_answer, "{name}: {credential}");
        }
    }
}

/// A good case of each product, into whose reply a code is put.
const MODELS: [(&str, &str); 6] = [
    ("juhe/caller-id", "code-10001"),
    ("juhe/line-status", "code-10001"),
    ("juhe/network-status", "code-10001"),
    ("juhe/network-status", "aes-code-10004"),
    ("juhe/network-status", "rsa-key-pkcs1"),
    ("ywjisu/line-status", "code-400001"),
];

#[test]
fn every_code_is_read_in_every_form_of_the_wire() {
    let (replay, fixtures) = (replay(), all());
    let mut tried = 0;
    for (product, case) in MODELS {
        let name = format!("{product}/{case}");
        let (_, model) = fixtures.iter().find(|(found, _)| *found == name).unwrap_or_else(|| panic!("no case {name}"));
        for row in rows_of(product).into_iter().filter(|row| row.code != NO_RECORD) {
            for body in forms(product, row.code) {
                let mut fixture = model.clone();
                fixture.about = format!("{product} ({case}): {body}");
                fixture.exchanges[0].response.body = body.to_string().into_bytes();
                fixture.expect = Expect::Error(expected(row));
                block_on(replay.run(&fixture)).unwrap_or_else(|mismatch| panic!("{mismatch}"));
                tried += 1;
            }
        }
    }
    assert!(tried > 300, "only {tried} forms were tried");
}

/// An integer, a numeric string, and, for the system's codes of Juhe, the legacy `resultcode` alone; `result` in each of
/// its shapes.
fn forms(product: &str, code: &str) -> Vec<Value> {
    let number: u64 = code.parse().expect("codes are digits");
    if product.starts_with("ywjisu/") {
        return vec![
            json!({"resultMsg": "x", "resultCode": code, "resultObj": null}),
            json!({"resultMsg": "x", "resultCode": number, "resultObj": []}),
            json!({"resultCode": code}),
        ];
    }
    let mut forms = vec![
        json!({"reason": "x", "result": null, "error_code": number}),
        json!({"reason": "x", "result": [], "error_code": code}),
        json!({"reason": null, "result": "fixture-key", "error_code": number, "resultcode": "200"}),
    ];
    if code.len() == 5 {
        let legacy = number - 9900;
        forms.push(json!({"resultcode": legacy, "reason": "x", "result": null}));
        forms.push(json!({"resultcode": legacy.to_string(), "reason": "x", "result": []}));
    }
    forms
}

fn expected(row: &CodeRow) -> ExpectedError {
    ExpectedError {
        kind: row.kind.word().to_owned(),
        code: ExpectedCode::Only(Some(row.code.to_owned())),
        retry: row.retry.word().to_owned(),
        retry_after_ms: match row.retry {
            RetryHint::After(pause) => u64::try_from(pause.as_millis()).ok(),
            RetryHint::Never | RetryHint::Backoff => None,
        },
        charge: row.charge.word().to_owned(),
        charge_basis: row.charge.basis().map(Basis::word).map(str::to_owned),
        turn: Some(row.turn.word().to_owned()),
        keeps_reply: None,
    }
}
