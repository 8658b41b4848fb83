use numcheck_core::{Charge, Error, ErrorKind, LineStatus, NumberChecker, Outcome, RetryHint};
use numcheck_layers::{LayerExt, Policy};

use crate::stub::{ANSWER, Play, Stub, coded, free, lost, numbers, words};

fn pair(first: Play, second: Play) -> (Stub, Stub) {
    (Stub::new("first/line-status", 50, [first]), Stub::new("second/line-status", 50, [second]))
}

fn unknown_number(charge: Charge) -> Play {
    Play::Answer(LineStatus::NotInDatabase, charge)
}

#[tokio::test(start_paused = true)]
async fn a_free_failure_and_open_numbers_go_to_the_second() {
    for play in [free(), Play::First(0), Play::Fail(coded(ErrorKind::Quota, Charge::FREE, "10012"))] {
        let (first, second) = pair(play, ANSWER);
        let batch = first.or_else(second.clone()).check(&numbers(2)).await.expect("the second answers");
        assert_eq!(words(&batch), ["report billed", "report billed"]);
        let by: Vec<_> = batch.receipts.iter().map(|receipt| receipt.by.as_str()).collect();
        assert_eq!(by, ["first/line-status", "second/line-status"]);
    }
    let (first, second) = pair(Play::First(1), ANSWER);
    let batch = first.or_else(second.clone()).check(&numbers(3)).await.expect("both answer");
    assert_eq!((second.asked(), words(&batch)), (vec![numbers(3)[1..].to_vec()], vec!["report billed".to_owned(); 3]));
}

#[tokio::test(start_paused = true)]
async fn a_number_in_doubt_is_not_bought_elsewhere() {
    let (first, second) = pair(lost(), ANSWER);
    let error = first.or_else(second.clone()).check(&numbers(2)).await.expect_err("in doubt");
    assert_eq!((error.charge(), second.sizes().len()), (Charge::Unknown, 0));
}

/// The answer and its error each tell a charge: both must be free. Some of these no lawful checker says.
#[tokio::test(start_paused = true)]
async fn what_is_not_free_by_any_account_is_asked_by_no_layer() {
    let failed = |charge| {
        let error = Error::new(ErrorKind::Transport, charge, "as scripted");
        Outcome::Failed(error.with_retry(RetryHint::Backoff))
    };
    for (outcome, charge) in [
        (failed(Charge::FREE), Charge::Unknown),
        (failed(Charge::FREE), Charge::BILLED),
        (failed(Charge::Unknown), Charge::FREE),
        (Outcome::Unanswered, Charge::Unknown),
        (Outcome::Unanswered, Charge::BILLED),
    ] {
        let (first, second) = pair(Play::Rows(outcome, charge), ANSWER);
        let checker = first.clone().retrying(Policy::new()).or_else(second.clone());
        let batch = checker.check(&numbers(2)).await.expect("a batch");
        assert!(batch.answers.iter().all(|answer| !answer.outcome.is_answered()));
        assert_eq!((first.sizes().len(), second.sizes().len()), (1, 0), "{:?}", batch.answers);
    }
}

#[tokio::test(start_paused = true)]
async fn the_owner_says_which_statuses_are_open() {
    let (first, second) = pair(unknown_number(Charge::FREE), ANSWER);
    let batch = first.clone().or_else(second.clone()).check(&numbers(1)).await.expect("answered");
    assert_eq!((words(&batch), second.sizes().len()), (vec!["report free".to_owned()], 0));

    let (first, second) = pair(unknown_number(Charge::FREE), ANSWER);
    let checker = first.or_else(second.clone()).next_on("not_in_database");
    let batch = checker.check(&numbers(1)).await.expect("answered");
    assert_eq!((words(&batch), batch.receipts.len()), (vec!["report billed".to_owned()], 2));
}

#[tokio::test(start_paused = true)]
async fn the_first_answer_stays_where_the_second_has_none_and_doubt_is_declared() {
    for (charge, second, told) in [
        (Charge::FREE, free(), "report free"),
        (Charge::FREE, Play::First(0), "report free"),
        (Charge::FREE, lost(), "failed unknown"),
        (Charge::BILLED, lost(), "report billed"),
    ] {
        let (first, second) = pair(unknown_number(charge), second);
        let batch = first.or_else(second).next_on("not_in_database").check(&numbers(1)).await.expect("two receipts");
        assert_eq!((words(&batch), batch.receipts.len()), (vec![told.to_owned()], 2));
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_lost_when_both_fail() {
    let (first, second) = pair(Play::Fail(coded(ErrorKind::Auth, Charge::FREE, "10001")), lost());
    let batch = first.or_else(second).check(&numbers(1)).await.expect("two receipts");
    assert_eq!(words(&batch), ["failed unknown"]);
    assert_eq!(batch.receipts.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn it_takes_what_both_take_and_more_vendors_are_a_chain() {
    let small = Stub::new("second/line-status", 2, [free()]);
    let checker = Stub::new("first/line-status", 50, [free()]).or_else(small.clone());
    assert_eq!((checker.product().max_batch(), checker.product().id().as_str()), (2, "first/line-status"));
    checker.check(&numbers(3)).await.expect_err("more than both take");

    let third = Stub::new("third/line-status", 50, []);
    let batch = checker.or_else(third.clone()).check(&numbers(1)).await.expect("the third answers");
    assert!(matches!(&batch.answers[0].outcome, Outcome::Report(_)));
    assert_eq!((batch.answers[0].by.as_str(), batch.receipts.len()), ("third/line-status", 3));
}

#[tokio::test(start_paused = true)]
async fn a_vendor_is_left_only_when_it_has_been_tried() {
    let first = Stub::new("first/line-status", 50, [free(), free(), free()]);
    let second = Stub::new("second/line-status", 50, []);
    let checker = first.clone().retrying(Policy::new()).or_else(second);
    let batch = checker.check(&numbers(1)).await.expect("the second answers");
    assert_eq!((first.sizes().len(), batch.receipts.len()), (3, 4));
}
