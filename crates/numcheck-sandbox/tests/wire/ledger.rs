//! The billing ledger counts what was answered.

use numcheck_sandbox::Product;
use numcheck_sandbox::billing::Ledger;
use serde_json::json;

use crate::client::Bench;

#[tokio::test]
async fn it_counts_requests_numbers_and_units() {
    let bench = Bench::start().await;
    // Billed: 1, 4, 1 again. Free: 库无 3, missing 6.
    let batch = "13800000001,13800000003,13800000004,13800000006,13800000001";
    let reply = bench.ask(Product::JuheLineStatus, batch).await.json();
    assert_eq!(reply["result"]["countFee"], 3);
    bench.ask(Product::YwjisuLineStatus, "13800000001,13800000003").await;
    bench.ask(Product::JuheNetworkStatus, "13800000006").await;
    bench.ask(Product::JuheNetworkStatus, "13800000000").await;
    bench.ask(Product::JuheCallerId, "13800009011").await;

    let ledger = bench.ledger();
    assert_eq!(ledger.billed(), 5);
    assert_eq!(ledger.billed_for("13800000001"), 3);
    assert_eq!(ledger.billed_for("13800000003"), 0);
    assert_eq!(ledger.billed_for("13999999999"), 0);
    let totals: Vec<_> = ledger
        .totals
        .iter()
        .map(|total| (total.product.as_str(), total.key.as_str(), total.requests, total.numbers, total.billed))
        .collect();
    assert_eq!(
        totals,
        [
            ("juhe/caller-id", "juhe/caller-id", 1, 1, 0),
            ("juhe/line-status", "juhe/line-status", 1, 5, 3),
            ("juhe/network-status", "juhe/network-status", 2, 2, 1),
            ("ywjisu/line-status", "ywjisu/line-status", 1, 2, 1),
        ]
    );

    let first = &ledger.requests[0];
    assert_eq!((first.seq, first.http_status, first.code.as_deref()), (1, 200, Some("0")));
    assert_eq!(json!(first.order_id), reply["result"]["orderid"]);
    assert_eq!(first.numbers.iter().map(|number| number.billed).collect::<Vec<_>>(), [1, 0, 1, 0, 1]);
    assert_eq!(ledger.requests[1].code.as_deref(), Some("000000"));
    assert_eq!(ledger.requests[2].code.as_deref(), Some("224922"));
    assert_eq!(ledger.requests[4].code.as_deref(), Some("10011"));
}

#[tokio::test]
async fn it_is_read_over_http_as_it_is_in_process() {
    let bench = Bench::start().await;
    bench.ask(Product::JuheLineStatus, "13800000001,13800000003").await;
    bench.get("/mobileVerify/query").await;
    bench.put("/mobileVerify/query").await;
    bench.ask(Product::JuheLineStatus, "13800009503").await;
    let text = bench.get("/_sandbox/ledger?numbers=true").await.text;
    let over_http: Ledger = serde_json::from_str(&text).expect("a ledger");
    assert_eq!(over_http, bench.ledger());

    let reply: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(reply["numbers"], json!({"13800000001": 1, "13800000003": 0, "13800009503": 0}));
    assert_eq!(reply["requests"][0]["product"], "juhe/line-status");
    assert_eq!(reply["requests"][1]["key"], "missing");
    assert_eq!(reply["requests"][2]["http_status"], 405);
    assert_eq!(reply["requests"][3]["code"], json!(null));
}

#[tokio::test]
async fn order_ids_are_unique_under_load() {
    let bench = Bench::start().await;
    let asks = (0..20).map(|_| bench.ask(Product::JuheLineStatus, "13800000001,13800000002"));
    let mut ids = Vec::new();
    for reply in join_all(asks).await {
        ids.push(reply["result"]["orderid"].to_string());
        ids.push(reply["result"]["data"][0]["orderid"].to_string());
        ids.push(reply["result"]["data"][1]["orderid"].to_string());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 60);
    assert_eq!(bench.ledger().billed_for("13800000002"), 20);
    assert!(bench.ledger().requests.is_sorted_by_key(|request| request.seq));
}

/// Runs the asks two by two: enough to have them cross.
async fn join_all(asks: impl Iterator<Item = impl Future<Output = crate::client::Answer>>) -> Vec<serde_json::Value> {
    let mut replies = Vec::new();
    let mut asks = asks.peekable();
    while let (Some(one), Some(two)) = (asks.next(), asks.next()) {
        let (one, two) = tokio::join!(one, two);
        replies.extend([one.json(), two.json()]);
    }
    replies
}
