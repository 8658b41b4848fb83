//! Runs against a vendor in memory that keeps its own bill: what is paid, what is lost, what is declared.

mod support;

use std::time::Duration;

use numcheck_bulk::export::{ExportOptions, Format, Split};
use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::{Intent, Verdict};
use numcheck_bulk::{Activity, Budget, Ending, Error, InDoubt, Options, Pause, Progress, Run};
use numcheck_core::{ErrorKind, Lang, PhoneNumber, RetryHint};
use support::{Does, Place, Vendor, free, patient, product, run};
use tokio::sync::watch;

fn through(vendors: &[&std::sync::Arc<Vendor>]) -> Options {
    let mut options = patient();
    options.products = vendors.iter().map(|vendor| product(vendor)).collect();
    options
}

#[tokio::test]
async fn every_line_is_accounted_for_and_every_number_paid_once() {
    let place = Place::new();
    let list = place
        .list("姓名,手机号\n甲,138 0000 0001\n乙,13800000002\n丙,bad\n丁,+8613800000001\n戊,10086\n\n己,1.38E+10\n");
    let vendor = Vendor::new("acme/line-status", 2000, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(ending, Ending::Finished));
    assert_eq!((summary.lines, summary.answered, summary.rejected, summary.duplicates), (6, 2, 3, 1));
    assert_eq!((vendor.requests(), vendor.bill()), (1, (2, 1)));
    assert_eq!((summary.billed, summary.receipts, summary.spent, summary.cost), (2, Some(2), 2, Some(20_000)));

    // A finished run makes no request.
    let (ending, again) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert!(matches!(ending, Ending::Finished));
    assert_eq!((vendor.requests(), again.run, again.answered), (1, summary.run, 2));
}

#[tokio::test]
async fn results_keep_the_list_and_its_order() {
    let place = Place::new();
    let list = place.list("姓名,手机号\n\"甲, 乙\",138 0000 0001\n=cmd,bad\n丁,+8613800000001\n");
    let vendor = Vendor::new("acme/line-status", 2000, |_, _| Does::Answers);
    let ledger = place.ledger();
    let options = through(&[&vendor]);
    let source = Source::File(list.clone());
    run(&ledger, &list, options.clone()).await.expect("a run");
    let view = Run::prepare(&ledger, source, &ReadOptions::default(), options, true).await.expect("the run");
    let out = place.path("out.csv");
    view.view().export(&out, ExportOptions::default()).expect("results");
    let text = std::fs::read_to_string(&out).expect("results");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "姓名,手机号,number,result,status,status_zh,status_code,reachability,area,carrier,charge,order_id,product,answered_at,note"
    );
    assert!(
        lines[1].starts_with(
            "\"甲, 乙\",138 0000 0001,13800000001,answered,active,实号,1,reachable,,,billed,JHS1,acme/line-status,"
        ),
        "{text}"
    );
    assert!(lines[2].starts_with("\"'=cmd\",bad,,rejected,,"), "{text}");
    assert!(
        lines[3].contains("13800000001,duplicate,active") && lines[3].contains("the same number as in line 2"),
        "{text}"
    );
    assert_eq!(lines.len(), 4);

    let files = view.view().export(
        &place.path("s.ndjson"),
        ExportOptions { format: Format::Ndjson, split: Split::Status, ..ExportOptions::default() },
    );
    let names: Vec<String> = files
        .expect("files")
        .iter()
        .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
        .collect();
    assert_eq!(names, ["s.active.ndjson", "s.rejected.ndjson"]);
    let first = std::fs::read_to_string(place.path("s.active.ndjson")).expect("results");
    let json: serde_json::Value = serde_json::from_str(first.lines().next().expect("a line")).expect("JSON");
    assert_eq!(
        (&json["line"], &json["number"], &json["report"]["status"]),
        (&2.into(), &"13800000001".into(), &"active".into())
    );
    assert!(
        matches!(view.view().export(&list, ExportOptions::default()), Err(Error::Usage(_))),
        "never over the list itself"
    );
}

