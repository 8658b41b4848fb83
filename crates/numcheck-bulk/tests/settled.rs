//! What the owner settled as paid is in doubt no longer, and is asked no sooner; and a plan accounts for every line.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::{Doubt, Ledger, Verdict};
use numcheck_bulk::report::{RunReport, Settled};
use numcheck_bulk::{Estimate, InDoubt, Options, Run, View};
use numcheck_core::{Charge, Error, ErrorKind, LineStatus, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};

fn through(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options
}

fn view<'a>(ledger: &'a Ledger, vendor: &Arc<Vendor>) -> View<'a> {
    let product = product(vendor).checker.any_product().clone();
    View::open(ledger, 1, |_| Some(product.clone())).expect("the run")
}

/// What a run would do; every line is in one of its classes.
async fn plan(ledger: &Ledger, list: &Path, options: Options) -> Estimate {
    let (list, reading) = (Source::File(list.to_owned()), ReadOptions::default());
    let run = Run::prepare(ledger, list, &reading, options, true).await.expect("a plan");
    let plan = run.estimate().expect("an estimate");
    let classes = [
        plan.rejected,
        plan.duplicates,
        plan.reused,
        plan.in_doubt,
        plan.lost,
        plan.done,
        plan.unanswered,
        plan.left_out,
        plan.numbers,
    ];
    assert_eq!(classes.iter().sum::<u64>(), plan.lines, "{plan:?}");
    plan
}

/// A run of thirty, of which one request is paid for and its answer lost.
async fn with_a_lost_answer() -> (Place, Arc<Vendor>, Ledger) {
    let place = Place::new();
    let list = place.mobiles(30);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| if nth == 2 { Does::LosesPaid } else { Does::Answers });
    let ledger = place.ledger();
    run(&ledger, &list, through(&vendor)).await.expect("a run");
    (place, vendor, ledger)
}

#[tokio::test]
async fn a_settled_run_shows_no_doubt_and_asks_nothing_again() {
    let (place, vendor, ledger) = with_a_lost_answer().await;
    let list = place.path("list.csv");
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts).await.expect("the owner's word");

    let settled = view(&ledger, &vendor);
    let summary = settled.summary().expect("a summary");
    assert_eq!((summary.in_doubt, summary.lost, summary.answered, summary.spent), (0, 10, 20, 30));
    let report = settled.report().expect("a report");
    assert_eq!((report.in_doubt, report.lost), (0, 10));
    assert!(report.doubts.iter().all(|doubt| doubt.settled == Some(Settled::Paid)), "{:?}", report.doubts);
    assert_eq!(settled.export_doubts(&place.path("in-doubt.csv")).expect("no file"), 0);
    assert!(settled.standing_doubts().expect("doubts").iter().all(|doubt| !doubt.is_open()));

    assert_eq!(plan(&ledger, &list, through(&vendor)).await.numbers, 0);
    let (_, same) = run(&ledger, &list, through(&vendor)).await.expect("the same run");
    assert_eq!((same.in_doubt, same.lost, vendor.bill(), vendor.requests()), (0, 10, (30, 1), 3));
    // Nor by another run of the same numbers, whatever it reuses.
    let mut other = through(&vendor);
    (other.new_run, other.reuse) = (true, Some(Duration::from_secs(3600)));
    let (_, other) = run(&ledger, &list, other).await.expect("another run");
    assert_eq!((other.reused, other.lost, vendor.bill(), vendor.requests()), (20, 10, (30, 1), 3));
    // An order buys what it bought before there was a word for these.
    let mut repay = through(&vendor);
    repay.in_doubt = InDoubt::Repay;
    let (_, repaid) = run(&ledger, &list, repay).await.expect("the ordered run");
    assert_eq!((repaid.answered, repaid.reused, repaid.lost, vendor.bill()), (10, 20, 0, (40, 2)));
}

#[tokio::test]
async fn a_number_is_settled_when_each_of_its_doubts_is() {
    let (place, vendor, ledger) = with_a_lost_answer().await;
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts[..4]).await.expect("the owner's word");
    let part = view(&ledger, &vendor);
    let summary = part.summary().expect("a summary");
    assert_eq!((summary.in_doubt, summary.lost), (6, 4));
    assert_eq!(part.export_doubts(&place.path("in-doubt.csv")).expect("a file"), 6);
    let report = part.report().expect("a report");
    assert_eq!((report.in_doubt, report.lost, report.doubts.len()), (6, 4, 2), "one request, told apart");
}

