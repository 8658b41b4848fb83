//! What may be paid for stays in doubt, wherever it came from, until it is answered or the owner says that it was not paid.

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use numcheck_bulk::ledger::{Intent, Ledger, Outcome, Verdict};
use numcheck_bulk::{Budget, Ending, Error, InDoubt, Options, View};
use numcheck_core::{AnyChecker, ErrorKind, NumberChecker, PhoneNumber, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};

const HERE: &str = "https://vendor.example";

fn through(vendors: &[&Arc<Vendor>]) -> Options {
    let mut options = patient();
    options.products = vendors.iter().map(|vendor| product(vendor)).collect();
    options
}

fn repaying(vendor: &Arc<Vendor>) -> Options {
    let mut options = through(&[vendor]);
    options.in_doubt = InDoubt::Repay;
    options
}

fn mobiles(range: std::ops::Range<u32>) -> Vec<PhoneNumber> {
    range.map(|n| format!("138{n:08}").parse().expect("a number")).collect()
}

/// A vendor that bills its first request and loses the answer.
fn loses_first(batch: usize) -> Arc<Vendor> {
    Vendor::new("acme/line-status", batch, |nth, _| if nth == 1 { Does::LosesPaid } else { Does::Answers })
}

/// A check that is under way: its intent is recorded, and it is sent.
async fn check_under_way(ledger: &Ledger, vendor: &Arc<Vendor>, numbers: &[PhoneNumber]) -> i64 {
    let intent = ledger.writer().intend(Intent::of_check(vendor.product(), HERE, numbers)).await.expect("an intent");
    vendor.check_any(numbers).await.expect("it answers");
    intent
}

#[tokio::test]
async fn two_products_in_turn_are_two_runs_and_neither_is_bought_twice() {
    let place = Place::new();
    let list = place.mobiles(10);
    let first = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    for vendor in [&first, &second, &first, &second] {
        let (ending, summary) = run(&ledger, &list, through(&[vendor])).await.expect("a run");
        assert!(matches!(ending, Ending::Finished) && summary.answered == 10);
    }
    assert_eq!((first.bill(), second.bill(), ledger.runs().expect("runs").len()), ((10, 1), (10, 1), 2));
    // The same list under another name is the same list.
    let moved = place.path("moved.txt");
    std::fs::rename(&list, &moved).expect("it moves");
    run(&ledger, &moved, through(&[&first])).await.expect("the same run");
    assert_eq!(first.bill(), (10, 1));
}

#[tokio::test]
async fn what_a_killed_check_had_sent_is_not_bought_by_a_run() {
    let place = Place::new();
    let list = place.mobiles(6);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let intent = check_under_way(&ledger, &vendor, &mobiles(0..3)).await;
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (3, 3, (6, 1)));
    // Its reply comes late, and is kept: the numbers are answered, and can be used.
    let late = vendor.check_any(&mobiles(0..3)).await;
    ledger.writer().settle(intent, Outcome::of(&late, 3, None)).await.expect("a late outcome");
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!(summary.in_doubt, 0, "{summary:?}");
}

#[tokio::test]
async fn a_check_that_begins_during_a_run_keeps_its_numbers_to_itself() {
    let place = Place::new();
    let list = place.mobiles(40);
    let ledger = Arc::new(place.ledger());
    let begun = Arc::new(AtomicBool::new(false));
    let (book, once) = (ledger.clone(), begun.clone());
    // While the first request is under way, a check of later numbers of the list begins.
    let vendor = Vendor::new("acme/line-status", 10, move |_, _| {
        if !once.swap(true, Ordering::SeqCst) {
            let product = numcheck_core::Product::new("acme/line-status", "line-status");
            let intent = Intent::of_check(&product, HERE, &mobiles(35..38));
            let book = book.clone();
            let recorded = std::thread::spawn(move || {
                let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
                runtime.block_on(book.writer().intend(intent)).expect("an intent");
            });
            recorded.join().expect("it is recorded");
        }
        Does::Answers
    });
    let mut options = through(&[&vendor]);
    options.concurrency = 1;
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.answered, summary.in_doubt, vendor.bill()), (37, 3, (37, 1)), "{summary:?}");
}

