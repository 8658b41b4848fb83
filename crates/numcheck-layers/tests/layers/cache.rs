use std::sync::Arc;
use std::time::Duration;

use numcheck_core::{Charge, LineStatus, NumberChecker, ProductId};
use numcheck_layers::LayerExt;

use crate::stub::{ANSWER, Play, Stub, free, lost, number, numbers, words};

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn an_answer_is_kept_until_it_is_too_old() {
    let stub = Stub::new("acme/line-status", 50, []);
    let checker = stub.clone().cached(DAY);
    let bought = checker.check(&numbers(2)).await.expect("answered");
    assert_eq!((words(&bought), bought.receipts.len()), (vec!["report billed".to_owned(); 2], 1));
    tokio::time::sleep(DAY / 24 * 23).await;
    let kept = checker.check(&[number(2), number(1), number(2)]).await.expect("kept");
    assert_eq!((words(&kept), kept.receipts.len()), (vec!["report free".to_owned(); 3], 0));
    assert_eq!(kept.answers[0].answered_at, bought.answers[1].answered_at);
    assert_eq!(kept.answers[0].order_id.as_deref(), Some("order"));
    assert_eq!(kept.answers[0].charge, Charge::FREE_INFERRED);
    // Only what is not kept is asked.
    checker.check(&numbers(3)).await.expect("answered");
    tokio::time::sleep(DAY / 24).await;
    checker.check(&numbers(3)).await.expect("answered");
    assert_eq!(stub.sizes(), [2, 1, 2]);
}

#[tokio::test(start_paused = true)]
async fn products_age_apart() {
    let stub = Stub::new("acme/line-status", 50, []);
    let checker = stub.clone().cached(DAY).age_of(ProductId::from_static("acme/line-status"), SECOND).capacity(10);
    checker.check(&numbers(1)).await.expect("answered");
    tokio::time::sleep(SECOND).await;
    checker.check(&numbers(1)).await.expect("answered");
    assert_eq!(stub.sizes(), [1, 1]);
    assert!(!format!("{checker:?}").contains("138000"));
}

#[tokio::test(start_paused = true)]
async fn failures_and_silence_are_not_kept() {
    let stub = Stub::new("acme/line-status", 50, [free(), lost(), Play::First(0), ANSWER]);
    let checker = stub.clone().cached(DAY);
    checker.check(&numbers(1)).await.expect_err("not sent");
    assert_eq!(checker.check(&numbers(1)).await.expect_err("lost").charge(), Charge::Unknown);
    let unanswered = checker.check(&numbers(1)).await.expect("unanswered");
    assert_eq!(words(&unanswered), ["unanswered free"]);
    checker.check(&numbers(1)).await.expect("answered");
    checker.check(&numbers(1)).await.expect("kept");
    assert_eq!(stub.sizes().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn concurrent_checks_of_one_number_share_one_request() {
    let stub = Stub::new("acme/line-status", 50, []).slow(SECOND);
    let checker = stub.clone().cached(DAY);
    let one = [number(1)];
    let (two, three) = (numbers(2), numbers(3));
    let (a, b, c) = tokio::join!(checker.check(&one), checker.check(&two), checker.check(&three));
    assert_eq!(stub.asked(), [[number(1)], [number(2)], [number(3)]]);
    let told: Vec<_> = [a, b, c].into_iter().map(|told| words(&told.expect("answered"))).collect();
    assert_eq!(told[0], ["report billed"]);
    assert_eq!(told[1], ["report free", "report billed"]);
    assert_eq!(told[2], ["report free", "report free", "report billed"]);
}

#[tokio::test(start_paused = true)]
async fn a_request_that_is_lost_is_lost_for_all_who_wait() {
    let stub = Stub::new("acme/line-status", 50, [lost()]).slow(SECOND);
    let checker = stub.clone().cached(DAY);
    let (one, two) = (numbers(1), numbers(2));
    let (a, b) = tokio::join!(checker.check(&one), checker.check(&two));
    assert_eq!(a.expect_err("lost").charge(), Charge::Unknown);
    assert_eq!(words(&b.expect("the other number is answered")), ["failed unknown", "report billed"]);
    assert_eq!(stub.sizes(), [1, 1]);
}

#[tokio::test(start_paused = true)]
async fn a_call_whose_caller_left_is_finished_and_kept() {
    let stub = Stub::new("acme/line-status", 50, []).slow(SECOND);
    let checker = stub.clone().cached(DAY);
    for wait in [SECOND / 2, SECOND / 4] {
        tokio::time::timeout(wait, checker.check(&numbers(1))).await.expect_err("the caller leaves");
    }
    tokio::time::sleep(DAY / 2).await;
    let kept = checker.check(&numbers(1)).await.expect("kept");
    assert_eq!((words(&kept), stub.sizes().len()), (vec!["report free".to_owned()], 1));
}

#[tokio::test(start_paused = true)]
async fn a_request_that_crashed_is_in_doubt_and_blocks_nobody() {
    let stub = Stub::new("acme/line-status", 50, [Play::Panic]).slow(SECOND);
    let checker = Arc::new(stub.clone().cached(DAY));
    let (one, two) = (numbers(1), numbers(2));
    let (buyer, other) = tokio::join!(checker.check(&one), checker.check(&two));
    assert_eq!(buyer.expect_err("nobody is answered").charge(), Charge::Unknown);
    assert_eq!(words(&other.expect("the other number is answered")), ["failed unknown", "report billed"]);
    checker.check(&one).await.expect("a new order is a new request");
    assert_eq!(stub.sizes().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_charge_is_settled_and_kept() {
    let stub = Stub::new("acme/line-status", 50, [Play::Answer(LineStatus::Active, Charge::Unknown)]);
    let checker = stub.clone().cached(DAY);
    assert_eq!(words(&checker.check(&numbers(1)).await.expect("answered")), ["report unknown"]);
    assert_eq!(words(&checker.check(&numbers(1)).await.expect("kept")), ["report free"]);
}
