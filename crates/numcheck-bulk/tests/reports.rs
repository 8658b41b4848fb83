//! A run as a report, a month as a bill: both say what the ledger holds, with or without the list.

mod support;

use std::sync::Arc;

use numcheck_bulk::bill::{Bill, Statement, beijing_day};
use numcheck_bulk::ledger::{Ledger, Verdict};
use numcheck_bulk::report::RunReport;
use numcheck_bulk::{Options, View};
use numcheck_core::{Charge, Error, ErrorKind, NumberChecker, Report, RetryHint, Timestamp};
use support::{Does, Place, Vendor, free, patient, product, run};

fn through(vendors: &[&Arc<Vendor>]) -> Options {
    let mut options = patient();
    options.concurrency = 1;
    options.products = vendors.iter().map(|vendor| product(vendor)).collect();
    options
}

fn view<'a>(ledger: &'a Ledger, id: i64, vendor: &Arc<Vendor>) -> View<'a> {
    View::open(ledger, id, |_| Some(vendor.product().clone())).expect("a view")
}

fn always() -> (Timestamp, Timestamp) {
    (Timestamp::from_millis(0), Timestamp::from_millis(i64::from(u32::MAX) * 1000))
}

fn today() -> String {
    beijing_day(Timestamp::now().as_millis())
}

/// The first request fails for free, the second loses its answer, the others answer.
fn troubled() -> Arc<Vendor> {
    Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => free(ErrorKind::Unavailable, RetryHint::Backoff, "503"),
        2 => Does::LosesPaid,
        _ => Does::Answers,
    })
}

#[tokio::test]
async fn a_report_says_what_became_of_every_line() {
    let place = Place::new();
    let mut lines: Vec<String> = (0..40).map(|n| format!("138{n:08}")).collect();
    lines.extend(["13800000039", "nonsense"].map(str::to_owned));
    let list = place.list(lines.join("\n"));
    let ledger = place.ledger();
    let vendor = troubled();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");

    let report = view(&ledger, 1, &vendor).report().expect("a report");
    let classes = report.classes.clone().expect("the list is there");
    assert_eq!((report.lines, classes.duplicates, classes.rejected, classes.accounted()), (42, 1, 1, 42));
    assert_eq!((report.answered, report.in_doubt), (30, 10));
    assert_eq!((report.reachability.reachable, report.reachability.total()), (30, 30));
    assert_eq!((report.statuses[0].status.as_str(), report.statuses[0].numbers), ("active", 30));
    let money = &report.money;
    assert_eq!((money.billed, money.spent, money.cost), (30, 40, Some(400_000)));
    assert_eq!((money.receipts, money.receipts_against, money.unverifiable_requests), (30, 30, 1));
    let codes: Vec<_> =
        report.errors.iter().map(|fault| (fault.code.as_deref(), fault.requests, fault.numbers)).collect();
    assert!(codes.contains(&(Some("503"), 1, 10)) && codes.contains(&(None, 1, 10)), "{codes:?}");
    assert_eq!(report.doubts.len(), 1);
    assert_eq!((report.doubts[0].numbers, report.doubts[0].max_cost), (10, Some(100_000)));
    let asked: u64 = report.timeline.buckets.iter().map(|bucket| bucket.numbers).sum();
    assert_eq!(asked, 50, "ten were asked twice");
    assert_eq!(report.timeline.events.first().expect("an event").kind, "started");

    // No number of the list is in it.
    let json = serde_json::to_string(&report).expect("JSON");
    assert!(!json.contains("1380000"), "{json}");
}

#[tokio::test]
async fn a_list_that_is_gone_leaves_what_the_ledger_says() {
    let place = Place::new();
    let list = place.mobiles(40);
    let ledger = place.ledger();
    let vendor = troubled();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let with_list = view(&ledger, 1, &vendor).report().expect("a report");

    std::fs::remove_file(&list).expect("it is gone");
    let error = View::open(&ledger, 1, |_| Some(vendor.product().clone())).expect_err("no list");
    let row = ledger.run(1).expect("the ledger").expect("the run");
    let report = RunReport::without_list(&ledger, &row, numcheck_core::LineReport::KIND, error.message().clone())
        .expect("a report");
    assert!(report.classes.is_none() && report.without_list.is_some());
    assert_eq!((report.lines, report.answered, report.in_doubt), (40, with_list.answered, with_list.in_doubt));
    assert_eq!((report.reachability, report.money.spent), (with_list.reachability, with_list.money.spent));
}

#[tokio::test]
async fn answers_of_earlier_requests_count_as_answered() {
    let place = Place::new();
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let first = place.mobiles(20);
    run(&ledger, &first, through(&[&vendor])).await.expect("a run");
    let second = place.path("second.txt");
    let lines: Vec<String> = (10..40).map(|n| format!("138{n:08}")).collect();
    std::fs::write(&second, lines.join("\n")).expect("a list");
    let mut options = through(&[&vendor]);
    options.reuse = Some(std::time::Duration::from_secs(3600));
    run(&ledger, &second, options).await.expect("a run");
    let report = view(&ledger, 2, &vendor).report().expect("a report");
    assert_eq!((report.answered, report.reused, report.money.billed), (30, 10, 20));
}