#[tokio::test]
async fn an_order_that_was_not_carried_out_opens_nothing_and_hides_nothing() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = loses_first(10);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let mut broke = repaying(&vendor);
    broke.budget = Budget { max_units: Some(10), max_cost: None };
    let (_, summary) = run(&ledger, &list, broke).await.expect("ordered, and no money for it");
    assert_eq!((summary.in_doubt, summary.failed, vendor.bill()), (10, 0, (10, 1)), "{summary:?}");
    // Neither this run, nor another, nor the same without the order buys.
    let other = place.path("other.txt");
    std::fs::write(&other, "13800000003\n13800000099\n").expect("another list");
    let (_, summary) = run(&ledger, &other, through(&[&vendor])).await.expect("another run");
    assert_eq!((summary.in_doubt, summary.answered), (1, 1));
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("without the order");
    assert_eq!((summary.in_doubt, vendor.bill()), (10, (11, 1)));
    let refused = ledger.purge(&[1]).await.expect_err("its doubts would be forgotten");
    assert!(refused.to_string().contains("in doubt"), "{refused}");
}

#[tokio::test]
async fn an_order_the_vendor_refuses_for_free_leaves_the_doubt() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::LosesPaid,
        2 => free(ErrorKind::Quota, RetryHint::Never, "10012"),
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let (ending, summary) = run(&ledger, &list, repaying(&vendor)).await.expect("an order");
    assert!(matches!(ending, Ending::Closed(_)), "{ending}");
    assert_eq!((summary.in_doubt, summary.failed), (10, 0), "{summary:?}");
    let (_, summary) = run(&ledger, &list, repaying(&vendor)).await.expect("an order again");
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (0, 10, (20, 2)));
}

#[tokio::test]
async fn a_repay_on_a_code_that_then_fails_for_free_leaves_the_doubt() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::Fails(
            numcheck_core::Error::new(ErrorKind::Unavailable, numcheck_core::Charge::Unknown, "503")
                .with_code("503")
                .with_retry(RetryHint::Backoff),
        ),
        _ => free(ErrorKind::Protocol, RetryHint::Never, "99999"),
    });
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.policy = options.policy.repay_on("503");
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.in_doubt, summary.failed, vendor.requests()), (10, 0, 2), "{summary:?}");
}

#[tokio::test]
async fn what_a_repay_on_a_code_has_answered_holds_no_other_run() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::Fails(
            numcheck_core::Error::new(ErrorKind::Unavailable, numcheck_core::Charge::Unknown, "503")
                .with_code("503")
                .with_retry(RetryHint::Backoff),
        ),
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.policy = options.policy.repay_on("503");
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.answered, summary.in_doubt), (10, 0), "{summary:?}");
    let other = place.path("other.txt");
    std::fs::write(&other, "13800000003\n13800000099\n").expect("another list");
    let (_, summary) = run(&ledger, &other, through(&[&vendor])).await.expect("another run");
    assert_eq!((summary.answered, summary.in_doubt), (2, 0), "{summary:?}");
}

#[tokio::test]
async fn of_several_doubts_about_a_number_all_must_be_lifted() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = loses_first(10);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let check =
        ledger.writer().intend(Intent::of_check(vendor.product(), HERE, &mobiles(0..10))).await.expect("an intent");
    let of = |intent: Option<i64>| {
        let all = ledger.doubts("line-status").expect("doubts");
        all.into_iter()
            .filter(|doubt| intent.is_none_or(|intent| doubt.intent == intent) && doubt.stands())
            .collect::<Vec<_>>()
    };
    let run_s: Vec<_> = of(None).into_iter().filter(|doubt| doubt.intent != check).collect();
    ledger.add_verdicts(Verdict::NotPaid, &run_s).await.expect("a verdict");
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.in_doubt, vendor.requests()), (10, 1), "the check's doubt stands");
    ledger.add_verdicts(Verdict::NotPaid, &of(Some(check))).await.expect("a verdict");
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.in_doubt, summary.answered, vendor.requests()), (0, 10, 2));
}

#[tokio::test]
async fn a_lifted_doubt_is_asked_once_more_and_then_left() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::LosesPaid,
        _ => free(ErrorKind::Protocol, RetryHint::Never, "99999"),
    });
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    ledger.add_verdicts(Verdict::NotPaid, &ledger.doubts("line-status").expect("doubts")).await.expect("a verdict");
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("asked once more");
    assert!(matches!(ending, Ending::Finished), "{ending}");
    assert_eq!((summary.failed, summary.in_doubt, vendor.requests()), (10, 0, 2), "{summary:?}");
    for _ in 0..2 {
        let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a finished run");
        assert_eq!((summary.failed, vendor.requests()), (10, 2), "a finished run asks nothing");
    }
}

