//! The next request does not wait for the answer before it to reach the disk, and no promise is weaker for it.

mod support;

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::{Ending, Options, Progress, Run, Summary};
use numcheck_core::{ErrorKind, RetryHint};
use rusqlite::Connection;
use support::{Does, Place, Vendor, free, patient, product, run};
use tokio::sync::watch;

fn at_once(concurrency: usize, vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options.concurrency = concurrency;
    options
}

/// A run that writes no results ahead, and how often it told what it does.
async fn driven(ledger: &Ledger, list: PathBuf, options: Options) -> (Ending, Summary, u32) {
    let (_keep, stop) = watch::channel(false);
    driven_until(ledger, list, options, stop).await
}

async fn driven_until(
    ledger: &Ledger,
    list: PathBuf,
    options: Options,
    stop: watch::Receiver<bool>,
) -> (Ending, Summary, u32) {
    let reading = ReadOptions::default();
    let mut run = Run::prepare(ledger, Source::File(list), &reading, options, false).await.expect("it is ready");
    let (progress, mut told) = watch::channel(Progress::default());
    let counted = tokio::spawn(async move {
        let mut times = 0;
        while told.changed().await.is_ok() {
            times += 1;
        }
        times
    });
    let ending = run.drive(stop, progress).await.expect("it ends");
    let summary = run.view().summary().expect("a summary");
    (ending, summary, counted.await.expect("a count"))
}

/// Keeps everybody else from writing to the ledger for a tenth of a second, so that what was answered is not on the disk yet.
///
/// A script is asked twice about a request that is answered.
fn hold_at(nth: usize, last: &AtomicUsize, ledger: &Path) {
    if last.swap(nth, Ordering::SeqCst) != nth {
        hold_while(ledger, || std::thread::sleep(Duration::from_millis(100)));
    }
}

fn hold_while(ledger: &Path, lasts: impl FnOnce() + Send + 'static) {
    let other = Connection::open(ledger).expect("the ledger");
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    std::thread::spawn(move || {
        lasts();
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

/// How many requests are in the ledger without what came of them.
fn undecided(ledger: &Path) -> u32 {
    counted(ledger, "SELECT count(*) FROM intents LEFT JOIN outcomes ON intent = id WHERE intent IS NULL")
}

fn counted(ledger: &Path, sql: &str) -> u32 {
    let count = |ledger: Connection| ledger.query_row(sql, [], |row| row.get(0));
    Connection::open(ledger).and_then(count).expect("a count")
}

#[tokio::test]
async fn an_answer_goes_to_the_disk_together_with_the_intent_of_the_next_request() {
    let place = Place::new();
    let vendor = Vendor::new("acme/line-status", 5, |_, _| Does::Answers);
    let ledger = place.ledger();
    let (_, summary) = run(&ledger, &place.mobiles(500), at_once(1, &vendor)).await.expect("a run");
    assert_eq!((summary.answered, vendor.requests()), (500, 100));
    // Two for each would be 200. A machine that is busy may miss the moment, now and then.
    let commits = commits(&place.path("ledger.db"));
    assert!((100..180).contains(&commits), "{commits} commits of 100 requests");
}

#[tokio::test]
async fn no_more_requests_are_ever_undecided_than_are_to_be_under_way() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let most = Arc::new(AtomicU32::new(0));
    let seen = most.clone();
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        seen.fetch_max(undecided(&path), Ordering::SeqCst);
        if nth % 10 == 0 {
            hold_at(nth, &held, &path);
        }
        Does::Answers
    });
    let (_, summary) = run(&place.ledger(), &place.mobiles(500), at_once(3, &vendor)).await.expect("a run");
    assert_eq!((summary.answered, vendor.bill()), (500, (500, 1)));
    assert_eq!(most.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn after_an_error_nothing_is_sent_before_it_is_dealt_with() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        if nth < 3 {
            return Does::Answers;
        }
        hold_at(nth, &held, &path);
        free(ErrorKind::Quota, RetryHint::Never, "10012")
    });
    let (ending, summary) = run(&place.ledger(), &place.mobiles(50), at_once(1, &vendor)).await.expect("a run");
    assert!(matches!(ending, Ending::Closed(_)), "{ending}");
    assert_eq!((summary.answered, vendor.requests()), (10, 3));
}

/// The good answer of another request makes no place meanwhile.
#[tokio::test]
async fn after_an_error_no_other_request_is_begun_before_it_is_dealt_with() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        if nth > 1 {
            return Does::Answers;
        }
        hold_at(nth, &held, &path);
        free(ErrorKind::Quota, RetryHint::Never, "10012")
    });
    let (ending, _) = run(&place.ledger(), &place.mobiles(50), at_once(2, &vendor)).await.expect("a run");
    assert!(matches!(ending, Ending::Closed(_)), "{ending}");
    let begun = counted(&place.path("ledger.db"), "SELECT count(*) FROM intents");
    assert_eq!((vendor.requests(), begun), (2, 2), "those that were under way");
}