#[tokio::test]
async fn a_ledger_of_version_1_is_moved_on_and_nothing_is_bought_again() {
    let place = Place::new();
    let list = place.mobiles(20);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    drop(ledger);
    rusqlite::Connection::open(place.path("ledger.db"))
        .expect("the ledger")
        .execute_batch(&format!(
            "{} ALTER TABLE intents DROP COLUMN account; DROP TABLE meta; PRAGMA user_version = 1;",
            support::UNSEALED
        ))
        .expect("as the first version wrote it");

    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("the same run");
    assert_eq!((summary.answered, vendor.bill()), (20, (20, 1)));
    let label = ledger.label_of("secret").expect("a label");
    assert_eq!(place.ledger().label_of("secret").expect("the same ledger"), label);
    let bill = Bill::read(&ledger, always().0, always().1, None).expect("a bill");
    assert_eq!((bill.total.billed, bill.lines[0].account.as_deref()), (20, None));
}

#[tokio::test]
async fn a_label_tells_credentials_apart_and_reveals_nothing() {
    let (place, other) = (Place::new(), Place::new());
    let (ledger, elsewhere) = (place.ledger(), other.ledger());
    let label = ledger.label_of("key-one").expect("a label");
    assert!(label.len() == 6 && label.bytes().all(|b| b.is_ascii_hexdigit()), "{label}");
    assert_eq!(ledger.label_of("key-one").expect("a label"), label);
    assert_ne!(ledger.label_of("key-two").expect("a label"), label);
    assert_ne!(elsewhere.label_of("key-one").expect("a label"), label, "each ledger has its own salt");
}

#[tokio::test]
async fn a_bill_is_told_by_day_product_and_key_and_by_the_owner_s_word() {
    let place = Place::new();
    let list = place.mobiles(30);
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| if nth == 1 { Does::LosesPaid } else { Does::Answers });
    let mut options = through(&[&vendor]);
    options.products[0].account = Some("abc123".to_owned());
    run(&ledger, &list, options).await.expect("a run");
    let read = || Bill::read(&ledger, always().0, always().1, None).expect("a bill");
    let bill = read();
    assert_eq!(bill.lines.len(), 1);
    assert_eq!((bill.lines[0].day.as_str(), bill.lines[0].account.as_deref()), (&*today(), Some("abc123")));
    assert_eq!((bill.total.billed, bill.total.in_doubt, bill.total.receipts, bill.total.cost), (20, 10, 20, 300_000));
    let doubts = view(&ledger, 1, &vendor).standing_doubts().expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts).await.expect("a verdict");
    assert_eq!((read().total.billed, read().total.in_doubt, read().total.without_receipt), (30, 0, 1));
    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("a verdict");
    assert_eq!((read().total.billed, read().total.in_doubt, read().total.cost), (20, 0, 200_000));
    assert_eq!(read().total.without_receipt, 0, "none is to come for what was not paid");
    let none = Bill::read(&ledger, always().0, Timestamp::from_millis(1), None).expect("a bill");
    assert!(none.lines.is_empty());
}

#[tokio::test]
async fn a_statement_is_compared_by_order_id_and_else_by_day() {
    let place = Place::new();
    let list = place.mobiles(30);
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| if nth == 1 { Does::LosesPaid } else { Does::Answers });
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let day = today();
    let compare = |text: String| {
        let file = place.path("statement.csv");
        std::fs::write(&file, encoding_rs::GB18030.encode(&text).0).expect("a statement");
        let statement = Statement::read(&file, None, |_| true).expect("it is read");
        statement.compare(&ledger, always(), None, &|_| Some("acme/line-status".to_owned())).expect("compared")
    };

    // The lost request shows in the statement, under an order id that never arrived.
    let by_order = compare(format!(
        "调用时间,流水号,计费条数\n{day} 10:00:00,JH2,10\n{day} 10:00:01,JH3,7\n{day} 10:00:02,JH1,10\n"
    ));
    assert_eq!(by_order.agrees.iter().map(|same| same.numbers).sum::<u64>(), 10);
    let whys: Vec<_> = by_order.differs.iter().map(|one| (one.why, one.order_id.as_deref(), one.theirs)).collect();
    assert_eq!(whys.len(), 2, "{whys:?}");
    assert!(whys.contains(&("count", Some("JH3"), Some(7))), "{whys:?}");
    assert!(whys.contains(&("in_doubt", Some("JH1"), Some(10))), "{whys:?}");
    assert!(by_order.unverifiable.is_empty(), "{:?}", by_order.unverifiable);

    let rows: String = (2..=3).flat_map(|nth| std::iter::repeat_n(format!("JHS{nth}\n"), 1)).collect();
    let missing = compare(format!("流水号\nJH2\n{rows}"));
    assert!(missing.unverifiable.iter().any(|one| one.why == "no_count"), "{missing:?}");

    for (count, differs, why) in
        [(20, 0, ""), (25, 1, "in_doubt"), (30, 1, "in_doubt"), (31, 1, "count"), (19, 1, "count")]
    {
        let by_day = compare(format!("日期,条数\n{day},{count}\n合计,{count}\n"));
        assert_eq!(by_day.differs.len(), differs, "{count}: {by_day:?}");
        assert!(by_day.differs.iter().all(|one| one.why == why), "{count}: {by_day:?}");
    }
}

