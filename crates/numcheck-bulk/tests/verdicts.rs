//! The owner's word is on what was known when it was given, and on nothing that came later.

mod support;

use std::sync::Arc;
use std::time::Duration;

use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::{Intent, Ledger, Outcome, Positions, Verdict};
use numcheck_bulk::{Options, Progress, Run, Summary};
use numcheck_core::{AnyChecker, Charge, Error, ErrorKind, NumberChecker, PhoneNumber, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};
use tokio::sync::watch;

const HERE: &str = "https://vendor.example";

fn through(vendors: &[&Arc<Vendor>]) -> Options {
    let mut options = patient();
    options.products = vendors.iter().map(|vendor| product(vendor)).collect();
    options
}

fn mobiles(range: std::ops::Range<u32>) -> Vec<PhoneNumber> {
    range.map(|n| format!("138{n:08}").parse().expect("a number")).collect()
}

#[tokio::test]
async fn a_word_on_a_request_under_way_does_not_lift_the_doubt_it_ends_in() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let check = Intent::of_check(vendor.product(), HERE, &mobiles(0..10));
    let check = ledger.writer().intend(check).await.expect("an intent");
    vendor.check_any(&mobiles(0..10)).await.expect("it is billed");
    let open = ledger.doubts("line-status").expect("doubts");
    assert!(open.iter().all(|doubt| doubt.open), "nothing is known of it");
    ledger.add_verdicts(Verdict::NotPaid, &open).await.expect("a verdict, too early");
    // The word holds of a program that died. This one did not: its request ends, and in doubt.
    assert!(ledger.doubts("line-status").expect("doubts").iter().all(|doubt| !doubt.stands()));
    tokio::time::sleep(Duration::from_millis(2)).await;
    let cut_off = Error::new(ErrorKind::Transport, Charge::Unknown, "cut off");
    ledger.writer().settle(check, Outcome::of(&Err(cut_off), 10, None)).await.expect("its outcome");
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.in_doubt, vendor.bill()), (10, (10, 1)), "{summary:?}");
    // The word on the doubt that is known holds.
    let known = ledger.doubts("line-status").expect("doubts");
    assert!(known.iter().all(|doubt| doubt.stands() && !doubt.open));
    ledger.add_verdicts(Verdict::NotPaid, &known).await.expect("a verdict");
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (0, 10, (20, 2)), "{summary:?}");
}

#[tokio::test]
async fn a_word_on_a_run_that_was_killed_outlives_the_declaration_of_its_death() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => free(ErrorKind::Quota, RetryHint::Never, "10012"),
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let mut intent = Intent::of_check(vendor.product(), HERE, &mobiles(0..5));
    intent.run = Some(summary.run);
    intent.positions = Positions::new((0..5).collect());
    let killed = ledger.writer().intend(intent).await.expect("an intent, and the program dies");
    ledger.add_verdicts(Verdict::NotPaid, &ledger.doubts("line-status").expect("doubts")).await.expect("a verdict");
    tokio::time::sleep(Duration::from_millis(2)).await;
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("it goes on");
    assert_eq!((summary.in_doubt, summary.answered, summary.spent, vendor.bill()), (0, 10, 10, (10, 1)));
    let doubts = ledger.doubts("line-status").expect("doubts");
    assert!(doubts.iter().all(|doubt| doubt.intent == killed && !doubt.open && !doubt.stands()));
}

async fn prepared<'a>(ledger: &'a Ledger, list: &std::path::Path, vendor: &Arc<Vendor>) -> Run<'a> {
    let (list, reading) = (Source::File(list.to_owned()), ReadOptions::default());
    Run::prepare(ledger, list, &reading, through(&[vendor]), false).await.expect("it is ready")
}

async fn driven(mut run: Run<'_>) -> Summary {
    let (_keep, stop) = watch::channel(false);
    let (progress, _) = watch::channel(Progress::default());
    run.drive(stop, progress).await.expect("it is driven");
    run.view().summary().expect("its summary")
}

/// A person is asked whether to begin, and looks at the bill first.
#[tokio::test]
async fn a_word_given_while_a_run_waits_to_begin_holds() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::Fails(Error::new(ErrorKind::Transport, Charge::Unknown, "cut off")),
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!(summary.in_doubt, 10);
    let waiting = prepared(&ledger, &list, &vendor).await;
    ledger.add_verdicts(Verdict::NotPaid, &ledger.doubts("line-status").expect("doubts")).await.expect("a verdict");
    let summary = driven(waiting).await;
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (0, 10, (10, 1)), "{summary:?}");
}

/// Somebody else asks about the same numbers meanwhile, and loses the answer: it is not bought again.
#[tokio::test]
async fn a_doubt_that_comes_while_a_run_waits_to_begin_stands() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let waiting = prepared(&ledger, &list, &vendor).await;
    let check = Intent::of_check(vendor.product(), HERE, &mobiles(0..4));
    let check = ledger.writer().intend(check).await.expect("an intent");
    let cut_off = Error::new(ErrorKind::Transport, Charge::Unknown, "cut off");
    ledger.writer().settle(check, Outcome::of(&Err(cut_off), 4, None)).await.expect("its outcome");
    let summary = driven(waiting).await;
    assert_eq!((summary.in_doubt, summary.answered, vendor.bill()), (4, 6, (6, 1)), "{summary:?}");
}
