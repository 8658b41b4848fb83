//! A fallback order of products: what the first leaves open the next is asked, and nothing in doubt is handed on.

mod support;

use std::collections::BTreeMap;

use numcheck_bulk::export::ExportOptions;
use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::{Intent, Outcome, Positions};
use numcheck_bulk::{Budget, Ending, InDoubt, Options, Run, View};
use numcheck_core::{AnyChecker, ErrorKind, LineStatus, NumberChecker, PhoneNumber, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};

fn through(vendors: &[&std::sync::Arc<Vendor>]) -> Options {
    let mut options = patient();
    options.products = vendors.iter().map(|vendor| product(vendor)).collect();
    options
}

#[tokio::test]
async fn what_a_vendor_leaves_open_the_next_one_answers_and_a_doubt_is_not_handed_on() {
    let place = Place::new();
    let list = place.mobiles(40);
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |nth, _| match nth {
        1 => Does::LosesPaid,
        2 => free(ErrorKind::Protocol, RetryHint::Never, "99999"),
        _ => Does::Answers,
    });
    let second = Vendor::new("other/line-status", 50, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = through(&[&first, &second]);
    options.next_on = vec!["not_in_database".to_owned()];
    let (ending, summary) = run(&ledger, &list, options).await.expect("a run");
    assert!(matches!(ending, Ending::Finished));
    assert_eq!((summary.answered, summary.in_doubt), (30, 10));
    assert_eq!(summary.statuses.get("active"), Some(&30), "{summary:?}");
    assert_eq!((first.bill(), second.bill()), ((30, 1), (30, 1)));
}

#[tokio::test]
async fn a_run_that_was_killed_between_two_products_still_asks_the_second_one() {
    let place = Place::new();
    let list = place.mobiles(30);
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let mut options = through(&[&first, &second]);
    options.next_on = vec!["not_in_database".to_owned()];
    options.concurrency = 1;
    // Ten of them are known to the first product alone when the budget ends: a kill leaves the same.
    options.budget = Budget { max_units: Some(30), max_cost: None };
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
    assert!(matches!(ending, Ending::Budget));
    assert_eq!((first.requests(), second.requests()), (2, 1));
    assert_eq!((summary.answered, summary.not_sent), (20, 10), "what is known is told");

    options.budget = Budget::default();
    let (ending, summary) = run(&ledger, &list, options.clone()).await.expect("the same run");
    assert!(matches!(ending, Ending::Finished));
    assert_eq!((first.requests(), second.requests(), second.bill()), (3, 3, (30, 1)));
    assert_eq!((summary.answered, summary.statuses.get("active")), (30, Some(&30)));

    let (_, again) = run(&ledger, &list, options).await.expect("the same run");
    assert_eq!((first.requests(), second.requests(), again.answered), (3, 3, 30));
}

#[tokio::test]
async fn the_estimate_counts_every_product_that_may_be_paid() {
    let place = Place::new();
    let list = place.mobiles(20);
    let first = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let estimate = |options: Options| async {
        let source = numcheck_bulk::input::Source::File(list.clone());
        let reading = numcheck_bulk::input::ReadOptions::default();
        let run = numcheck_bulk::Run::prepare(&ledger, source, &reading, options, true).await.expect("a dry run");
        let estimate = run.estimate().expect("an estimate");
        (estimate.max_units, estimate.max_cost)
    };
    let mut options = through(&[&first, &second]);
    options.products[1].price = Some(6_000);
    assert_eq!(estimate(options.clone()).await, (20, Some(200_000)), "the second is asked for what was free alone");
    options.next_on = vec!["active".to_owned()];
    assert_eq!(estimate(options.clone()).await, (40, Some(320_000)));
    let mut limited = options.clone();
    limited.budget = Budget { max_units: Some(30), max_cost: None };
    assert_eq!(estimate(limited).await, (30, Some(300_000)));
    let mut unknown = options.clone();
    unknown.products[1].price = None;
    assert_eq!(estimate(unknown).await, (40, None), "a price is missing");
    let mut repaying = through(&[&first]);
    repaying.policy = repaying.policy.repay_on("99999");
    assert_eq!(estimate(repaying).await, (60, Some(600_000)), "three attempts, each of which may be paid");
    // The bill keeps to it.
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.spent, first.bill(), second.bill()), (40, (20, 1), (20, 1)));
}

#[tokio::test]
async fn what_a_run_has_answered_stays_answered_whatever_another_run_has_in_doubt() {
    let place = Place::new();
    let list = place.mobiles(10);
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |nth, _| {
        if nth == 2 { Does::LosesPaid } else { Does::Answers }
    });
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Skips(""));
    let mut options = through(&[&first, &second]);
    options.next_on = vec!["not_in_database".to_owned()];
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
    assert_eq!((summary.answered, summary.in_doubt), (10, 0));
    let asked = second.requests();

    let mut anew = options.clone();
    anew.new_run = true;
    let (_, other) = run(&ledger, &list, anew).await.expect("another run");
    assert_eq!((other.answered, other.in_doubt, second.requests()), (0, 10, asked));
    let view = |run| {
        let view = numcheck_bulk::View::open(&ledger, run, |id| {
            [&first, &second]
                .map(|vendor| numcheck_core::NumberChecker::product(&**vendor).clone())
                .into_iter()
                .find(|product| product.id().as_str() == id)
        });
        view.expect("the run")
    };
    let same = view(summary.run).summary().expect("its summary");
    assert_eq!((same.answered, same.in_doubt, same.lost), (10, 0, 0));

    // Nor is it lost once the owner knows that the other was paid for.
    let doubts = view(other.run).standing_doubts().expect("doubts");
    assert_eq!(doubts.len(), 10);
    ledger.add_verdicts(numcheck_bulk::ledger::Verdict::Paid, &doubts).await.expect("the owner's word");
    let [same, other] = [summary.run, other.run].map(|run| view(run).summary().expect("its summary"));
    assert_eq!((same.answered, same.in_doubt, same.lost), (10, 0, 0));
    assert_eq!((other.answered, other.in_doubt, other.lost), (0, 0, 10));
}

