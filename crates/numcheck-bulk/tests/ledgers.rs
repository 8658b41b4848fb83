//! The ledger as a file: private, versioned, refused when it is not one, and never half written.

mod support;

use std::time::Duration;

use numcheck_bulk::ledger::{Intent, Ledger, Outcome};
use numcheck_bulk::{Ending, Error};
use numcheck_core::{NumberChecker, PhoneNumber};
use support::{Does, Place, Vendor, patient, product, run};

#[tokio::test]
async fn its_files_are_its_owner_s_alone() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::new();
    let path = place.path("state/numcheck/ledger.db");
    let ledger = Ledger::open(&path).expect("a ledger");
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let numbers = ["13800000001".parse::<PhoneNumber>().expect("a number")];
    ledger
        .writer()
        .intend(Intent::of_check(vendor.product(), "https://vendor.example", &numbers))
        .await
        .expect("an intent");
    for entry in std::fs::read_dir(path.parent().expect("a folder")).expect("the folder") {
        let mode = entry.expect("an entry").metadata().expect("its mode").permissions().mode();
        assert_eq!(mode & 0o077, 0, "{mode:o}");
    }
    assert_eq!(std::fs::metadata(path.parent().expect("a folder")).expect("its mode").permissions().mode() & 0o077, 0);
}

#[test]
fn what_is_no_ledger_is_refused_and_left_alone() {
    let place = Place::new();
    let text = place.path("notes.txt");
    std::fs::write(&text, "not a database, but long enough to be looked at by anyone who opens it as one: ".repeat(20))
        .expect("a file");
    let before = std::fs::read(&text).expect("the file");
    let error = Ledger::open(&text).expect_err("text");
    assert!(error.to_string().contains("no ledger"), "{error}");
    assert_eq!(std::fs::read(&text).expect("the file"), before);

    let other = place.path("other.db");
    rusqlite::Connection::open(&other).expect("a database").execute_batch("CREATE TABLE t (a)").expect("a table");
    assert!(Ledger::open(&other).expect_err("another's").to_string().contains("another program"));

    let newer = place.path("newer.db");
    drop(Ledger::open(&newer).expect("a ledger"));
    rusqlite::Connection::open(&newer).expect("a ledger").execute_batch("PRAGMA user_version = 9").expect("a version");
    assert!(Ledger::open(&newer).expect_err("newer").to_string().contains("version 9"));

    assert!(Ledger::open(place.folder.path()).expect_err("a folder").to_string().contains("folder"));
}

/// A full disk, as `SQLite` sees one: no page can be added any more.
#[tokio::test]
async fn a_full_disk_stops_sending_at_once_and_the_run_goes_on_later() {
    let place = Place::new();
    let list = place.mobiles(20_000);
    let vendor = Vendor::new("acme/line-status", 100, |_, _| Does::Answers);
    let ledger = place.ledger();
    let mut options = patient();
    options.products = vec![product(&vendor)];
    options.concurrency = 4;
    options.save_patience = Duration::from_millis(10);
    ledger.limit_pages(60).await.expect("a small disk");
    let (ending, summary) = run(&ledger, &list, options.clone()).await.map_or_else(
        // Not even the end of the run could be recorded.
        |error| (Ending::Ledger(error.message().clone()), None),
        |(ending, summary)| (ending, Some(summary)),
    );
    assert!(matches!(&ending, Ending::Ledger(words) if words.as_str().contains("room")), "{ending}");
    let sent = vendor.requests();
    assert!(sent < 200, "it stopped");
    drop(summary);

    ledger.limit_pages(i32::MAX.unsigned_abs()).await.expect("room");
    let (ending, summary) = run(&ledger, &list, options).await.expect("the resumed run");
    assert!(matches!(ending, Ending::Finished), "{ending}");
    assert_eq!((summary.answered + summary.in_doubt, vendor.bill().1), (20_000, 1), "{summary:?}");
    assert!(summary.in_doubt <= 400, "what was in flight, and no more: {}", summary.in_doubt);
}