#[tokio::test]
async fn a_lost_answer_is_declared_and_bought_again_only_by_order() {
    let place = Place::new();
    let list = place.mobiles(30);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| if nth == 2 { Does::LosesPaid } else { Does::Answers });
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert_eq!((summary.answered, summary.in_doubt, vendor.requests(), vendor.bill()), (20, 10, 3, (30, 1)));
    assert_eq!((summary.billed, summary.spent), (20, 30), "doubt counts as spent");

    let (_, same) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!((same.in_doubt, vendor.requests()), (10, 3), "never by itself");

    // Nor by another run of the same numbers.
    let other = place.path("other.txt");
    std::fs::write(&other, std::fs::read(&list).expect("the list")).expect("a copy");
    let (_, elsewhere) = run(&ledger, &other, through(&[&vendor])).await.expect("another run");
    assert_eq!((elsewhere.in_doubt, elsewhere.answered), (10, 20));

    let mut repay = through(&[&vendor]);
    repay.in_doubt = InDoubt::Repay;
    let before = vendor.requests();
    let (_, repaid) = run(&ledger, &list, repay.clone()).await.expect("the ordered run");
    assert_eq!((repaid.in_doubt, repaid.answered, vendor.requests() - before), (0, 30, 1));
    let (_, done) = run(&ledger, &list, repay).await.expect("once");
    assert_eq!((done.answered, vendor.requests() - before), (30, 1), "one order buys once");
}

#[tokio::test]
async fn the_owner_s_verdict_opens_or_closes_a_doubt() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| if nth == 1 { Does::LosesPaid } else { Does::Answers });
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let doubts = ledger.doubts("line-status").expect("doubts");
    assert_eq!(doubts.len(), 10);
    ledger.add_verdicts(Verdict::Paid, &doubts).await.expect("a verdict");
    let (_, paid) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!((paid.in_doubt, paid.lost, paid.spent, vendor.requests()), (0, 10, 10, 1));
    ledger.add_verdicts(Verdict::NotPaid, &doubts[..4]).await.expect("another");
    let (_, open) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!((open.lost, open.answered, open.spent, vendor.requests()), (6, 4, 10, 2));
}

#[tokio::test]
async fn a_crash_after_the_intent_is_a_doubt() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| {
        if nth == 2 { free(ErrorKind::Quota, RetryHint::Never, "10012") } else { Does::Answers }
    });
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.concurrency = 1;
    let (ending, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
    assert!(matches!(ending, Ending::Closed(_)), "{ending}");
    assert_eq!((summary.answered, summary.failed), (10, 10));
    // The program dies right after the intent for five of the rest.
    let numbers: Vec<PhoneNumber> = (10..15).map(|n| format!("138{n:08}").parse().expect("a number")).collect();
    let mut intent =
        Intent::of_check(numcheck_core::NumberChecker::product(&vendor), "https://vendor.example", &numbers);
    intent.run = Some(summary.run);
    intent.positions = numcheck_bulk::ledger::Positions::new((10..15).collect());
    ledger.writer().intend(intent).await.expect("an intent");
    let (ending, resumed) = run(&ledger, &list, options).await.expect("the resumed run");
    assert!(matches!(ending, Ending::Finished), "{ending}");
    assert_eq!((resumed.answered, resumed.in_doubt, resumed.run), (15, 5, summary.run));
    assert_eq!(vendor.bill(), (15, 1));
}

#[tokio::test]
async fn after_a_top_up_the_same_command_goes_on() {
    let place = Place::new();
    let list = place.mobiles(100);
    let topped_up = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let paid = topped_up.clone();
    let vendor = Vendor::new("acme/line-status", 10, move |nth, _| {
        if nth > 4 && !paid.load(std::sync::atomic::Ordering::SeqCst) {
            free(ErrorKind::Quota, RetryHint::Never, "10012")
        } else {
            Does::Answers
        }
    });
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(&ending, Ending::Closed(error) if error.kind() == ErrorKind::Quota));
    assert_eq!((summary.answered, summary.answered + summary.failed + summary.not_sent), (40, 100));
    topped_up.store(true, std::sync::atomic::Ordering::SeqCst);
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("the same command");
    assert!(matches!(ending, Ending::Finished));
    assert_eq!((summary.answered, vendor.bill()), (100, (100, 1)));
}

