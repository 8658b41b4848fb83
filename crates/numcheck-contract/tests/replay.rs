//! Fixtures are held to their format, and a replay sees every difference.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use numcheck_contract::laws::block_on;
use numcheck_contract::{Fixture, Replay};
use numcheck_core::{
    AnyChecker, Batch, Charge, LineReport, LineStatus, NumberChecker, Outcome, PhoneNumber, Product, Receipt, Result,
    Row, async_trait,
};
use numcheck_http::{Client, Field, HttpOptions};

const PRODUCT: Product = Product::new("acme/line-status", "line-status").batches_of(2);

/// Sends `sent` to the vendor, and says that every number is active and free.
struct Acme {
    client: Client,
    path: &'static str,
    form: Vec<(&'static str, String)>,
    times: usize,
}

impl fmt::Debug for Acme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Acme")
    }
}

#[async_trait]
impl NumberChecker for Acme {
    type Report = LineReport;

    fn product(&self) -> &Product {
        static LINE_STATUS: Product = PRODUCT;
        &LINE_STATUS
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        let product = self.product();
        let form: Vec<_> = self.form.iter().map(|(name, value)| (*name, Field::Plain(value))).collect();
        for _ in 0..self.times {
            let reply = self.client.post_form(product, self.path, &form).await?;
            if reply.json::<serde_json::Value>().is_none() {
                return Err(reply.fault());
            }
        }
        let row = |number: &PhoneNumber| Row {
            number: *number,
            outcome: Outcome::Report(LineReport {
                status: LineStatus::Active,
                code: "1".into(),
                area: None,
                carrier: None,
                last_time: None,
            }),
            charge: Charge::FREE,
            order_id: Some("order-1".into()),
        };
        let receipt = Receipt { by: product.id().clone(), order_id: None, billed: Some(0), charge: Charge::FREE };
        let rows = numbers.iter().map(row).collect();
        Ok(Batch::align(product, numbers, rows, vec![receipt; self.times], || (Outcome::Unanswered, Charge::FREE)))
    }
}

const GOOD: &str = r#"{
  "about": "one active number",
  "provenance": "synthetic: a vendor that does not exist",
  "given": {"product": "acme/line-status", "numbers": ["13800000001"], "credentials": {"key": "fixture-key"}},
  "exchanges": [{
    "request": {
      "method": "POST", "path": "/query",
      "form": {"key": "fixture-key", "mobile": "13800000001", "time": {"unix_seconds": "now"}, "sign": {"reversed": "key"}}
    },
    "response": {"status": 200, "body": {"code": 0}}
  }],
  "expect": {
    "answers": [{
      "number": "13800000001", "outcome": "report", "charge": "free", "charge_basis": "documented", "order_id": "order-1",
      "report": {"status": "active", "code": "1"}
    }],
    "receipts": [{"billed": 0, "charge": "free", "charge_basis": "documented"}]
  }
}"#;

fn fixture(text: &str) -> Fixture {
    Fixture::parse(Path::new("good.json"), text).unwrap_or_else(|error| panic!("{error}"))
}

fn now() -> String {
    numcheck_core::Timestamp::now().as_secs().to_string()
}

fn good_form() -> Vec<(&'static str, String)> {
    let text = str::to_owned;
    vec![("key", text("fixture-key")), ("mobile", text("13800000001")), ("time", now()), ("sign", text("yek-erutxif"))]
}

fn replay(fixture: &Fixture, path: &'static str, form: Vec<(&'static str, String)>, times: usize) -> Vec<String> {
    let replay = Replay::new(move |_, base_url| {
        let client = Client::new(&PRODUCT, base_url, &HttpOptions::new())?;
        Ok(Arc::new(Acme { client, path, form: form.clone(), times }) as Arc<dyn AnyChecker>)
    })
    .matcher("reversed", |sent| {
        let key = sent.told().as_str().and_then(|name| sent.field(name)).unwrap_or_default();
        if sent.value().chars().rev().eq(key.chars()) { Ok(()) } else { Err("it is not reversed".to_owned()) }
    });
    block_on(replay.run(fixture)).err().map(|mismatch| mismatch.differences().to_vec()).unwrap_or_default()
}

#[test]
fn a_checker_that_does_as_the_fixture_says_passes() {
    assert_eq!(replay(&fixture(GOOD), "/query", good_form(), 1), [""; 0]);
}

#[test]
fn every_difference_on_the_wire_is_told() {
    let good = fixture(GOOD);
    let changed = |at: usize, name: &'static str, value: &str| {
        let mut form = good_form();
        form[at] = (name, value.to_owned());
        form
    };
    let mut reordered = good_form();
    reordered.swap(0, 1);
    let mut longer = good_form();
    longer.push(("key", "fixture-key".to_owned()));
    let mut shorter = good_form();
    shorter.pop();
    let table = [
        ("/elsewhere", good_form(), 1, "request 1: path: expected `/query`, sent `/elsewhere`"),
        ("/query", good_form(), 2, "requests: expected 1, sent 2"),
        ("/query", good_form(), 0, "requests: expected 1, sent 0"),
        ("/query", reordered, 1, "form fields: expected `key, mobile, time, sign`, sent `mobile, key, time, sign`"),
        ("/query", longer, 1, "sent `key, mobile, time, sign, key`"),
        ("/query", shorter, 1, "form fields: expected `key, mobile, time, sign`, sent `key, mobile, time`"),
        ("/query", changed(1, "mobile", "13800000002"), 1, "`mobile`: expected \"13800000001\", sent \"13800000002\""),
        ("/query", changed(2, "time", "1557390636"), 1, "s off"),
        ("/query", changed(2, "time", "now"), 1, "it is not ten digits"),
        ("/query", changed(3, "sign", "fixture-key"), 1, "it is not reversed"),
    ];
    for (path, form, times, told) in table {
        let differences = replay(&good, path, form, times);
        assert!(differences.iter().any(|difference| difference.contains(told)), "{told}: {differences:#?}");
    }
}

