//! A ledger that is kept: nothing answered is ever missing from it.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::time::{Duration, Instant};

use numcheck_sandbox::Product::{JuheCallerId, JuheLineStatus, YwjisuLineStatus};
use numcheck_sandbox::billing::{self, StateError};
use numcheck_sandbox::{Faults, Options, Sandbox, StartError};
use tempfile::TempDir;

use crate::client::Bench;

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn at(folder: &TempDir) -> Options {
    Options::default().state(folder.path())
}

fn file(folder: &TempDir) -> std::path::PathBuf {
    folder.path().join("billing.ndjson")
}

#[tokio::test]
async fn it_goes_on_where_it_was() {
    let folder = folder();
    let bench = Bench::with(at(&folder)).await;
    let first = bench.ask(JuheLineStatus, "13800000001,13800000003,13800000006").await.json();
    bench.ask(YwjisuLineStatus, "13800000001").await;
    bench.get("/no/such/path").await;
    let ledger = bench.sandbox.shutdown().await;
    assert_eq!(billing::read(folder.path()).expect("a ledger"), ledger);

    let bench = Bench::with(at(&folder)).await;
    assert_eq!(bench.ledger(), ledger);
    let again = bench.ask(JuheLineStatus, "13800000001").await.json();
    assert_eq!(first["result"]["orderid"], "JH671000000000000000001");
    assert_eq!(again["result"]["orderid"], "JH671000000000000000004");
    assert_eq!(bench.ledger().requests.iter().map(|request| request.seq).collect::<Vec<_>>(), [1, 2, 3, 4]);
    assert_eq!((bench.ledger().billed(), bench.ledger().billed_for("13800000001")), (3, 3));
    assert_eq!(bench.sandbox.totals().requests, 4);
}

#[tokio::test]
async fn it_reads_the_same_alive_and_dead_by_folder_and_by_file() {
    let folder = folder();
    let faults = Faults::parse("close=@2,cut=@3,unbilled=@4").expect("a plan");
    let bench = Bench::with(at(&folder).faults(faults)).await;
    for _ in 0..4 {
        bench.raw(JuheLineStatus, "13800000001,13800000004").await;
    }
    bench.ask(JuheCallerId, "057156264800").await;
    let alive = billing::read(folder.path()).expect("a ledger");
    assert_eq!(alive, bench.ledger());
    let numbers = billing::numbers(file(&folder)).expect("a ledger");
    assert_eq!(numbers, bench.sandbox.numbers().collect::<Vec<_>>());
    let line = numbers.iter().find(|line| line.number == "13800000004").expect("asked");
    assert_eq!((line.asked, line.billed, line.answer, line.seq), (4, 3, Some(4), 4));
    let requests = billing::requests(folder.path()).expect("a ledger").collect::<Result<Vec<_>, _>>();
    assert_eq!(requests.expect("whole"), alive.requests);
    let ledger = bench.sandbox.shutdown().await;
    assert_eq!(billing::read(file(&folder)).expect("a ledger"), ledger);
}

#[tokio::test]
async fn a_torn_end_is_cut_and_damage_is_not_passed_over() {
    let folder = folder();
    let bench = Bench::with(at(&folder)).await;
    bench.ask(JuheLineStatus, "13800000001").await;
    bench.ask(JuheLineStatus, "13800000002").await;
    let ledger = bench.sandbox.shutdown().await;
    let whole = fs::read(file(&folder)).expect("the file");
    let begun = whole.iter().position(|&byte| byte == b'\n').expect("a line") + 1;
    let second = begun + whole[begun..].iter().position(|&byte| byte == b'\n').expect("a line") + 1;

    for length in [0, begun / 2, begun, begun + 1, second - 1, second, second + 20, whole.len() - 1, whole.len()] {
        fs::write(file(&folder), &whole[..length]).expect("ours");
        let kept = usize::from(length >= second) + usize::from(length == whole.len());
        assert_eq!(billing::read(folder.path()).expect("a ledger").requests, ledger.requests[..kept], "{length}");
        let bench = Bench::with(at(&folder)).await;
        assert_eq!(bench.ledger().requests, ledger.requests[..kept], "{length}");
        bench.ask(JuheLineStatus, "13800000004").await;
        let after = bench.sandbox.shutdown().await;
        assert_eq!(after.requests[kept].seq, kept as u64 + 1);
        assert_eq!(billing::read(folder.path()).expect("a ledger"), after);
    }

    let mut damaged = whole.clone();
    damaged[begun + 5] = b'#';
    fs::write(file(&folder), &damaged).expect("ours");
    assert!(matches!(billing::read(folder.path()), Err(StateError::Damaged { line: 2, .. })));
    let error = Sandbox::start(at(&folder)).await.expect_err("damaged");
    assert!(error.to_string().contains("billing.ndjson, line 2"), "{error}");
    assert_eq!(fs::read(file(&folder)).expect("the file"), damaged, "what cannot be read is not written to");

    fs::write(file(&folder), "{\"begin\":{\"version\":7}}\n").expect("ours");
    let error = Sandbox::start(at(&folder)).await.expect_err("another version");
    assert!(error.to_string().contains("version 7"), "{error}");
    fs::write(file(&folder), "a list of mine\n").expect("ours");
    assert!(matches!(Sandbox::start(at(&folder)).await, Err(StartError::State(StateError::Damaged { line: 1, .. }))));
    assert!(matches!(billing::read(folder.path().join("none")), Err(StateError::Io { .. })));
}

