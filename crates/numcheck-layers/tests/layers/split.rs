use numcheck_core::{Charge, ErrorKind, NumberChecker, Outcome, RetryHint};
use numcheck_layers::{LayerExt, Policy};

use crate::stub::{ANSWER, Play, Stub, coded, free, lost, number, numbers, words};

#[tokio::test(start_paused = true)]
async fn a_large_batch_is_sent_in_parts_and_comes_back_in_order() {
    let stub = Stub::new("acme/line-status", 50, []);
    let checker = stub.clone().split(200);
    assert_eq!(checker.product().max_batch(), 200);
    let mut asked = numbers(120);
    asked.extend(numbers(3));
    let batch = checker.check(&asked).await.expect("answered");
    assert_eq!(stub.sizes(), [50, 50, 20]);
    assert!(batch.answers.iter().map(|answer| answer.number).eq(asked));
    assert_eq!((batch.receipts.len(), batch.reconcile().agrees()), (3, Some(true)));
    checker.check(&numbers(201)).await.expect_err("more than it takes");
    assert_eq!(stub.sizes().len(), 3);

    let stub = Stub::new("acme/line-status", 50, []);
    stub.clone().split(10).parts_of(20).check(&numbers(50)).await.expect("never fewer than the vendor takes");
    assert_eq!(stub.sizes(), [20, 20, 10]);
}

#[tokio::test(start_paused = true)]
async fn paid_answers_survive_a_part_that_is_lost_and_the_rest_is_not_sent() {
    let stub = Stub::new("acme/line-status", 1, [ANSWER, lost()]);
    let batch = stub.clone().split(4).check(&numbers(4)).await.expect("one is answered");
    assert_eq!(words(&batch), ["report billed", "failed unknown", "unanswered free", "unanswered free"]);
    assert_eq!((stub.sizes().len(), batch.receipts.len()), (2, 2));

    let stub = Stub::new("acme/line-status", 1, [lost()]);
    let batch = stub.clone().split(2).check(&numbers(2)).await.expect("one is not even in doubt");
    assert_eq!(words(&batch), ["failed unknown", "unanswered free"]);
}

#[tokio::test(start_paused = true)]
async fn a_free_error_holds_for_what_is_not_sent() {
    let quota = || Play::Fail(coded(ErrorKind::Quota, Charge::FREE, "10012"));
    let stub = Stub::new("acme/line-status", 1, [ANSWER, quota()]);
    let batch = stub.clone().split(3).check(&numbers(3)).await.expect("one is answered");
    assert_eq!(words(&batch), ["report billed", "failed free", "failed free"]);
    assert_eq!(batch.answers[2].outcome.error().and_then(|error| error.code()), Some("10012"));
    assert_eq!((stub.sizes().len(), batch.receipts.len()), (2, 2));

    let stub = Stub::new("acme/line-status", 1, [quota()]);
    let error = stub.clone().split(3).check(&numbers(3)).await.expect_err("nobody is answered");
    assert_eq!((error.kind(), stub.sizes().len()), (ErrorKind::Quota, 1));
}

#[tokio::test(start_paused = true)]
async fn one_number_that_may_not_be_asked_now_does_not_end_the_call() {
    let often = coded(ErrorKind::RateLimited, Charge::FREE_INFERRED, "224924");
    let stub = Stub::new("acme/network-status", 1, [Play::Fail(often), ANSWER]);
    let batch = stub.clone().split(2).check(&numbers(2)).await.expect("one is answered");
    assert_eq!(words(&batch), ["failed free", "report billed"]);
}

#[tokio::test(start_paused = true)]
async fn a_refused_batch_is_halved_until_the_culprit_stands_alone() {
    let refusal = coded(ErrorKind::InvalidRequest, Charge::FREE, "267102");
    let stub = Stub::new("acme/line-status", 64, []).always(Play::RefuseIf(number(40), refusal));
    let batch = stub.clone().split(64).check(&numbers(64)).await.expect("63 are answered");
    let rejected: Vec<_> = batch.answers.iter().filter(|a| matches!(a.outcome, Outcome::Rejected(_))).collect();
    assert_eq!(rejected.len(), 1);
    assert_eq!((rejected[0].number, rejected[0].charge), (number(40), Charge::FREE));
    assert_eq!(batch.answers.iter().filter(|answer| answer.outcome.is_answered()).count(), 63);
    assert_eq!((stub.sizes().len(), batch.receipts.len()), (13, 13));

    let refusal = coded(ErrorKind::InvalidRequest, Charge::FREE, "267102");
    let stub = Stub::new("acme/line-status", 2000, []).always(Play::Fail(refusal));
    let batch = stub.clone().split(2000).check(&numbers(2000)).await.expect("receipts come back");
    assert!(stub.sizes().len() < 150, "a mistake in every request is not halved to the end: {}", stub.sizes().len());
    assert!(batch.answers.iter().all(|answer| !answer.outcome.is_answered() && answer.charge.is_free()));
}

#[tokio::test(start_paused = true)]
async fn a_part_that_was_retried_in_vain_ends_the_call_with_all_its_receipts() {
    let stub = Stub::new("acme/line-status", 1, [ANSWER, free(), free(), free()]);
    let batch = stub.clone().retrying(Policy::new()).split(3).check(&numbers(3)).await.expect("one is answered");
    assert_eq!(words(&batch), ["report billed", "failed free", "failed free"]);
    assert_eq!((stub.sizes().len(), batch.receipts.len()), (4, 4));
    // Refused only at the second attempt: still halved.
    let refusal = coded(ErrorKind::InvalidRequest, Charge::FREE, "267102").with_retry(RetryHint::Never);
    let stub = Stub::new("acme/line-status", 2, [free(), Play::Fail(refusal)]);
    let batch = stub.clone().retrying(Policy::new()).split(2).check(&numbers(2)).await.expect("both are answered");
    assert_eq!((words(&batch), stub.sizes()), (vec!["report billed".to_owned(); 2], vec![2, 2, 1, 1]));
}