#[tokio::test]
async fn any_tool_reads_the_answers_as_rows() {
    let place = Place::new();
    let vendor = Vendor::new("acme/line-status", 12, |_, _| Does::Answers);
    let numbers: Vec<PhoneNumber> = (0..12).map(|at| format!("138000000{at:02}").parse().expect("a number")).collect();
    let intent = Intent::of_check(vendor.product(), "https://vendor.example", &numbers);
    let mut result = numcheck_core::AnyChecker::check_any(&vendor, &numbers).await;
    for (at, answer) in result.as_mut().expect("answers").answers.iter_mut().enumerate() {
        answer.order_id = Some(format!("JHS{at}").into());
    }
    let ledger = place.ledger();
    let intent = ledger.writer().intend(intent).await.expect("an intent");
    ledger.writer().settle(intent, Outcome::of(&result, 12, None)).await.expect("an outcome");
    drop(ledger);
    // A ledger of version 4 has another view, and is moved on.
    let connection = rusqlite::Connection::open(place.path("ledger.db")).expect("the ledger");
    connection
        .execute_batch("DROP VIEW answers; CREATE VIEW answers AS SELECT 1; PRAGMA user_version = 4")
        .expect("an older ledger");
    drop(place.ledger());
    let mut statement = connection
        .prepare("SELECT number, outcome, status, charge, order_id, report ->> 'status' FROM answers ORDER BY number")
        .expect("the view");
    let rows: Vec<[String; 6]> = statement
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?]))
        .expect("rows")
        .collect::<Result<_, _>>()
        .expect("rows");
    assert_eq!(rows.len(), 12);
    assert_eq!(rows[1], ["13800000001", "report", "active", "billed", "JHS1", "active"].map(str::to_owned));
    for (at, row) in rows.iter().enumerate() {
        assert_eq!(row[4], format!("JHS{at}"));
    }
}

