//! Bits that turn in a ledger: it is refused with words, or it says what it said before; no number is bought again.

mod support;

use std::path::Path;
use std::sync::Arc;

use numcheck_bulk::ledger::{Ledger, Verdict};
use numcheck_bulk::{Error, Options};
use support::{Does, Place, Vendor, patient, product, run};

/// How many bits are turned in each file: spread evenly, and each in a copy of its own.
const FLIPS: usize = 120;

/// Answers, loses the reply to its second request, and answers again.
fn vendor() -> Arc<Vendor> {
    Vendor::new("acme/line-status", 10, |nth, _| if nth == 2 { Does::LosesPaid } else { Does::Answers })
}

fn options(vendor: &Arc<Vendor>) -> Options {
    let mut options = patient();
    options.products = vec![product(vendor)];
    options.concurrency = 1;
    options
}

/// What the ledger says of its run, its doubts and its words on them, after the run was gone on with.
async fn told(path: &Path, list: &Path, vendor: &Arc<Vendor>) -> Result<String, Error> {
    let ledger = Ledger::open(path)?;
    let (_, summary) = run(&ledger, list, options(vendor)).await?;
    let doubts = ledger.doubts("line-status")?;
    let doubts: Vec<_> = doubts.iter().map(|doubt| (doubt.number, doubt.verdict, doubt.max_cost)).collect();
    Ok(format!("{summary:?} {doubts:?} {:?}", ledger.runs()?.len()))
}

/// The ledger, with nothing left in its log.
fn in_one_file(path: &Path) -> Vec<u8> {
    let connection = rusqlite::Connection::open(path).expect("the ledger");
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").expect("one file");
    drop(connection);
    std::fs::read(path).expect("it is there")
}

/// Turns bits of `file` among `files`, one at a time, and holds what is told to what was told.
async fn turned(files: &[(&str, Vec<u8>)], file: &str, list: &Path, vendor: &Arc<Vendor>, wanted: &str) -> usize {
    let (_, bytes) = files.iter().find(|(name, _)| *name == file).expect("the file");
    let bill = vendor.bill();
    let mut refused = 0;
    for flip in 0..FLIPS {
        let at = flip * bytes.len() / FLIPS + flip % 11;
        let Some(&byte) = bytes.get(at) else { continue };
        let place = Place::new();
        for (name, bytes) in files {
            std::fs::write(place.path(name), bytes).expect("a copy");
        }
        let mut bad = bytes.clone();
        bad[at] = byte ^ (1 << (flip % 8));
        std::fs::write(place.path(file), bad).expect("a copy");
        match told(&place.path("ledger.db"), list, vendor).await {
            Ok(told) => assert_eq!(told, wanted, "{file}, byte {at}"),
            Err(error) => {
                assert!(!error.to_string().is_empty(), "{file}, byte {at}");
                refused += 1;
            }
        }
        assert_eq!(vendor.bill(), bill, "{file}, byte {at}: bought again");
    }
    refused
}

#[tokio::test]
async fn a_bit_that_turns_is_told_or_changes_nothing() {
    let place = Place::new();
    let list = place.mobiles(40);
    let vendor = vendor();
    let path = place.path("ledger.db");
    let ledger = place.ledger();
    run(&ledger, &list, options(&vendor)).await.expect("a run");
    let doubts = ledger.doubts("line-status").expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts[..3]).await.expect("words");
    // What a crash leaves: the ledger as it was first, and all of it in the log.
    let crashed: Vec<_> = ["ledger.db", "ledger.db-wal"]
        .map(|name| (name, std::fs::read(place.path(name)).expect("it is there")))
        .to_vec();
    drop(ledger);
    let wanted = told(&path, &list, &vendor).await.expect("it is whole");
    assert!(wanted.contains("answered: 30") && wanted.contains("lost: 3"), "{wanted}");

    let refused = turned(&crashed, "ledger.db-wal", &list, &vendor, &wanted).await;
    assert!(refused > FLIPS / 2, "only {refused} were refused, and all of the log counts");
    let whole = [("ledger.db", in_one_file(&path))];
    let refused = turned(&whole, "ledger.db", &list, &vendor, &wanted).await;
    assert!(refused > 10, "only {refused} were refused");
}

/// Every column that money hangs on, changed so that the page is as sound as before.
#[tokio::test]
async fn a_row_that_was_changed_is_not_believed() {
    let place = Place::new();
    let list = place.mobiles(40);
    let vendor = vendor();
    let ledger = place.ledger();
    run(&ledger, &list, options(&vendor)).await.expect("a run");
    let doubts = ledger.doubts("line-status").expect("doubts");
    ledger.add_verdicts(Verdict::Paid, &doubts[..3]).await.expect("words");
    drop(ledger);
    let sound = in_one_file(&place.path("ledger.db"));
    for change in [
        "UPDATE intents SET numbers = replace(numbers, '13800000001', '13800000091')",
        "UPDATE intents SET positions = '0-4000000000' WHERE id = 1",
        "UPDATE intents SET run = NULL WHERE id = 1",
        "UPDATE outcomes SET doubts = 0",
        "UPDATE outcomes SET units = units - 1 WHERE intent = 1",
        "UPDATE outcomes SET state = 'not_paid' WHERE intent = 2",
        "UPDATE outcomes SET answers = replace(answers, 'active', 'vacant')",
        "UPDATE outcomes SET seal = seal + 1 WHERE intent = 1",
        "UPDATE verdicts SET verdict = 'not_paid'",
        "UPDATE runs SET options = '{}'",
        "UPDATE events SET kind = 'stopped'",
        "DELETE FROM intents WHERE id = 1",
    ] {
        // A ledger of version 4 has its checksums too, and is not moved on before they are compared.
        for version in [numcheck_bulk::ledger::VERSION, 4] {
            let place = Place::new();
            let path = place.path("ledger.db");
            std::fs::write(&path, &sound).expect("a copy");
            Ledger::open(&path).map(drop).expect("it is whole");
            let plain = rusqlite::Connection::open(&path).expect("the ledger");
            plain
                .execute_batch(&format!("PRAGMA foreign_keys = OFF; {change}; PRAGMA user_version = {version}"))
                .expect(change);
            drop(plain);
            let error = Ledger::open(&path).map(drop).expect_err(change).to_string();
            assert!(error.contains("is not what was written") && error.contains("restore a copy"), "{change}: {error}");
            let plain = rusqlite::Connection::open(&path).expect("the ledger");
            let left: i32 = plain.pragma_query_value(None, "user_version", |row| row.get(0)).expect("a version");
            assert_eq!(left, version, "{change}");
        }
    }
}
