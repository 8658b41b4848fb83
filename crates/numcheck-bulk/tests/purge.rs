//! What is forgotten is gone, from the files too; what is in doubt is never forgotten unknowingly.

mod support;

use std::path::Path;
use std::time::Duration;

use numcheck_bulk::ledger::{Intent, Ledger, Outcome, Purged, Verdict};
use numcheck_core::{AnyChecker, PhoneNumber, Timestamp};
use support::{Does, Place, Vendor, patient, product, run};

fn mobile(n: usize) -> PhoneNumber {
    PhoneNumber::parse(&format!("139{n:08}")).expect("a number")
}

/// A check outside any run: what is sent, and what became of it unless its program died.
async fn check(ledger: &Ledger, vendor: &std::sync::Arc<Vendor>, numbers: &[PhoneNumber], ends: bool) {
    let intent = Intent::of_check(numcheck_core::NumberChecker::product(vendor), "https://vendor.example", numbers);
    let intent = ledger.writer().intend(intent).await.expect("an intent");
    if ends {
        let result = vendor.check_any(numbers).await;
        ledger.writer().settle(intent, Outcome::of(&result, numbers.len(), None)).await.expect("an outcome");
    }
}

fn through(vendor: &std::sync::Arc<Vendor>) -> numcheck_bulk::Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options
}

/// A moment after everything so far.
fn from_now_on() -> Timestamp {
    Timestamp::from_millis(Timestamp::now().as_millis() + 1)
}

/// Where any of these texts stands in the files of a ledger.
fn traces(ledger: &Path, texts: &[String]) -> Vec<String> {
    let mut found = Vec::new();
    for suffix in ["", "-wal", "-shm"] {
        let file = format!("{}{suffix}", ledger.display());
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let bytes = String::from_utf8_lossy(&bytes);
        found.extend(texts.iter().filter(|text| bytes.contains(text.as_str())).map(|text| format!("{text} in {file}")));
    }
    found
}

#[tokio::test]
async fn what_is_forgotten_is_in_none_of_the_files() {
    let place = Place::new();
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 20, |_, _| Does::Answers);
    let list = place.mobiles(600);
    run(&ledger, &list, through(&vendor)).await.expect("a run");
    for n in 0..60 {
        check(&ledger, &vendor, &[mobile(2 * n), mobile(2 * n + 1)], true).await;
    }
    let hash = ledger.run(1).expect("the ledger").expect("a run").list_hash;
    let numbers = (0..600).map(|n| format!("138{n:08}")).chain((0..120).map(|n| mobile(n).as_str().to_owned()));
    let texts: Vec<String> = numbers.chain([hash, list.display().to_string(), "JHS1".to_owned()]).collect();
    assert!(traces(ledger.path(), &texts).len() > 700, "they are there while they are kept");

    let purged = ledger.purge_before(from_now_on()).await.expect("a purge");
    assert_eq!(purged, Purged { runs: 1, checks: 60, ..Purged::default() });
    assert_eq!(traces(ledger.path(), &texts), [""; 0]);
    assert!(std::fs::metadata(ledger.path()).expect("the file").len() < 100_000, "the file keeps its size");
    // It works as before.
    run(&ledger, &list, through(&vendor)).await.expect("another run");
}

#[tokio::test]
async fn what_is_in_doubt_is_kept_and_said() {
    let place = Place::new();
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 20, |nth, _| if nth <= 2 { Does::LosesPaid } else { Does::Answers });
    run(&ledger, &place.mobiles(20), through(&vendor)).await.expect("a run");
    check(&ledger, &vendor, &[mobile(1)], true).await;
    check(&ledger, &vendor, &[mobile(2)], true).await;
    check(&ledger, &vendor, &[mobile(3)], false).await;
    let purged = ledger.purge_before(from_now_on()).await.expect("a purge");
    assert_eq!(purged, Purged { runs: 0, checks: 1, kept_runs: vec![1], kept_checks: 2 });
    let doubts = ledger.doubts("line-status").expect("the doubts");
    assert_eq!(doubts.iter().filter(|doubt| doubt.is_open()).count(), 22);

    ledger.add_verdicts(Verdict::NotPaid, &doubts).await.expect("the owner's word");
    let purged = ledger.purge_before(from_now_on()).await.expect("a purge");
    assert_eq!(purged, Purged { runs: 1, checks: 2, ..Purged::default() });
}

#[tokio::test]
async fn what_is_younger_and_what_a_kept_run_uses_is_kept() {
    let place = Place::new();
    let ledger = place.ledger();
    let vendor = Vendor::new("acme/line-status", 20, |_, _| Does::Answers);
    check(&ledger, &vendor, &[mobile(1)], true).await;
    check(&ledger, &vendor, &[mobile(2)], true).await;
    tokio::time::sleep(Duration::from_millis(5)).await;
    let moment = Timestamp::now();
    let list = place.list(format!("{}\n{}\n", mobile(1).as_str(), mobile(3).as_str()));
    let mut options = through(&vendor);
    options.reuse = Some(Duration::from_secs(60));
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.reused, summary.answered), (1, 1));
    let purged = ledger.purge_before(moment).await.expect("a purge");
    assert_eq!(purged, Purged { runs: 0, checks: 1, kept_runs: vec![], kept_checks: 1 });
    let purged = ledger.purge_before(from_now_on()).await.expect("a purge");
    assert_eq!(purged, Purged { runs: 1, checks: 1, ..Purged::default() });
}
