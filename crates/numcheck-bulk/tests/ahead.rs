//! Results that are written while a run goes on: what is there early is what is there at the end, or nothing.

mod support;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use numcheck_bulk::export::{ExportOptions, Format};
use numcheck_bulk::input::{ReadOptions, Source};
use numcheck_bulk::ledger::Ledger;
use numcheck_bulk::{Ending, Options, Progress, Run};
use numcheck_core::{ErrorKind, RetryHint};
use support::{Does, Place, Vendor, free, patient, product};
use tokio::sync::watch;

/// How much is written of results that are not in their place yet; `None` where there is nothing.
fn begun(to: &Path) -> Option<u64> {
    let name = format!(".{}.{}.part", to.file_name().expect("a name").display(), std::process::id());
    std::fs::metadata(to.with_file_name(name)).ok().map(|file| file.len())
}

/// Waits until this holds.
fn wait_until(holds: impl Fn() -> bool) {
    let since = Instant::now();
    while !holds() {
        assert!(since.elapsed() < Duration::from_secs(20), "it does not come");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn options(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options.concurrency = 4;
    options
}

async fn prepared<'a>(ledger: &'a Ledger, list: &Path, options: Options, to: &Path, form: ExportOptions) -> Run<'a> {
    let source = Source::File(list.to_owned());
    let mut run = Run::prepare(ledger, source, &ReadOptions::default(), options, false).await.expect("a run");
    run.begin().await.expect("it begins");
    run.write_ahead(to, form);
    run
}

async fn drive(run: &mut Run<'_>) -> Ending {
    let (_keep, stop) = watch::channel(false);
    let (progress, _) = watch::channel(Progress::default());
    run.drive(stop, progress).await.expect("it is driven")
}

/// What the results are, made of the ledger when all is known.
fn anew(run: &Run<'_>, place: &Place, form: ExportOptions) -> Vec<u8> {
    let to = place.path("anew");
    run.view().export(&to, form).expect("results");
    std::fs::read(to).expect("the results")
}

/// Numbers in all the ways a list has them: some come again, far behind, and some lines hold none.
fn list(place: &Place, count: usize) -> PathBuf {
    let line = |n: usize| match n % 50 {
        17 => "no number".to_owned(),
        33 => format!("138{:08}", n / 2),
        _ => format!("138{n:08}"),
    };
    place.list((0..count).map(line).collect::<Vec<_>>().join("\n"))
}

#[tokio::test(flavor = "multi_thread")]
async fn results_are_written_while_a_run_goes_on() {
    for format in [Format::Csv, Format::Ndjson, Format::Txt] {
        let form = ExportOptions { format, ..ExportOptions::default() };
        let place = Place::new();
        let (list, to) = (list(&place, 60_000), place.path("results"));
        let seen = Arc::new(AtomicU64::new(0));
        let (place_of_results, so_far) = (to.clone(), seen.clone());
        let vendor = Vendor::new("acme/line-status", 100, move |_, numbers| {
            // Before the end of the list is answered, most of the results are there.
            if numbers.last().is_some_and(|last| last.as_str() == "13800059999") {
                wait_until(|| begun(&place_of_results) > Some(512 << 10));
                so_far.store(begun(&place_of_results).unwrap_or_default(), Ordering::SeqCst);
            }
            Does::Answers
        });
        let ledger = place.ledger();
        let mut run = prepared(&ledger, &list, options(&vendor), &to, form).await;
        assert!(matches!(drive(&mut run).await, Ending::Finished));
        assert!(seen.load(Ordering::SeqCst) > 0 && !to.exists(), "they are not in their place before they are whole");
        assert_eq!(run.export(&to, form).expect("results"), std::slice::from_ref(&to));
        assert_eq!(begun(&to), None);
        assert!(std::fs::read(&to).expect("the results") == anew(&run, &place, form), "{format:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_certain_is_written_when_it_is() {
    let place = Place::new();
    let (list, to) = (list(&place, 20_000), place.path("results"));
    let form = ExportOptions::default();
    // Some are answered at the second time, some never, some are lost, and the first of them early.
    let vendor = Vendor::new("acme/line-status", 100, |nth, _| match nth {
        20 => Does::Skips("7"),
        60 => free(ErrorKind::Unavailable, RetryHint::Backoff, "10020"),
        100 => Does::LosesPaid,
        _ => Does::Answers,
    });
    let ledger = place.ledger();
    let mut run = prepared(&ledger, &list, options(&vendor), &to, form).await;
    assert!(matches!(drive(&mut run).await, Ending::Finished));
    run.export(&to, form).expect("results");
    assert!(std::fs::read(&to).expect("the results") == anew(&run, &place, form));
    let text = std::fs::read_to_string(&to).expect("the results");
    assert_eq!(text.lines().filter(|line| line.contains(",in_doubt,")).count(), 100);
    assert_eq!(text.lines().count(), 20_001);
}

#[tokio::test(flavor = "multi_thread")]
async fn results_of_another_form_or_place_are_written_anew() {
    let place = Place::new();
    let (list, to) = (list(&place, 20_000), place.path("results"));
    let vendor = Vendor::new("acme/line-status", 100, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut run = prepared(&ledger, &list, options(&vendor), &to, ExportOptions::default()).await;
    drive(&mut run).await;
    let form = ExportOptions { format: Format::Ndjson, ..ExportOptions::default() };
    run.export(&to, form).expect("results");
    assert!(std::fs::read(&to).expect("the results") == anew(&run, &place, form));
    assert_eq!(begun(&to), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ledger_that_finds_no_room_has_that_of_the_results() {
    let place = Place::new();
    let (list, to) = (list(&place, 20_000), place.path("results"));
    let vendor = Vendor::new("acme/line-status", 100, |_, _| Does::Answers);
    let ledger = place.ledger();
    let form = ExportOptions::default();
    let mut wanted = options(&vendor);
    wanted.save_patience = Duration::from_millis(1);
    let mut run = prepared(&ledger, &list, wanted, &to, form).await;
    assert!(begun(&to).is_some());
    ledger.limit_pages(60).await.expect("a small disk");
    assert!(matches!(drive(&mut run).await, Ending::Ledger(_)));
    assert_eq!(begun(&to), None);
    run.export(&to, form).expect("results");
    assert!(std::fs::read(&to).expect("the results") == anew(&run, &place, form));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_left_of_results_that_nobody_takes() {
    let place = Place::new();
    let (list, to) = (list(&place, 20_000), place.path("results"));
    let vendor = Vendor::new("acme/line-status", 100, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut run = prepared(&ledger, &list, options(&vendor), &to, ExportOptions::default()).await;
    drive(&mut run).await;
    assert!(begun(&to).is_some());
    drop(run);
    assert!(begun(&to).is_none() && !to.exists());
}