#[tokio::test]
async fn one_bad_number_is_found_by_halving_and_the_rest_answered() {
    let place = Place::new();
    let list = place.mobiles(200);
    let vendor = Vendor::new("acme/line-status", 100, |_, numbers| {
        let bad = numbers.iter().any(|number| number.as_str() == "13800000137");
        if bad { free(ErrorKind::InvalidRequest, RetryHint::Never, "267102") } else { Does::Answers }
    });
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(ending, Ending::Finished), "{ending}");
    assert_eq!((summary.answered, summary.rejected, vendor.bill()), (199, 1, (199, 1)));
    assert!(vendor.requests() < 20, "{}", vendor.requests());
}

#[tokio::test]
async fn a_vendor_that_refuses_everything_is_not_asked_for_ever() {
    let place = Place::new();
    let list = place.mobiles(2000);
    let vendor =
        Vendor::new("acme/line-status", 500, |_, _| free(ErrorKind::InvalidRequest, RetryHint::Never, "267102"));
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(ending, Ending::Stopped(_)), "{ending}");
    assert!(vendor.requests() < 60 && summary.rejected == 0, "{summary:?}");
}

#[tokio::test]
async fn retries_are_a_tenth_at_most_whatever_the_vendor_says() {
    let place = Place::new();
    let list = place.mobiles(1000);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| free(ErrorKind::Unavailable, RetryHint::Backoff, "267101"));
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(ending, Ending::Retries(_)), "{ending}");
    assert!(vendor.requests() < 30, "{}", vendor.requests());
    assert_eq!(summary.failed + summary.not_sent, 1000);
}

#[tokio::test]
async fn doubts_in_a_row_end_a_run() {
    let place = Place::new();
    let list = place.mobiles(1000);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::LosesPaid);
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.concurrency = 2;
    let (ending, summary) = run(&ledger, &list, options).await.expect("a run");
    assert!(matches!(ending, Ending::Doubts(_)), "{ending}");
    assert!(summary.in_doubt <= 60 && vendor.bill().1 == 1, "{summary:?}");
}

#[tokio::test]
async fn unanswered_numbers_are_asked_again_and_then_left() {
    let place = Place::new();
    let list = place.mobiles(200);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Skips("7"));
    let ledger = place.ledger();
    let (ending, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    assert!(matches!(ending, Ending::Finished), "{ending}");
    assert_eq!((summary.answered, summary.unanswered, vendor.bill()), (180, 20, (180, 1)));
    let requests = vendor.requests();
    let (_, again) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!((again.unanswered, vendor.requests()), (20, requests), "a finished run asks no more");
}

#[tokio::test]
async fn the_budget_holds_at_every_instant_and_across_resumes() {
    let place = Place::new();
    let list = place.mobiles(100);
    let vendor = Vendor::new("acme/line-status", 30, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.budget = Budget { max_units: Some(45), max_cost: None };
    let (ending, summary) = run(&ledger, &list, options.clone()).await.expect("a run");
    assert!(matches!(ending, Ending::Budget));
    assert_eq!((summary.answered, vendor.bill()), (45, (45, 1)));
    let (_, same) = run(&ledger, &list, options.clone()).await.expect("again");
    assert_eq!(same.answered, 45, "what was spent stays spent");
    options.budget = Budget { max_units: None, max_cost: Some(600_000) };
    let (_, raised) = run(&ledger, &list, options).await.expect("a higher ceiling");
    assert_eq!((raised.answered, raised.cost), (60, Some(600_000)));
}

#[tokio::test]
async fn answers_are_used_again_across_runs_and_checks() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let longer = place.path("longer.txt");
    let lines: Vec<String> = (10..40).map(|n| format!("138{n:08}")).collect();
    std::fs::write(&longer, lines.join("\n")).expect("a list");
    let mut options = through(&[&vendor]);
    options.reuse = Some(Duration::from_secs(3600));
    let (_, summary) = run(&ledger, &longer, options.clone()).await.expect("a run");
    assert_eq!((summary.reused, summary.answered, vendor.bill()), (10, 20, (40, 1)));
    let (_, again) = run(&ledger, &longer, options).await.expect("the same run");
    assert_eq!((again.reused, again.answered, vendor.bill()), (10, 20, (40, 1)));
}