#[tokio::test]
async fn what_was_wrongly_settled_as_not_paid_is_settled_as_paid_and_not_bought_again() {
    let (place, vendor, ledger) = with_a_lost_answer().await;
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("the owner's word, and it is wrong");
    let wrong = view(&ledger, &vendor);
    let not_paid = wrong.settled_doubts().expect("what was settled");
    assert_eq!((not_paid.len(), wrong.summary().expect("a summary").spent), (10, 20));
    let report = wrong.report().expect("a report");
    let told: Vec<_> = report.doubts.iter().map(|doubt| (doubt.settled, doubt.numbers)).collect();
    assert_eq!((told, report.in_doubt, report.lost), (vec![(Some(Settled::NotPaid), 10)], 0, 0));

    ledger.add_verdicts(Verdict::Paid, &not_paid).await.expect("the owner's word again");
    let right = view(&ledger, &vendor);
    let summary = right.summary().expect("a summary");
    assert_eq!((summary.lost, summary.spent, right.settled_doubts().expect("those").len()), (10, 30, 10));
    let (_, same) = run(&ledger, &place.path("list.csv"), through(&vendor)).await.expect("the same run");
    assert_eq!((same.lost, vendor.bill(), vendor.requests()), (10, (30, 1), 3), "nothing is asked");
}

#[tokio::test]
async fn what_was_bought_again_before_its_settling_was_corrected_counts_twice() {
    let (place, vendor, ledger) = with_a_lost_answer().await;
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("the owner's word, and it is wrong");
    let (_, again) = run(&ledger, &place.path("list.csv"), through(&vendor)).await.expect("the same run");
    assert_eq!((again.answered, again.spent, vendor.bill()), (30, 30, (40, 2)));
    let not_paid = view(&ledger, &vendor).settled_doubts().expect("what was settled");
    ledger.add_verdicts(Verdict::Paid, &not_paid).await.expect("the owner's word again");
    let right = view(&ledger, &vendor).summary().expect("a summary");
    assert_eq!((right.answered, right.lost, right.in_doubt, right.spent), (30, 0, 0, 40), "as the vendor billed");

    // With its list and without, it is told alike, and it can be said anew.
    let settled = view(&ledger, &vendor);
    let row = ledger.run(1).expect("the ledger").expect("the run");
    let without = RunReport::without_list(&ledger, &row, "line-status", "its list is gone".into()).expect("a report");
    for report in [settled.report().expect("a report"), without] {
        let told: Vec<_> = report.doubts.iter().map(|doubt| (doubt.settled, doubt.numbers)).collect();
        assert_eq!((report.lost, told), (0, vec![(Some(Settled::Paid), 10)]));
    }
    let doubts = settled.settled_doubts().expect("what was settled");
    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("the owner's word once more");
    assert_eq!(view(&ledger, &vendor).summary().expect("a summary").spent, 30);
}

#[tokio::test]
async fn what_an_earlier_product_said_makes_no_lost_answer_less_lost() {
    let place = Place::new();
    let first = Vendor::saying(LineStatus::NotInDatabase, "acme/line-status", 10, |_, _| Does::Answers);
    let second = Vendor::new("other/line-status", 10, |_, _| Does::LosesPaid);
    let ledger = place.ledger();
    let mut options = through(&first);
    options.products.push(product(&second));
    options.next_on = vec!["not_in_database".to_owned()];
    run(&ledger, &place.mobiles(10), options).await.expect("a run");
    ledger.add_verdicts(Verdict::Paid, &ledger.doubts("line-status").expect("doubts")).await.expect("the owner's word");
    let products = [&first, &second].map(|vendor| product(vendor).checker.any_product().clone());
    let view = View::open(&ledger, 1, |id| products.iter().find(|product| product.id().as_str() == id).cloned());
    let row = ledger.run(1).expect("the ledger").expect("the run");
    let without = RunReport::without_list(&ledger, &row, "line-status", "its list is gone".into()).expect("a report");
    let with = view.expect("the run").report().expect("a report");
    assert_eq!((with.lost, without.lost), (10, 10));
}

#[tokio::test]
async fn an_order_that_buys_nothing_leaves_the_owner_s_word() {
    let place = Place::new();
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        2 => Does::LosesPaid,
        4 => free(ErrorKind::Quota, RetryHint::Never, "10012"),
        _ => Does::Answers,
    });
    let (ledger, list) = (place.ledger(), place.mobiles(30));
    run(&ledger, &list, through(&vendor)).await.expect("a run");
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts).await.expect("the owner's word");
    let mut repay = through(&vendor);
    repay.in_doubt = InDoubt::Repay;
    run(&ledger, &list, repay).await.expect("the ordered run");
    let after = view(&ledger, &vendor);
    let summary = after.summary().expect("a summary");
    assert_eq!((summary.lost, summary.in_doubt, vendor.requests()), (10, 0, 4));
    assert!(!after.standing_doubts().expect("doubts").iter().any(Doubt::is_open));
}

