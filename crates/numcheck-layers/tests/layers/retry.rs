use std::time::Duration;

use numcheck_core::{Charge, ErrorKind, NumberChecker, RetryHint};
use numcheck_layers::{LayerExt, Policy};

use crate::stub::{Play, Stub, coded, free, lost, numbers, words};

#[tokio::test(start_paused = true)]
async fn free_errors_are_asked_again_and_every_request_leaves_a_receipt() {
    let stub = Stub::new("acme/line-status", 50, [free(), free()]);
    let batch = stub.clone().retrying(Policy::new()).check(&numbers(2)).await.expect("answered at last");
    assert_eq!(words(&batch), ["report billed", "report billed"]);
    assert_eq!(stub.sizes(), [2, 2, 2]);
    let charges: Vec<_> = batch.receipts.iter().map(|receipt| receipt.charge.word()).collect();
    assert_eq!(charges, ["free", "free", "billed"]);
    assert_eq!(batch.reconcile().agrees(), Some(true));
}

#[tokio::test(start_paused = true)]
async fn what_may_have_been_paid_is_never_asked_again() {
    let stub = Stub::new("acme/line-status", 50, [lost()]);
    let error = stub.clone().retrying(Policy::new()).check(&numbers(2)).await.expect_err("lost");
    assert_eq!(error.charge(), Charge::Unknown);
    assert_eq!(stub.sizes(), [2]);
    // A free attempt before it does not hide it.
    let stub = Stub::new("acme/line-status", 50, [free(), lost()]);
    let batch = stub.clone().retrying(Policy::new()).check(&numbers(2)).await.expect("two requests, two receipts");
    assert_eq!(words(&batch), ["failed unknown", "failed unknown"]);
    assert_eq!((stub.sizes().len(), batch.receipts.len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn only_open_numbers_are_asked_again_after_the_settle_time() {
    let stub = Stub::new("acme/line-status", 50, [Play::First(1), Play::First(1), lost()]);
    let batch = stub.clone().retrying(Policy::new()).check(&numbers(3)).await.expect("some are answered");
    assert_eq!(words(&batch), ["report billed", "report billed", "failed unknown"]);
    assert_eq!((stub.sizes(), stub.times()), (vec![3, 2, 1], vec![0, 3000, 6000]));
    assert_eq!(batch.reconcile().in_doubt, 1);

    let stub = Stub::new("acme/line-status", 50, []).always(Play::First(0));
    let batch = stub.clone().retrying(Policy::new()).check(&numbers(1)).await.expect("unanswered is no error");
    assert_eq!((words(&batch), stub.sizes().len()), (vec!["unanswered free".to_owned()], 3));
}

#[tokio::test(start_paused = true)]
async fn a_repay_happens_only_when_ordered_and_its_doubt_is_kept() {
    let unavailable = || {
        Play::Fail(
            coded(ErrorKind::Unavailable, Charge::Unknown, "503").with_retry(RetryHint::After(Duration::from_secs(7))),
        )
    };
    let stub = Stub::new("acme/line-status", 50, [unavailable()]);
    stub.clone().retrying(Policy::new()).check(&numbers(1)).await.expect_err("in doubt");
    assert_eq!(stub.sizes().len(), 1);

    let stub = Stub::new("acme/line-status", 50, [unavailable()]);
    let batch = stub.clone().retrying(Policy::new().repay_on("503")).check(&numbers(1)).await.expect("answered");
    assert_eq!((words(&batch), stub.times()), (vec!["report billed".to_owned()], vec![0, 7000]));
    assert_eq!(batch.receipts[0].charge, Charge::Unknown);

    // The second attempt was free and brought nothing: the first may still have been paid for.
    let stub = Stub::new("acme/line-status", 50, [unavailable(), Play::First(0)]);
    let batch = stub.clone().retrying(Policy::new().repay_on("503")).check(&numbers(1)).await.expect("two receipts");
    assert_eq!(words(&batch), ["failed unknown"]);
}

#[tokio::test(start_paused = true)]
async fn credentials_and_quota_are_not_asked_again() {
    for kind in [ErrorKind::Auth, ErrorKind::Quota, ErrorKind::InvalidRequest] {
        let stub = Stub::new("acme/line-status", 50, [Play::Fail(coded(kind, Charge::FREE, "10001"))]);
        let error = stub.clone().retrying(Policy::new()).check(&numbers(2)).await.expect_err("refused");
        assert_eq!((error.kind(), stub.sizes().len()), (kind, 1));
    }
}