#[tokio::test]
async fn no_line_of_a_statement_hides_an_order_that_the_ledger_does_not_have() {
    let place = Place::new();
    let list = place.mobiles(20);
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let day = today();
    let compare = |lines: &[&str]| {
        let file = place.path("statement.csv");
        let lines: String = lines.iter().map(|line| line.replace("DAY", &day) + "\n").collect();
        std::fs::write(&file, format!("流水号,日期,接口名称,计费条数\n{lines}")).expect("a statement");
        let statement = Statement::read(&file, None, |_| true).expect("it is read");
        let known = |name: &str| (name == "空号检测").then(|| "acme/line-status".to_owned());
        let done = statement.compare(&ledger, always(), None, &known).expect("compared");
        let told = done.differs.iter().map(|one| (one.why, one.order_id.clone().unwrap_or_default(), one.theirs));
        let told: Vec<(&str, String, Option<u64>)> = told.collect();
        (told, done.unverifiable.len(), done.theirs)
    };
    let ours = ["JH1,DAY,空号检测,10", "JH2,DAY,空号检测,10"];
    let ghosts = ["GHOST1,DAY,空号检测,600", "GHOST2,DAY,空号检测,600"];
    let reported: Vec<_> =
        ["GHOST1", "GHOST2"].map(|id| ("not_in_ledger", id.to_owned(), Some(600))).into_iter().collect();
    // A correction of nothing, a subtotal of the product, one of the day, a line of another service.
    for more in ["", ",DAY,空号检测,0", ",DAY,空号检测,1220", ",DAY,小计,1220", ",DAY,短信,7"] {
        let (told, unverifiable, theirs) = compare(&[&ours[..], &ghosts[..], &[more]].concat());
        assert_eq!(told, reported, "{more}");
        assert_eq!((unverifiable, theirs), (usize::from(more.contains("短信")), 1220), "{more}");
    }
    for subtotal in [",DAY,空号检测,20", ",DAY,小计,20", ",DAY,,20"] {
        assert_eq!(compare(&[ours[0], ours[1], subtotal]), (Vec::new(), 0, 20), "{subtotal}: counted once");
    }
    // What the orders do not explain is compared by day.
    let (told, _, _) = compare(&[ours[0], ours[1], ",DAY,空号检测,21"]);
    assert_eq!(told, [("not_in_ledger", String::new(), Some(21))]);
    // An order of ours that is missing, beside a subtotal of the other; and one that the total without an id stands for.
    let (told, _, _) = compare(&[ours[0], ",DAY,小计,10"]);
    assert_eq!(told, [("not_in_statement", "JH2".to_owned(), None)]);
    assert_eq!(compare(&[ours[0], ",DAY,空号检测,10"]), (Vec::new(), 0, 20));
}

#[test]
fn a_statement_without_usable_columns_is_refused_with_its_columns_named() {
    let place = Place::new();
    let file = place.path("statement.csv");
    std::fs::write(&file, "名称,金额\n空号检测,12.5\n").expect("a file");
    let error = Statement::read(&file, None, |_| true).expect_err("no columns");
    let words = error.to_string();
    assert!(words.contains("statement.csv") && words.contains("名称, 金额") && words.contains("--columns"), "{words}");
    let named = Statement::read(&file, Some("order=名称"), |_| true).expect("named by hand");
    assert_eq!((named.lines, named.taken.len()), (1, 1));
    for bad in ["order=流水", "sum=金额", "day=名称"] {
        assert!(Statement::read(&file, Some(bad), |_| true).is_err(), "{bad}");
    }
}

#[tokio::test]
async fn what_was_recorded_and_never_sent_is_no_failure() {
    let place = Place::new();
    let list = place.mobiles(30);
    let ledger = place.ledger();
    // As a ledger has it since a run that was stopped.
    let vendor = Vendor::new("acme/line-status", 10, |nth, _| match nth {
        1 => Does::Answers,
        _ => Does::Fails(Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, "the run stopped before it was sent")),
    });
    run(&ledger, &list, through(&[&vendor])).await.expect("a run");
    let view = view(&ledger, 1, &vendor);
    let summary = view.summary().expect("a summary");
    assert_eq!((summary.answered, summary.failed, summary.not_sent, summary.requests), (10, 0, 20, 1), "{summary:?}");
    let report = view.report().expect("a report");
    assert!(report.errors.is_empty() && report.money.requests == 1, "{report:?}");

    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let (_, summary) = run(&ledger, &list, through(&[&vendor])).await.expect("it goes on");
    assert_eq!((summary.answered, vendor.bill()), (30, (20, 1)), "{summary:?}");
}