#[tokio::test]
async fn within_a_pause_that_the_vendor_asks_for_nothing_is_begun() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let times = Arc::new(Mutex::new(Vec::new()));
    let seen = times.clone();
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        seen.lock().expect("the times").push((nth, Instant::now()));
        if nth > 1 {
            return Does::Answers;
        }
        hold_at(nth, &held, &path);
        free(ErrorKind::RateLimited, RetryHint::After(Duration::from_millis(600)), "429")
    });
    let (_, summary) = run(&place.ledger(), &place.mobiles(50), at_once(2, &vendor)).await.expect("a run");
    assert_eq!(summary.answered, 50);
    let times = times.lock().expect("the times");
    let over = times[0].1 + Duration::from_millis(600);
    // Two were under way.
    assert!(times.iter().all(|(nth, at)| *nth <= 2 || *at >= over), "{times:?}");
}

/// Refuses every answer for a while, as a disk does that has room for short writes alone.
fn refuse_answers(ledger: &Path, time: Option<Duration>) {
    let other = Connection::open(ledger).expect("the ledger");
    other.busy_timeout(Duration::from_secs(5)).expect("patience");
    let refuse =
        "CREATE TRIGGER IF NOT EXISTS full BEFORE INSERT ON outcomes BEGIN SELECT RAISE(ABORT, 'no room'); END";
    other.execute_batch(refuse).expect("a trigger");
    if let Some(time) = time {
        std::thread::spawn(move || {
            std::thread::sleep(time);
            other.execute_batch("DROP TRIGGER IF EXISTS full").expect("room");
        });
    }
}

#[tokio::test]
async fn an_answer_that_is_refused_for_a_moment_ends_no_run() {
    for (concurrency, rate) in [(1, None), (2, None), (3, Some(100.0))] {
        let place = Place::new();
        let path = place.path("ledger.db");
        let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
            if nth == 3 {
                refuse_answers(&path, Some(Duration::from_millis(300)));
            }
            Does::Answers
        });
        let mut options = at_once(concurrency, &vendor);
        options.save_patience = Duration::from_secs(30);
        options.products[0].rate = rate;
        let (ending, summary, told) = driven(&place.ledger(), place.mobiles(100), options).await;
        assert!(matches!(ending, Ending::Finished), "{ending} {summary:?}");
        assert!(told < 200, "it waits, and is told so {told} times");
        assert_eq!((summary.answered, vendor.bill()), (100, (100, 1)));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn behind_an_answer_that_is_given_up_nothing_is_begun() {
    for _ in 0..50 {
        let place = Place::new();
        let path = place.path("ledger.db");
        let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
            if nth == 2 {
                refuse_answers(&path, None);
            }
            Does::Answers
        });
        let mut options = at_once(1, &vendor);
        options.save_patience = Duration::ZERO;
        let (ending, ..) = driven(&place.ledger(), place.mobiles(100), options).await;
        assert!(matches!(ending, Ending::Ledger(_)), "{ending}");
        assert_eq!((vendor.requests(), undecided(&place.path("ledger.db"))), (2, 1));
    }
}

/// A run that is stopped while an intent waits for the disk sends nothing more.
#[tokio::test]
async fn what_waits_for_the_disk_when_the_run_is_stopped_is_not_sent() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let (stop, stopped) = watch::channel(false);
    let vendor = Vendor::new("acme/line-status", 5, move |nth, _| {
        if nth == 1 && held.swap(nth, Ordering::SeqCst) != nth {
            let stop = stop.clone();
            hold_while(&path, move || {
                std::thread::sleep(Duration::from_millis(30));
                let _ = stop.send(true);
                std::thread::sleep(Duration::from_millis(100));
            });
        }
        Does::Answers
    });
    let options = at_once(1, &vendor);
    let (ending, summary, _) = driven_until(&place.ledger(), place.mobiles(100), options, stopped).await;
    assert!(matches!(ending, Ending::Interrupted), "{ending}");
    assert_eq!((summary.answered, summary.in_doubt, vendor.requests()), (5, 0, 1));
}

/// What an answer on its way to the disk leaves of the budget is not counted yet.
#[tokio::test]
async fn what_is_left_of_a_budget_is_spent_in_whole_requests() {
    let place = Place::new();
    let (path, held) = (place.path("ledger.db"), AtomicUsize::new(0));
    let vendor = Vendor::new("acme/line-status", 10, move |nth, _| {
        hold_at(nth, &held, &path);
        Does::HasNoRecord
    });
    let mut options = at_once(1, &vendor);
    options.budget.max_units = Some(15);
    let (_, summary) = run(&place.ledger(), &place.mobiles(40), options).await.expect("a run");
    assert_eq!((summary.no_record, summary.spent, vendor.requests()), (40, 0, 4), "all of them cost nothing");
}