#[tokio::test]
async fn a_changed_list_other_products_and_a_second_run_are_refused() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| free(ErrorKind::Quota, RetryHint::Never, "10012"));
    let other = Vendor::new("other/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let before = vendor.requests();
    let refused = run(&ledger, &list, through(&[&other])).await.expect_err("other products");
    assert!(
        matches!(&refused, Error::Usage(words) if words.as_str().contains("acme/line-status") && words.as_str().contains("--new")),
        "{refused}"
    );
    place.mobiles(21);
    let refused = run(&ledger, &list, through(&[&vendor])).await.expect_err("a changed list");
    assert!(
        matches!(&refused, Error::Refused { what, cure } if what.as_str().contains("20 lines") && cure.as_str().contains("--reuse")),
        "{refused}"
    );
    let others: Vec<String> = (0..20).map(|n| format!("139{n:08}")).collect();
    place.list(others.join("\n"));
    let refused = run(&ledger, &list, through(&[&vendor])).await.expect_err("another list of as many lines");
    assert!(refused.message().as_str().ends_with("as it had then, and other content"), "{refused}");
    let held =
        Run::prepare(&ledger, Source::File(place.mobiles(20)), &ReadOptions::default(), through(&[&vendor]), false)
            .await
            .expect("the first");
    let refused = run(&ledger, &list, through(&[&vendor])).await.expect_err("a second");
    assert!(matches!(&refused, Error::Locked(words) if words.as_str().contains("alive")), "{refused}");
    drop(held);
    assert_eq!((vendor.requests(), other.requests()), (before, 0), "nothing was sent");
}

#[tokio::test]
async fn a_sample_is_a_part_of_the_whole_run() {
    let place = Place::new();
    let list = place.mobiles(1000);
    let vendor = Vendor::new("acme/line-status", 100, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.sample = Some(50);
    let (_, summary) = run(&ledger, &list, options.clone()).await.expect("a sample");
    assert_eq!((summary.answered, summary.not_sent), (50, 950));
    let (_, same) = run(&ledger, &list, options).await.expect("the same sample");
    assert_eq!((same.answered, vendor.bill()), (50, (50, 1)));
    let (_, whole) = run(&ledger, &list, through(&[&vendor])).await.expect("the rest");
    assert_eq!((whole.answered, vendor.bill()), (1000, (1000, 1)));
}

#[tokio::test]
async fn what_a_run_waits_for_is_told_as_data_and_in_both_languages_why_it_ended() {
    let place = Place::new();
    let list = place.mobiles(100);
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        2 => free(ErrorKind::RateLimited, RetryHint::After(Duration::from_millis(300)), "267103"),
        9 => free(ErrorKind::Quota, RetryHint::Never, "267105"),
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    let mut options = through(&[&vendor]);
    options.concurrency = 1;
    let source = Source::File(list);
    let mut run = Run::prepare(&ledger, source, &ReadOptions::default(), options, false).await.expect("it is prepared");
    let (_keep, stop) = watch::channel(false);
    let (progress, mut told) = watch::channel(Progress::default());
    let watching = tokio::spawn(async move {
        let mut seen = Vec::new();
        while told.changed().await.is_ok() {
            seen.push(told.borrow_and_update().clone());
        }
        seen
    });
    let ending = run.drive(stop, progress).await.expect("it runs");
    let seen = watching.await.expect("it is watched");
    let paused = seen.iter().find_map(|progress| match &progress.activity {
        Activity::Paused { product, why, until } => Some((product.clone(), *why, *until)),
        _ => None,
    });
    let (product, why, until) = paused.expect("the pause is told");
    assert_eq!((product.as_str(), why), ("acme/line-status", Pause::Asked));
    assert!(until <= numcheck_core::Timestamp::now());
    assert!(seen.windows(2).all(|two| two[0].done <= two[1].done && two[1].done <= two[1].total));
    let message = ending.message();
    assert!(message.in_lang(Lang::En).contains("answers no more"), "{message}");
    assert!(message.in_lang(Lang::Zh).contains("拒绝继续查询"), "{}", message.in_lang(Lang::Zh));
    let events = ledger.events(1).expect("events");
    assert_eq!(events.last().expect("the end").detail["ending"], "closed");
}