#[tokio::test]
async fn what_another_run_bought_again_is_used_and_not_stuck() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = loses_first(10);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let other = place.path("other.txt");
    std::fs::write(&other, (0..11).map(|n| format!("138{n:08}")).collect::<Vec<_>>().join("\n"))
        .expect("a longer list");
    let (_, summary) = run(&ledger, &other, repaying(&vendor)).await.expect("another run, with the order");
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (0, 11, (21, 2)));
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("the first run");
    assert_eq!((summary.in_doubt, summary.reused, vendor.bill()), (0, 10, (21, 2)));
}

#[tokio::test]
async fn what_was_under_way_at_a_kill_is_shown_as_in_doubt_at_once() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| free(ErrorKind::Quota, RetryHint::Never, "10012"));
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let mut intent = Intent::of_check(vendor.product(), HERE, &mobiles(0..5));
    intent.run = Some(summary.run);
    intent.positions = numcheck_bulk::ledger::Positions::new((0..5).collect());
    ledger.writer().intend(intent).await.expect("an intent, and the program dies");
    let known = vendor.product().clone();
    let view = View::open(&ledger, summary.run, |_| Some(known.clone())).expect("the run");
    let summary = view.summary().expect("its summary");
    assert_eq!(
        (summary.in_doubt, summary.spent, view.standing_doubts().expect("doubts").len()),
        (5, 5, 5),
        "{summary:?}"
    );
    assert_eq!(summary.accounted(), summary.lines);
}

#[tokio::test]
async fn answers_are_for_the_numbers_that_were_asked_and_for_no_others() {
    let place = Place::new();
    let list = place.list("13800000001,13900000001\n13800000002,13900000002\n");
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let reading =
        |column: &str| numcheck_bulk::input::ReadOptions { column: Some(column.to_owned()), ..Default::default() };
    let source = || numcheck_bulk::input::Source::File(list.clone());
    let mut first =
        numcheck_bulk::Run::prepare(&ledger, source(), &reading("1"), through(&[&vendor]), false).await.expect("a run");
    let (_keep, stop) = tokio::sync::watch::channel(false);
    first.drive(stop, tokio::sync::watch::channel(numcheck_bulk::Progress::default()).0).await.expect("it runs");
    drop(first);
    let other = numcheck_bulk::Run::prepare(&ledger, source(), &reading("2"), through(&[&vendor]), false).await;
    assert!(matches!(&other, Err(Error::Usage(words)) if words.as_str().contains("--new")), "{:?}", other.err());
}

#[tokio::test]
async fn results_of_a_list_that_changed_are_not_written() {
    let place = Place::new();
    let list = place.mobiles(3);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let known = vendor.product().clone();
    let view = View::open(&ledger, summary.run, |_| Some(known.clone())).expect("the run");
    let out = place.path("out.csv");
    std::fs::write(&list, "13999999999\n13800000000\n13800000001\n").expect("the list changes");
    let refused = view.export(&out, numcheck_bulk::export::ExportOptions::default()).expect_err("other lines");
    assert!(refused.to_string().contains("changed") && !out.exists(), "{refused}");
}

#[tokio::test]
async fn results_never_fall_on_the_list_or_the_ledger() {
    use numcheck_bulk::export::{ExportOptions, Split};
    let place = Place::new();
    let list = place.path("list.active.csv");
    std::fs::write(&list, "13800000001\n").expect("a list");
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let known = vendor.product().clone();
    let view = View::open(&ledger, summary.run, |_| Some(known.clone())).expect("the run");
    let split = ExportOptions { split: Split::Status, ..ExportOptions::default() };
    for (to, options) in [
        (list.clone(), ExportOptions::default()),
        (place.path("ledger.db"), ExportOptions::default()),
        (place.path("ledger.db-wal"), ExportOptions::default()),
        (place.path("list.csv"), split),
    ] {
        assert!(matches!(view.check_output(&to, options), Err(Error::Usage(_))), "{}", to.display());
        assert!(view.export(&to, options).is_err(), "{}", to.display());
    }
    assert!(view.check_output(&place.path("nowhere/out.csv"), ExportOptions::default()).is_err());
    assert_eq!(std::fs::read_to_string(&list).expect("the list"), "13800000001\n");
    assert_eq!(ledger.runs().expect("the ledger").len(), 1);
}

#[tokio::test]
async fn columns_that_are_not_about_every_number_answer_none() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::ForgetsOneByColumn);
    let ledger = place.ledger();
    let mut options = patient();
    options.products = vec![product(&vendor)];
    let (_, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
    assert_eq!((summary.answered, summary.in_doubt), (0, 10), "which number has which answer is not known");
    let (_, again) = run(&ledger, &list, options).await.expect("the same run");
    assert_eq!((again.in_doubt, vendor.requests(), vendor.bill()), (10, 1, (10, 1)));
}