#[tokio::test]
async fn a_list_that_other_products_have_answered_is_bought_again_by_order_alone() {
    let place = Place::new();
    let list = place.mobiles(10);
    let first = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (ending, _) = run(&ledger, &list, through(&[&first])).await.expect("a run");
    assert!(matches!(ending, Ending::Finished));

    let mut by_default = through(&[&second]);
    by_default.products_by_default = true;
    let error = run(&ledger, &list, by_default.clone()).await.expect_err("nobody named the second product").to_string();
    assert!(
        error.contains("is finished and asked acme/line-status") && error.contains("-p acme/line-status"),
        "{error}"
    );
    assert_eq!(second.requests(), 0);

    // The same products go on with it, others are bought from when they are named, or the run is ordered anew.
    let mut same = through(&[&first]);
    same.products_by_default = true;
    let (_, summary) = run(&ledger, &list, same).await.expect("the same run");
    assert_eq!((summary.run, first.requests()), (1, 1));
    by_default.new_run = true;
    let (_, summary) = run(&ledger, &list, by_default).await.expect("another run");
    assert_eq!((summary.run, second.requests()), (2, 1));
}

/// A summary is counted request by request, and results are told number by number.
#[tokio::test]
async fn statuses_are_counted_as_the_results_tell_them() {
    let place = Place::new();
    let list = place.mobiles(60);
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |nth, _| match nth {
        1 => Does::LosesPaid,
        2 => Does::Skips("7"),
        _ => Does::Answers,
    });
    let second = Vendor::new("other/line-status", 7, |nth, _| match nth {
        1 => Does::LosesPaid,
        2 => free(ErrorKind::Protocol, RetryHint::Never, "99999"),
        _ => Does::Skips("3"),
    });
    let ledger = place.ledger();
    let mut options = through(&[&first, &second]);
    options.next_on = vec!["not_in_database".to_owned()];
    let mut seen = Vec::new();
    for in_doubt in [InDoubt::Declare, InDoubt::Repay, InDoubt::Declare] {
        options.in_doubt = in_doubt;
        let (_, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
        let source = Source::File(list.clone());
        let again =
            Run::prepare(&ledger, source, &ReadOptions::default(), options.clone(), true).await.expect("the run");
        let to = place.path("out.csv");
        again.view().export(&to, ExportOptions::default()).expect("results");
        let results = std::fs::read_to_string(to).expect("results");
        let mut lines = results.lines().map(|line| line.split(',').collect::<Vec<_>>());
        let header = lines.next().expect("a header");
        let at = header.iter().position(|name| *name == "status").expect("the column");
        let mut told = BTreeMap::new();
        for status in lines.map(|line| line[at].to_owned()).filter(|status| !status.is_empty()) {
            *told.entry(status).or_insert(0) += 1;
        }
        assert_eq!(summary.statuses, told, "{summary:?}");
        assert_eq!(again.view().summary().expect("a summary").statuses, told);
        seen.push(told);
    }
    assert!(seen[0].len() == 2 && seen[0] != seen[1], "{seen:?}");
}

#[tokio::test]
async fn a_run_that_is_alive_is_counted_as_it_stood_when_it_was_looked_at() {
    let place = Place::new();
    let list = place.mobiles(20);
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = through(&[&first, &second]);
    options.next_on = vec!["not_in_database".to_owned()];
    let address = options.products[0].address.clone();
    let prepared = Run::prepare(&ledger, Source::File(list), &ReadOptions::default(), options, false).await;
    let mut run = prepared.expect("a run");
    let id = run.begin().await.expect("it begins");
    let numbers: Vec<PhoneNumber> = (0..20).map(|n| format!("138{n:08}").parse().expect("a number")).collect();
    let intend = async |vendor: &Vendor, from: u32| {
        let numbers = &numbers[from as usize..][..10];
        let intent = Intent::of_check(vendor.product(), address.as_str(), numbers);
        let intent = Intent { run: Some(id), positions: Positions::new((from..from + 10).collect()), ..intent };
        ledger.writer().intend(intent).await.expect("an intent")
    };
    let settle = async |vendor: &std::sync::Arc<Vendor>, intent, from: usize| {
        let result = vendor.check_any(&numbers[from..][..10]).await;
        ledger.writer().settle(intent, Outcome::of(&result, 10, None)).await.expect("an outcome");
    };
    let look = || {
        let products = [first.product().clone(), second.product().clone()];
        View::open(&ledger, id, |id| products.iter().find(|product| product.id().as_str() == id).cloned())
            .expect("the run")
    };
    let count = |view: &View<'_>| {
        let summary = view.summary().expect("a summary");
        let statuses: Vec<_> = summary.statuses.into_iter().collect();
        (statuses, summary.requests, summary.spent, summary.billed)
    };
    for (vendor, from) in [(&first, 0), (&second, 0), (&first, 10)] {
        let asked = intend(vendor, from).await;
        settle(vendor, asked, from as usize).await;
    }
    let asked = intend(&second, 10).await;
    let before = look();
    assert!(before.is_alive());
    settle(&second, asked, 10).await;
    let both = vec![("active".to_owned(), 10), ("not_in_database".to_owned(), 10)];
    assert_eq!(count(&before), (both, 3, 30, 30));
    assert_eq!(count(&look()), (vec![("active".to_owned(), 20)], 4, 40, 40));
}