#[tokio::test]
async fn a_ledger_of_an_earlier_version_keeps_its_answers() {
    let place = Place::new();
    let list = place.mobiles(3);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let mut options = patient();
    options.products = vec![product(&vendor)];
    run(&place.ledger(), &list, options.clone()).await.expect("a run");
    // As version 2 had them.
    let path = place.path("ledger.db");
    let old = r#"[{"o":"report","c":"billed","id":"J0","s":"vacant","z":"空号","k":"0","r":"dead","j":{"status":"vacant","code":"0"}},
        {"o":"report","c":"billed","id":"J1","s":"active","z":"实号","k":"1","r":"reachable","j":{"status":"active","code":"1"}},
        {"o":"failed","c":"unknown","e":"lost"}]"#;
    let connection = rusqlite::Connection::open(&path).expect("the ledger");
    connection.execute("UPDATE outcomes SET answers = ?1, doubts = 1", [old]).expect("answers");
    connection
        .execute_batch(&format!(
            "{} DROP VIEW answers; CREATE VIEW answers AS SELECT 1; PRAGMA user_version = 2",
            support::UNSEALED
        ))
        .expect("SQL");
    drop(connection);

    let (_, summary) = run(&place.ledger(), &list, options).await.expect("the run is gone on with");
    assert_eq!((summary.answered, summary.in_doubt, vendor.bill()), (2, 1, (3, 1)), "nothing is asked again");
    let connection = rusqlite::Connection::open(&path).expect("the ledger");
    let mut statement =
        connection.prepare("SELECT number, outcome, status_code, order_id, report FROM answers").expect("SQL");
    let rows: Vec<[Option<String>; 5]> = statement
        .query_map([], |row| Ok([row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?]))
        .and_then(Iterator::collect)
        .expect("rows");
    let row = |texts: [&str; 5]| texts.map(|text| Some(text.to_owned()));
    assert_eq!(rows[1], row(["13800000001", "report", "1", "J1", r#"{"status":"active","code":"1"}"#]));
    assert_eq!((rows.len(), rows[2][1].as_deref()), (3, Some("failed")));
}

#[tokio::test]
async fn a_check_s_answer_is_used_again_by_a_run() {
    let place = Place::new();
    let list = place.mobiles(3);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let numbers = ["13800000001".parse::<PhoneNumber>().expect("a number")];
    let intent = ledger
        .writer()
        .intend(Intent::of_check(vendor.product(), "https://vendor.example", &numbers))
        .await
        .expect("an intent");
    let result = numcheck_core::AnyChecker::check_any(&vendor, &numbers).await;
    ledger.writer().settle(intent, Outcome::of(&result, 1, None)).await.expect("an outcome");
    let mut options = patient();
    options.products = vec![product(&vendor)];
    options.reuse = Some(Duration::from_secs(60));
    let (_, summary) = run(&ledger, &list, options).await.expect("a run");
    assert_eq!((summary.reused, summary.answered, vendor.bill()), (1, 2, (3, 1)));
}

#[test]
fn a_damaged_ledger_is_refused_in_words() {
    let place = Place::new();
    let path = place.path("ledger.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let connection = rusqlite::Connection::open(&path).expect("the ledger");
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("all of it in one file");
    drop(connection);
    let mut bytes = std::fs::read(&path).expect("the ledger");
    assert!(bytes.len() > 8192);
    bytes[4096..8192].fill(0x5a);
    bytes[100..200].fill(0x5a);
    std::fs::write(&path, bytes).expect("a damaged ledger");
    for suffix in ["-wal", "-shm"] {
        let _ = std::fs::remove_file(place.path(&format!("ledger.db{suffix}")));
    }
    let refused = Ledger::open(&path).and_then(|ledger| ledger.runs().map(drop));
    assert!(matches!(&refused, Err(Error::Ledger(words)) if words.as_str().contains("damaged")), "{refused:?}");
}

#[test]
fn damage_inside_a_ledger_that_still_opens_is_found() {
    let place = Place::new();
    let path = place.path("ledger.db");
    drop(Ledger::open(&path).expect("a ledger"));
    let connection = rusqlite::Connection::open(&path).expect("the ledger");
    let filled = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
                  INSERT INTO lists SELECT 'hash' || i, i, zeroblob(400) FROM n; PRAGMA wal_checkpoint(TRUNCATE);";
    connection.execute_batch(filled).expect("many rows");
    drop(connection);
    let ledger = Ledger::open(&path).expect("it is whole");
    assert_eq!(ledger.damage().expect("it can be read"), [""; 0]);
    drop(ledger);

    let mut bytes = std::fs::read(&path).expect("the file");
    let half = bytes.len() / 2;
    bytes[half..].fill(0x5a);
    std::fs::write(&path, bytes).expect("it can be written");
    let ledger = Ledger::open(&path).expect("its head is whole");
    assert!(ledger.damage().map_or(true, |damage| !damage.is_empty()));
}

#[tokio::test]
async fn an_address_typed_in_another_way_is_the_same_vendor() {
    let place = Place::new();
    let list = place.mobiles(10);
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let at = |address: &str| {
        let mut options = patient();
        options.products = vec![product(&vendor)];
        options.products[0].address = address.to_owned();
        options
    };
    let ledger = place.ledger();
    run(&ledger, &list, at("https://vendor.example")).await.expect("a run");
    // As an older program left it.
    let plain = rusqlite::Connection::open(ledger.path()).expect("the ledger");
    let older = "UPDATE runs SET products = replace(products, 'https://vendor.example', 'https://VENDOR.example/');
                 UPDATE intents SET address = 'https://VENDOR.example/'";
    plain.execute_batch(older).expect("an older ledger");
    for address in ["https://vendor.example", "https://vendor.example/", "HTTPS://Vendor.Example:443"] {
        let (_, summary) = run(&ledger, &list, at(address)).await.expect("the same run");
        assert_eq!((summary.run, vendor.bill()), (1, (10, 1)), "{address}");
        let mut anew = at(address);
        (anew.new_run, anew.reuse) = (true, Some(Duration::from_secs(3600)));
        let (_, summary) = run(&ledger, &list, anew).await.expect("another run");
        assert_eq!((summary.reused, vendor.bill()), (10, (10, 1)), "{address}");
        let plain = rusqlite::Connection::open(ledger.path()).expect("the ledger");
        plain.execute("DELETE FROM reused", []).expect("nothing reused");
        plain.execute_batch("DELETE FROM events WHERE run > 1; DELETE FROM runs WHERE id > 1").expect("one run");
    }
}

#[tokio::test]
async fn a_run_that_died_is_not_taken_for_the_one_that_is_alive() {
    use numcheck_bulk::input::{ReadOptions, Source};
    use numcheck_bulk::ledger::RunLock;
    use numcheck_bulk::{Run, View};
    let place = Place::new();
    let vendor = Vendor::new("acme/line-status", 10, |_, _| Does::Answers);
    let ledger = place.ledger();
    let begun = async |list| {
        let mut options = patient();
        options.products = vec![product(&vendor)];
        let prepared = Run::prepare(&ledger, Source::File(list), &ReadOptions::default(), options, false).await;
        let mut run = prepared.expect("a run");
        run.begin().await.expect("it begins");
        run
    };
    drop(begun(place.mobiles(10)).await);
    assert_eq!(RunLock::driven(ledger.path()), None, "its program died");
    let other = place.path("other.txt");
    std::fs::write(&other, "13900000001\n").expect("another list");
    let living = begun(other).await;
    assert_eq!(RunLock::driven(ledger.path()), Some(2));
    let alive = |run| {
        let known = vendor.product().clone();
        View::open(&ledger, run, |_| Some(known.clone())).expect("a run").is_alive()
    };
    assert_eq!((alive(1), alive(2)), (false, true));
    let words = RunLock::holder(ledger.path()).expect("it is held").to_string();
    assert!(words.contains(&std::process::id().to_string()), "{words}");
    drop(living);
    assert!(!RunLock::is_held(ledger.path()) && RunLock::holder(ledger.path()).is_none());
}
