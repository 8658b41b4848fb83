//! Replies that say something else than they should.

use numcheck_sandbox::Product::{self, JuheCallerId, JuheLineStatus, JuheNetworkStatus, YwjisuLineStatus};
use numcheck_sandbox::billing::{BilledNumber, Delivery};
use serde_json::{Value, json};

use crate::client::Bench;

const LINES: [Product; 2] = [JuheLineStatus, YwjisuLineStatus];

/// Asks about twenty numbers with status 1, and returns the reply, its rows, and the ledger's numbers.
async fn ask(faults: &str, product: Product) -> (Value, Vec<Value>, Vec<BilledNumber>) {
    let bench = Bench::struck(faults).await;
    let numbers: Vec<_> = (0..20).map(|n| (13_800_100_001_u64 + n * 10).to_string()).collect();
    let reply = bench.ask(product, &numbers.join(",")).await.json();
    let rows = if product == JuheLineStatus { &reply["result"]["data"] } else { &reply["resultObj"] };
    let rows = rows.as_array().cloned().unwrap_or_default();
    let mut ledger = bench.ledger();
    let request = ledger.requests.remove(0);
    assert_eq!(request.delivery, Delivery::Whole);
    let name = faults.split_once('=').map_or("", |(name, _)| name);
    assert_eq!(request.faults, [name]);
    (reply, rows, request.numbers)
}

fn mobiles(rows: &[Value]) -> Vec<&str> {
    rows.iter().filter_map(|row| row["mobile"].as_str()).collect()
}

#[tokio::test]
async fn dropped_rows_are_billed_and_unanswered() {
    for product in LINES {
        let (reply, rows, numbers) = ask("drop=1", product).await;
        assert_eq!(rows.len(), 18);
        assert!(numbers.iter().all(|number| number.billed == 1));
        let unanswered: Vec<_> = numbers.iter().filter(|number| number.answer.is_none()).collect();
        assert_eq!(unanswered.len(), 2);
        assert!(unanswered.iter().all(|number| !mobiles(&rows).contains(&number.number.as_str())));
        if product == JuheLineStatus {
            assert_eq!(reply["result"]["countFee"], 20);
        }
    }
}

#[tokio::test]
async fn missing_rows_are_free() {
    for product in LINES {
        let (reply, rows, numbers) = ask("missing=0.3", product).await;
        assert!((1..20).contains(&rows.len()));
        for number in &numbers {
            let answered = mobiles(&rows).contains(&number.number.as_str());
            assert_eq!((number.billed, number.answer), (u32::from(answered), answered.then_some(1)));
        }
        if product == JuheLineStatus {
            assert_eq!(reply["result"]["countFee"], rows.len());
        }
    }
}

#[tokio::test]
async fn a_doubled_row_comes_twice() {
    for product in LINES {
        let (_, rows, numbers) = ask("double=1", product).await;
        assert_eq!(rows.len(), 21);
        let twice = (1..21).find(|&index| rows[index - 1] == rows[index]).expect("two alike");
        assert!(numbers.iter().all(|number| (number.billed, number.answer) == (1, Some(1))));
        assert!(mobiles(&rows[twice..]).len() < 21);
    }
}

#[tokio::test]
async fn contradicting_rows_answer_nothing() {
    for product in LINES {
        let (_, rows, numbers) = ask("contradict=1", product).await;
        assert_eq!(rows.len(), 21);
        let second = (1..21).find(|&index| rows[index - 1]["mobile"] == rows[index]["mobile"]).expect("two of one");
        assert_eq!((&rows[second - 1]["status"], &rows[second]["status"]), (&json!("1"), &json!("2")));
        let unanswered: Vec<_> = numbers.iter().filter(|number| number.answer.is_none()).collect();
        assert_eq!(unanswered.len(), 1);
        assert_eq!(rows[second]["mobile"], unanswered[0].number);
        assert_eq!(unanswered[0].billed, 1);
    }
}

#[tokio::test]
async fn a_foreign_row_is_about_nobody_asked() {
    for product in LINES {
        let (_, rows, numbers) = ask("foreign=1", product).await;
        assert_eq!(rows.len(), 21);
        let asked: Vec<_> = numbers.iter().map(|number| number.number.as_str()).collect();
        let foreign: Vec<_> = mobiles(&rows).into_iter().filter(|mobile| !asked.contains(mobile)).collect();
        assert!(foreign.len() == 1 && foreign[0].len() == 11, "{foreign:?}");
        assert!(numbers.iter().all(|number| number.answer == Some(1)));
    }
    let bench = Bench::struck("foreign=1").await;
    let caller = bench.ask(JuheCallerId, "057156264805").await.json();
    assert_eq!(caller["result"]["data"]["telnum"], "057156264806");
    let network = bench.ask(JuheNetworkStatus, "13800000001").await.json();
    assert_eq!(network["result"]["mobile"], "13800000002");
    assert_eq!(network["result"]["state"], "1");
}

#[tokio::test]
async fn reordered_rows_are_all_there() {
    for product in LINES {
        let (_, rows, numbers) = ask("reorder=1", product).await;
        let asked: Vec<_> = numbers.iter().rev().map(|number| number.number.as_str()).collect();
        assert_eq!(mobiles(&rows), asked);
    }
}

#[tokio::test]
async fn types_are_the_other_way_round() {
    for product in LINES {
        let (_, rows, _) = ask("types=1", product).await;
        for row in rows {
            assert_eq!((&row["status"], &row["chargesStatus"]), (&json!(1), &json!(1)));
            assert_eq!(row["lastTime"].is_string(), product == YwjisuLineStatus, "{row}");
        }
    }
    let bench = Bench::struck("types=1").await;
    assert_eq!(bench.ask(JuheNetworkStatus, "13800000001").await.json()["result"]["state"], 1);
    let flag = &bench.ask(JuheCallerId, "13800000001").await.json()["result"]["data"]["flag"];
    assert!(flag["fid"] == "1" && flag["num"].is_string(), "{flag}");
}

#[tokio::test]
async fn the_count_may_be_one_too_many() {
    let (reply, rows, numbers) = ask("count=1", JuheLineStatus).await;
    assert_eq!((reply["result"]["countFee"].as_u64(), rows.len()), (Some(21), 20));
    assert_eq!(numbers.iter().map(|number| number.billed).sum::<u32>(), 20);
}

#[tokio::test]
async fn what_cannot_be_changed_stays_and_is_not_noted() {
    let bench = Bench::struck("reorder=1").await;
    let plain = Bench::start().await;
    for product in Product::ALL {
        let reply = bench.ask(product, "13800000001").await.json();
        assert_eq!(reply, plain.ask(product, "13800000001").await.json(), "{product}");
    }
    assert!(bench.ledger().requests.iter().all(|request| request.faults.is_empty()));
}

#[tokio::test]
async fn mutate_is_all_of_them() {
    let bench = Bench::struck("mutate=1").await;
    for _ in 0..60 {
        bench.ask(JuheLineStatus, "13800000001,13800000002").await.json();
    }
    let mut seen: Vec<_> = bench.ledger().requests.into_iter().flat_map(|request| request.faults).collect();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen, ["contradict", "count", "double", "drop", "foreign", "reorder", "types"]);
}
