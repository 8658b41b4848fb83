//! An account that is used up, and topped up.

use numcheck_sandbox::Product::{JuheCallerId, JuheLineStatus, JuheNetworkStatus, YwjisuLineStatus};
use numcheck_sandbox::{Faults, Options};
use serde_json::json;

use crate::client::Bench;

const THREE: &str = "13800000001,13800000002,13800000004";

#[tokio::test]
async fn it_ends_before_a_unit_too_many_and_goes_on_after_a_top_up() {
    let bench = Bench::struck("quota=7").await;
    let ask = async || bench.ask(JuheLineStatus, THREE).await.json()["error_code"].as_u64().unwrap_or_default();
    assert_eq!([ask().await, ask().await, ask().await], [0, 0, 10_012]);
    assert_eq!(bench.ledger().billed(), 6);
    let refused = &bench.ledger().requests[2];
    assert_eq!((refused.faults.as_slice(), refused.order_id.as_deref()), (&["quota".to_owned()][..], None));

    // One unit is left, and one number is asked.
    assert_eq!(bench.ask(JuheLineStatus, "13800000001").await.json()["error_code"], 0);
    // None is left: even what is free is refused.
    assert_eq!(bench.ask(JuheLineStatus, "13800000003").await.json()["error_code"], 10_012);

    let topped = bench.post_text("/_sandbox/top-up", "3").await.json();
    assert_eq!(topped, json!({"units": 3, "product": null}));
    assert_eq!([ask().await, ask().await], [0, 10_012]);
    bench.sandbox.top_up(Some(JuheLineStatus), 3).await.expect("in memory");
    assert_eq!([ask().await, ask().await], [0, 10_012]);
    let other = bench.post_text("/_sandbox/top-up", r#"{"units": 30, "product": "juhe/caller-id"}"#).await;
    assert_eq!((other.status, ask().await), (200, 10_012));
    assert_eq!(bench.ledger().billed(), 13);
}

#[tokio::test]
async fn every_product_has_its_own() {
    let bench = Bench::struck("quota=1").await;
    for (product, field, code) in [
        (JuheCallerId, "error_code", json!(10_012)),
        (JuheLineStatus, "error_code", json!(10_012)),
        (JuheNetworkStatus, "error_code", json!(10_012)),
        (YwjisuLineStatus, "resultCode", json!("510101")),
    ] {
        assert_ne!(bench.ask(product, "13800000001").await.json()[field], code, "{product}");
        assert_eq!(bench.ask(product, "13800000001").await.json()[field], code, "{product}");
    }
    assert_eq!(bench.ledger().billed(), 4);
}

#[tokio::test]
async fn it_holds_under_load() {
    let bench = Bench::struck("quota=10").await;
    let asks = (0..10).map(|_| bench.ask(JuheLineStatus, THREE));
    let mut answers = Vec::new();
    let mut asks: Vec<_> = asks.map(Box::pin).collect();
    while let Some(ask) = asks.pop() {
        match asks.pop() {
            Some(other) => answers.extend(<[_; 2]>::from(tokio::join!(ask, other))),
            None => answers.push(ask.await),
        }
    }
    assert_eq!(answers.iter().filter(|answer| answer.json()["error_code"] == 0).count(), 3);
    assert_eq!(bench.ledger().billed(), 9);
}

#[tokio::test]
async fn one_set_at_run_time_counts_from_then_and_one_of_a_start_from_the_beginning() {
    let folder = tempfile::tempdir().expect("a folder");
    let options = || Options::default().state(folder.path()).faults(Faults::parse("quota=5").expect("a plan"));
    let bench = Bench::with(options()).await;
    let ask = async |bench: &Bench| bench.ask(JuheLineStatus, THREE).await.json()["error_code"] == 0;
    assert!(ask(&bench).await && !ask(&bench).await);
    bench.put_text("/_sandbox/faults", "quota=5").await;
    assert!(ask(&bench).await && !ask(&bench).await);
    bench.sandbox.top_up(None, 2).await.expect("written");
    bench.sandbox.shutdown().await;

    // 6 of 5 and 2 are spent: nothing is left for three, and the top-up was kept.
    let bench = Bench::with(options()).await;
    assert!(!ask(&bench).await);
    assert_eq!(bench.ask(JuheLineStatus, "13800000001").await.json()["error_code"], 0);
    assert_eq!(bench.sandbox.totals().billed, 7);
}
