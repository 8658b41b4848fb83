//! The next request does not wait for the answer before it to reach the disk, and no promise is weaker for it.

mod support;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use numcheck_bulk::{Ending, Options};
use numcheck_core::{ErrorKind, RetryHint};
use rusqlite::Connection;
use support::{Does, Place, Vendor, free, patient, product, run};

fn one_at_a_time(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options.concurrency = 1;
    options
}

/// Keeps everybody else from writing to the ledger for a tenth of a second, so that what was answered is not on the disk yet.
fn hold(ledger: &Path) {
    let other = Connection::open(ledger).expect("the ledger");
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        other.execute_batch("ROLLBACK").expect("it is given back");
    });
}

/// How many commits the ledger's log holds: a frame that ends one tells the size of the file behind it.
fn commits(ledger: &Path) -> usize {
    const HEADER: usize = 32;
    const FRAME_HEADER: usize = 24;
    let log = std::fs::read(ledger.with_extension("db-wal")).expect("the log");
    let word = |at: usize| u32::from_be_bytes(log[at..at + 4].try_into().expect("four bytes"));
    let page = word(8) as usize;
    (HEADER..log.len()).step_by(FRAME_HEADER + page).filter(|frame| word(frame + 4) > 0).count()
}

#[tokio::test]
async fn an_answer_goes_to_the_disk_together_with_the_intent_of_the_next_request() {
    let place = Place::new();
    let vendor = Vendor::new("acme/line-status", 5, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &place.mobiles(500), one_at_a_time(&vendor)).await.expect("a run");
    assert_eq!((summary.answered, vendor.requests()), (500, 100));
    // Two for each would be 200. A machine that is busy may miss the moment, now and then.
    let commits = commits(&place.path("ledger.db"));
    assert!((100..180).contains(&commits), "{commits} commits of 100 requests");
}

#[tokio::test]
async fn no_more_requests_are_ever_undecided_than_are_to_be_under_way() {
    let place = Place::new();
    let path = place.path("ledger.db");
    let most = Arc::new(AtomicU32::new(0));
    let seen = most.clone();
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        let undecided = Connection::open(&path)
            .and_then(|ledger| {
                let sql = "SELECT count(*) FROM intents LEFT JOIN outcomes ON intent = id WHERE intent IS NULL";
                ledger.query_row(sql, [], |row| row.get::<_, u32>(0))
            })
            .expect("a count");
        seen.fetch_max(undecided, Ordering::SeqCst);
        if nth % 10 == 0 {
            hold(&path);
        }
        Does::Answers
    });
    let mut options = one_at_a_time(&vendor);
    options.concurrency = 3;
    let (_, summary) = run(&place.ledger(), &place.mobiles(500), options).await.expect("a run");
    assert_eq!((summary.answered, vendor.bill()), (500, (500, 1)));
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn after_an_error_nothing_is_sent_before_it_is_dealt_with() {
    let place = Place::new();
    let path = place.path("ledger.db");
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        if nth < 3 {
            return Does::Answers;
        }
        hold(&path);
        free(ErrorKind::Quota, RetryHint::Never, "10012")
    });
    let (ending, summary) = run(&place.ledger(), &place.mobiles(50), one_at_a_time(&vendor)).await.expect("a run");
    assert!(matches!(ending, Ending::Closed(_)), "{ending}");
    assert_eq!((summary.answered, vendor.requests()), (10, 3));
}

/// What an answer on its way to the disk leaves of the budget is not counted yet.
#[tokio::test]
async fn what_is_left_of_a_budget_is_spent_in_whole_requests() {
    let place = Place::new();
    let path = place.path("ledger.db");
    let vendor = Vendor::new("acme/line-status", 10, move |_, _| {
        hold(&path);
        Does::HasNoRecord
    });
    let mut options = one_at_a_time(&vendor);
    options.budget.max_units = Some(15);
    let (_, summary) = run(&place.ledger(), &place.mobiles(40), options).await.expect("a run");
    assert_eq!((summary.no_record, summary.spent, vendor.requests()), (40, 0, 4), "all of them cost nothing");
}