#[tokio::test]
async fn one_sandbox_a_state() {
    let folder = folder();
    let bench = Bench::with(at(&folder)).await;
    let began = Instant::now();
    let error = Sandbox::start(at(&folder).state_wait(Duration::from_millis(100))).await.expect_err("in use");
    assert!(began.elapsed() >= Duration::from_millis(100));
    assert!(matches!(error, StartError::State(StateError::Locked(_))), "{error}");

    // One that is about to end is waited for.
    let (next, _) = tokio::join!(Sandbox::start(at(&folder)), async {
        tokio::time::sleep(Duration::from_millis(50)).await;
        bench.sandbox.shutdown().await
    });
    next.expect("free after a while");
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;

    let folder = folder();
    let state = folder.path().join("new");
    let bench = Bench::with(Options::default().state(&state)).await;
    bench.post(crate::client::LINE, &[("key", "0123456789abcdef"), ("mobiles", "13912345678")]).await;
    bench.sandbox.shutdown().await;
    let file = state.join("billing.ndjson");
    let mode = |path: &std::path::Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
    assert_eq!((mode(&state), mode(&file)), (0o700, 0o600));
    let text = fs::read_to_string(file).expect("text");
    assert!(!text.contains("0123456789abcdef") && !text.contains("13912345678"), "{text}");
}

#[tokio::test]
async fn a_line_may_be_added_by_no_one_else() {
    let folder = folder();
    let bench = Bench::with(at(&folder)).await;
    bench.ask(JuheLineStatus, "13800000001").await;
    bench.sandbox.shutdown().await;
    let mut added = OpenOptions::new().append(true).open(file(&folder)).expect("the file");
    added.write_all(b"{}\n").expect("ours");
    assert!(matches!(billing::read(folder.path()), Err(StateError::Damaged { line: 3, .. })));
}

/// What a run of a million numbers leans on, at a tenth of its size and without optimisation.
#[tokio::test]
async fn large_batches_are_fast_and_their_ledger_is_read_in_parts() {
    let folder = folder();
    let bench = Bench::with(at(&folder)).await;
    let began = Instant::now();
    for batch in 0..50_u64 {
        let numbers: Vec<_> = (0..2000).map(|n| (13_000_000_000 + batch * 10_000 + n).to_string()).collect();
        let reply = bench.ask(JuheLineStatus, &numbers.join(",")).await.json();
        assert_eq!(reply["result"]["countFee"], 1600);
    }
    assert!(began.elapsed() < Duration::from_secs(30), "{:?}", began.elapsed());
    assert!(bench.get("/_sandbox/ledger").await.text.len() < 50_000);
    assert!(bench.get("/_sandbox/totals").await.text.len() < 1000);
    assert_eq!(bench.get("/_sandbox/numbers").await.text.lines().count(), 100_000);
    assert_eq!(bench.sandbox.stop().await.billed, 80_000);
    assert_eq!(billing::numbers(folder.path()).expect("a ledger").len(), 100_000);
    assert!(fs::metadata(file(&folder)).expect("the file").len() < 3_000_000);
}