#[test]
fn every_difference_in_the_outcome_is_told() {
    let table = [
        (r#""status": "active""#, r#""status": "vacant""#, r#"report.status: expected "vacant", came "active""#),
        (r#", "code": "1"}"#, "}", r#"report.code: not expected, came "1""#),
        (r#""order_id": "order-1""#, r#""order_id": null"#, "order_id: expected None"),
        (r#""billed": 0"#, r#""billed": 1"#, "receipts[0].billed: expected Some(1), came Some(0)"),
        (r#"[{"billed": 0, "charge": "free", "charge_basis": "documented"}]"#, "[]", "number of receipts"),
        (r#""free", "charge_basis": "documented", "order"#, r#""unknown", "order"#, "answers[0].charge: expected"),
        (r#""free", "charge_basis": "documented", "order"#, r#""free", "charge_basis": "inferred", "order"#, "basis"),
        (r#"{"code": 0}"#, r#""<html>""#, "expected answers, and an error came"),
        (r#"{"reversed": "key"}"#, r#"{"revresed": "key"}"#, "names a matcher \"revresed\""),
    ];
    for (good, bad, told) in table {
        assert!(GOOD.contains(good), "{good}");
        let differences = replay(&fixture(&GOOD.replacen(good, bad, 1)), "/query", good_form(), 1);
        assert!(differences.iter().any(|difference| difference.contains(told)), "{told}: {differences:#?}");
    }
}

#[test]
fn a_wrong_fixture_is_told_with_file_field_and_cure() {
    let table = [
        (r#""about""#, r#""abuot""#, "", "unknown field `abuot`", "correct the name or leave it out"),
        (r#""one active number""#, r#""""#, "about", "it is empty", "say in a line"),
        (
            r#""synthetic: a vendor that does not exist""#,
            r#""made up""#,
            "provenance",
            "made up",
            "document 2025-01-18",
        ),
        (
            r#""synthetic: a vendor that does not exist""#,
            r#""document soon""#,
            "provenance",
            "soon",
            "recorded 2026-11-22",
        ),
        (r#""acme/line-status""#, r#""acme""#, "given.product", "names no product", "write vendor/product"),
        (r#"["13800000001"]"#, r#"["1380000"]"#, "given.numbers[0]", "is not a phone number", "write 13800000001"),
        (r#""credentials""#, r#""secrets""#, "given", "unknown field `secrets`", "leave it out"),
        (r#""method": "POST", "#, "", "exchanges[0].request", "missing field `method`", "add it"),
        (r#""/query""#, r#""query""#, "exchanges[0].request.path", "is no path", "begin it with a slash"),
        (
            r#""key": "fixture-key", "mobile""#,
            r#""key": 1, "mobile""#,
            "exchanges[0].request",
            "neither a text nor",
            "write",
        ),
        (r#""time""#, r#""key""#, "exchanges[0].request", "given twice", ""),
        (r#""status": 200"#, r#""status": 20"#, "exchanges[0].response.status", "no final HTTP status", "write 200"),
        (r#""body""#, r#""boby""#, "exchanges[0].response", "unknown field `boby`", "leave it out"),
        (
            r#""outcome": "report""#,
            r#""outcome": "answered""#,
            "expect.answers[0].outcome",
            "is no outcome",
            "no_record",
        ),
        (
            r#", "charge_basis": "documented", "order"#,
            r#", "order"#,
            "expect.answers[0]",
            "has a `charge_basis`",
            "inferred",
        ),
        (
            r#""receipts": [{"billed": 0, "charge": "free", "charge_basis": "documented"}]"#,
            r#""error": {}"#,
            "expect",
            "neither",
            "`error` alone",
        ),
        (r#"{"code": 0}"#, r#"{"code": 0,}"#, "", "trailing comma", "no trailing commas"),
    ];
    for (good, bad, field, what, cure) in table {
        assert!(GOOD.contains(good), "{good}");
        let text = GOOD.replacen(good, bad, 1);
        let error = Fixture::parse(Path::new("bad.json"), &text).expect_err(bad);
        let told = error.to_string();
        assert_eq!(error.field(), field, "{told}");
        assert!(told.starts_with("bad.json: ") && told.contains(what) && told.contains(cure), "{told}");
    }
}

#[test]
fn a_body_is_served_as_it_is_written() {
    let body = |text: &str| {
        let written = format!(r#""body": {text}"#);
        let fixture = fixture(&GOOD.replacen(r#""body": {"code": 0}"#, &written, 1));
        String::from_utf8(fixture.exchanges[0].response.body.clone()).expect("text")
    };
    assert_eq!(body("{\"code\":  1.0, \"code\": 2}"), "{\"code\":  1.0, \"code\": 2}");
    assert_eq!(body(r#""<html>\n""#), "<html>\n");
    assert_eq!(body("null"), "null");
}
