//! The sandbox's own endpoints.

use numcheck_sandbox::Product::{JuheCallerId, JuheLineStatus, YwjisuLineStatus};
use numcheck_sandbox::billing::{Ledger, NumberBill, Totals};
use serde_json::json;

use crate::client::{Bench, LINE};

#[tokio::test]
async fn faults_are_set_as_text_or_json_and_read_back() {
    let bench = Bench::start().await;
    let set = async |body: &str| bench.put_text("/_sandbox/faults", body).await;
    assert_eq!(bench.get("/_sandbox/faults").await.json(), json!({"faults": ""}));
    assert_eq!(set("lost=0.01, seed=7").await.json(), json!({"faults": "lost=0.01,seed=7"}));
    assert_eq!(set(r#"{"lost": 0.5, "latency": "50ms"}"#).await.json(), json!({"faults": "lost=0.5,latency=50ms"}));
    let both = set(r#"{"faults": "lost=0.5,cut=0.1", "cut": 0.2}"#).await.json();
    assert_eq!(both, json!({"faults": "cut=0.2,lost=0.5"}));
    assert_eq!(bench.get("/_sandbox/faults").await.json(), both);
    assert_eq!(bench.sandbox.faults().to_string(), "cut=0.2,lost=0.5");

    for (bad, words) in [("lots=1", "`lots=1`"), (r#"{"lost": 7}"#, "from 0 to 1"), ("{lost", "not JSON")] {
        let answer = set(bad).await;
        assert_eq!(answer.status, 400, "{bad}");
        assert!(answer.text.contains(words), "{}", answer.text);
    }
    assert_eq!(bench.get("/_sandbox/faults").await.json(), both, "a bad plan changes nothing");

    set("maintenance=1").await;
    assert_eq!(bench.ask(JuheLineStatus, "13800000001").await.json()["error_code"], 10_020);
    set("calm").await;
    assert_eq!(bench.ask(JuheLineStatus, "13800000001").await.json()["error_code"], 0);
    assert_eq!(bench.post_text("/_sandbox/top-up", "some").await.status, 400);
    assert_eq!(bench.post_text("/_sandbox/top-up", "-3").await.status, 400);
}

#[tokio::test]
async fn a_plan_may_be_for_one_product() {
    let bench = Bench::struck("only=juhe/line-status,maintenance=1").await;
    assert_eq!(bench.ask(JuheLineStatus, "13800000001").await.json()["error_code"], 10_020);
    assert_eq!(bench.ask(JuheCallerId, "13800000001").await.json()["error_code"], 0);
}

#[tokio::test]
async fn totals_are_small_and_numbers_come_line_by_line() {
    let bench = Bench::struck("close=@4").await;
    bench.ask(JuheLineStatus, "13800000001,13800000003,13800000006,13800000001").await;
    bench.ask(YwjisuLineStatus, "13800000004").await;
    bench.ask(JuheCallerId, "057156264800").await;
    bench.raw(YwjisuLineStatus, "13800000004").await;

    let totals: Totals = serde_json::from_str(&bench.get("/_sandbox/totals").await.text).expect("totals");
    assert_eq!(totals, bench.sandbox.totals());
    assert_eq!((totals.requests, totals.numbers, totals.billed, totals.products.len()), (4, 7, 5, 3));

    let answer = bench.get("/_sandbox/numbers").await;
    assert_eq!(answer.header("content-type"), "application/x-ndjson");
    let lines: Vec<NumberBill> =
        answer.text.lines().map(|line| serde_json::from_str(line).expect("a line is a number")).collect();
    assert_eq!(lines, bench.sandbox.numbers().collect::<Vec<_>>());
    let short: Vec<_> = lines
        .iter()
        .map(|line| (line.product.as_str(), line.number.as_str(), line.asked, line.billed, line.answer, line.seq))
        .collect();
    assert_eq!(
        short,
        [
            ("juhe/caller-id", "057156264800", 1, 1, Some(0), 3),
            ("juhe/line-status", "13800000001", 2, 2, Some(1), 1),
            ("juhe/line-status", "13800000003", 1, 0, Some(3), 1),
            ("juhe/line-status", "13800000006", 1, 0, None, 0),
            // Billed twice, answered once: the second answer was lost.
            ("ywjisu/line-status", "13800000004", 2, 2, Some(4), 4),
        ]
    );

    let brief: Ledger = serde_json::from_str(&bench.get("/_sandbox/ledger").await.text).expect("a ledger");
    assert!(brief.numbers.is_empty() && brief.requests.iter().all(|request| request.numbers.is_empty()));
    assert_eq!((brief.billed(), brief.requests.len()), (5, 4));
}

#[tokio::test]
async fn unknown_paths_and_long_bodies_are_in_the_ledger() {
    let bench = Bench::start().await;
    let unknown = bench.get("/mobile_status/qurey?key=0123456789abcdef").await;
    let long = format!("mobiles={}", "1".repeat(3 << 20));
    let long = bench.post_as(LINE, "application/x-www-form-urlencoded", &long).await;
    assert_eq!((unknown.status, long.status), (404, 413));
    let ledger = bench.ledger();
    let short: Vec<_> = ledger
        .requests
        .iter()
        .map(|request| (request.product, request.path.as_str(), request.http_status, request.hint.is_some()))
        .collect();
    assert_eq!(short, [(None, "/mobile_status/qurey", 404, true), (Some(JuheLineStatus), LINE, 413, true)]);
    assert_eq!(ledger.totals.len(), 1);
    assert_eq!(bench.get("/_sandbox/nothing").await.status, 404);
    assert_eq!(bench.sandbox.totals().requests, 2, "a mistyped control path is no vendor's request");
}