#[tokio::test]
async fn a_run_tells_of_no_other_run_s_settling() {
    let (place, vendor, ledger) = with_a_lost_answer().await;
    let doubts = view(&ledger, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("the owner's word");
    let mut other = through(&vendor);
    other.new_run = true;
    run(&ledger, &place.path("list.csv"), other).await.expect("another run");
    let product = product(&vendor).checker.any_product().clone();
    let other = View::open(&ledger, 2, |_| Some(product.clone())).expect("the run");
    assert_eq!(other.report().expect("a report").doubts.len(), 0);
}

#[tokio::test]
async fn the_unanswered_of_a_finished_run_are_asked_again_by_a_new_one_and_nothing_is_bought_twice() {
    let place = Place::new();
    let list = place.mobiles(30);
    let lazy = Arc::new(AtomicBool::new(true));
    let now = lazy.clone();
    let vendor =
        Vendor::new(
            "acme/line-status",
            10,
            move |_, _| {
                if now.load(Ordering::SeqCst) { Does::Skips("7") } else { Does::Answers }
            },
        );
    let ledger = place.ledger();
    let (_, first) = run(&ledger, &list, through(&vendor)).await.expect("a run");
    assert_eq!((first.answered, first.unanswered, vendor.bill()), (27, 3, (27, 1)));

    let finished = plan(&ledger, &list, through(&vendor)).await;
    assert_eq!((finished.done, finished.unanswered, finished.numbers), (27, 3, 0));
    let mut again = through(&vendor);
    (again.new_run, again.reuse) = (true, Some(Duration::from_secs(7 * 86400)));
    let planned = plan(&ledger, &list, again.clone()).await;
    assert_eq!((planned.reused, planned.numbers), (27, 3));
    lazy.store(false, Ordering::SeqCst);
    let (_, second) = run(&ledger, &list, again).await.expect("another run");
    assert_eq!((second.reused, second.answered, second.unanswered), (27, 3, 0));
    assert_eq!(vendor.bill(), (30, 1));
}

#[tokio::test]
async fn a_plan_of_a_sample_or_a_budget_tells_what_it_leaves_out() {
    let place = Place::new();
    let list = place.list("13800000001\n13800000002\n13800000001\nnobody\n13800000003\n13800000004");
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = through(&vendor);
    options.sample = Some(3);
    assert_eq!(plan(&ledger, &list, options.clone()).await.left_out, 1);
    options.budget.max_units = Some(2);
    assert_eq!(plan(&ledger, &list, options).await.left_out, 2);
}

#[tokio::test]
async fn a_plan_to_go_on_counts_what_was_free_among_what_it_asks() {
    let place = Place::new();
    let list = place.mobiles(30);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Skips("7"));
    let ledger = place.ledger();
    let mut options = through(&vendor);
    options.budget.max_units = Some(18);
    let (_, part) = run(&ledger, &list, options.clone()).await.expect("a part of a run");
    assert_eq!((part.answered, part.unanswered, part.not_sent), (18, 2, 10));
    options.budget.max_units = None;
    let on = plan(&ledger, &list, options).await;
    assert_eq!((on.done, on.unanswered, on.numbers), (18, 0, 12));
}

#[tokio::test]
async fn a_plan_counts_once_what_one_product_has_no_record_of_and_the_next_is_asked_about() {
    let place = Place::new();
    let list = place.mobiles(10);
    let first = Vendor::new("acme/line-status", 10, |_, _| Does::HasNoRecord);
    let second = Vendor::new("other/line-status", 10, |_, _| {
        Does::Fails(Error::new(ErrorKind::Quota, Charge::FREE, "no money is left"))
    });
    let ledger = place.ledger();
    let mut options = through(&first);
    options.products.push(product(&second));
    options.next_on = vec!["no_record".to_owned()];
    let (_, part) = run(&ledger, &list, options.clone()).await.expect("a part of a run");
    assert_eq!((first.bill().0, second.bill().0, part.no_record), (0, 0, 10));
    let on = plan(&ledger, &list, options).await;
    assert_eq!((on.done, on.numbers), (0, 10));
}

#[tokio::test]
async fn a_doubt_of_another_list_is_none_of_this_one_s() {
    let (place, elsewhere) = (Place::new(), Place::new());
    let vendor = Vendor::new("acme/line-status", 1, |nth, _| if nth == 1 { Does::LosesPaid } else { Does::Answers });
    let ledger = place.ledger();
    run(&ledger, &place.list("13800000001"), through(&vendor)).await.expect("a run");
    let (_, other) = run(&ledger, &elsewhere.list("13800000002"), through(&vendor)).await.expect("another run");
    assert_eq!((other.run, other.answered), (2, 1));
    assert_eq!(view(&ledger, &vendor).standing_doubts().expect("doubts").len(), 1);
    let product = product(&vendor).checker.any_product().clone();
    let other = View::open(&ledger, 2, |_| Some(product.clone())).expect("the run");
    assert_eq!(other.standing_doubts().expect("doubts").len(), 0);
    assert_eq!(other.export_doubts(&place.path("in-doubt.csv")).expect("no file"), 0);
}
