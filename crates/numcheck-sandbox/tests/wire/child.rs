//! A sandbox in a process of its own: killed, orphaned, started again.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use numcheck_sandbox::Product::JuheLineStatus;
use numcheck_sandbox::billing;
use numcheck_sandbox::child::Child;
use tempfile::TempDir;
use tokio::net::TcpStream;

use crate::client::{End, raw};

const WAIT: Duration = Duration::from_secs(30);

/// `cargo test` builds the examples beside the tests; `cargo test --test wire` does not.
fn example() -> PathBuf {
    let tests = std::env::current_exe().expect("a path");
    let target = tests.ancestors().nth(2).expect("target/debug");
    let example = target.join("examples").join(format!("sandbox_child{}", std::env::consts::EXE_SUFFIX));
    assert!(example.exists(), "{} is not there: run cargo test -p numcheck-sandbox, without --test", example.display());
    example
}

fn start(folder: &TempDir, faults: &str, grace: u64) -> Child {
    let announce = folder.path().join("address");
    let mut command = Command::new(example());
    command.arg(folder.path().join("state")).arg(&announce).arg(faults).arg(grace.to_string());
    Child::spawn(command.stdout(Stdio::null()), &announce, WAIT).expect("it starts")
}

fn state(folder: &TempDir) -> PathBuf {
    folder.path().join("state")
}

#[tokio::test]
async fn a_kill_right_after_a_reply_hides_no_charge() {
    let folder = tempfile::tempdir().expect("a folder");
    for round in 1..=10 {
        let child = start(&folder, "", 0);
        assert!(child.base_url().ends_with(&child.addr().to_string()));
        let reply = raw(child.addr(), JuheLineStatus, "13800000001,13800000003").await;
        child.kill().expect("it is killed");

        assert!(reply.text.contains(&format!("JH671{round:018}")), "{}", reply.text);
        let ledger = billing::read(state(&folder)).expect("a ledger");
        assert_eq!((ledger.billed(), ledger.requests.len()), (round, usize::try_from(round).expect("few")));
        assert_eq!(ledger.requests.last().and_then(|request| request.numbers[0].answer), Some(1));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_under_load_hides_no_charge() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut answered = Vec::new();
    for round in 0..5 {
        let child = start(&folder, "close=0.2,delay=5ms", 0);
        let addr = child.addr();
        let clients: Vec<_> = (0..4_u64)
            .map(|client| {
                tokio::spawn(async move {
                    let mut answered = Vec::new();
                    for n in 0.. {
                        let number = (13_000_000_001 + round * 100_000_000 + client * 10_000_000 + n * 10).to_string();
                        let Ok(reply) = crate::client::try_raw(addr, JuheLineStatus, &number).await else {
                            break;
                        };
                        if reply.text.contains("\"chargesStatus\":\"1\"") {
                            answered.push(number);
                        }
                    }
                    answered
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(80 + 30 * round)).await;
        child.kill().expect("it is killed");
        for client in clients {
            answered.extend(client.await.expect("a client ends"));
        }
        let ledger = billing::read(state(&folder)).expect("a ledger");
        assert!(answered.iter().all(|number| ledger.billed_for(number) == 1), "round {round}");
        let mut seqs: Vec<_> = ledger.requests.iter().map(|request| request.seq).collect();
        seqs.dedup();
        assert_eq!(seqs.len(), ledger.requests.len());
    }
    assert!(answered.len() > 20, "{}", answered.len());
}

#[tokio::test]
async fn an_orphan_finishes_and_ends() {
    let folder = tempfile::tempdir().expect("a folder");
    let child = start(&folder, "latency=400ms", 300);
    let addr = child.addr();
    let pid = child.pid();
    let asking = tokio::spawn(async move { raw_patient(addr).await });
    while !std::fs::read_to_string(state(&folder).join("billing.ndjson")).is_ok_and(|text| text.contains("1380000")) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // The pipe closes here, as it does when this process dies.
    let began = Instant::now();
    let ended = tokio::task::spawn_blocking(move || child.abandon());
    let reply = asking.await.expect("a reply");
    assert!(reply.contains("\"status\":\"1\""), "what is in flight is answered: {reply}");
    let status = ended.await.expect("no panic").expect("waited for");
    assert!(status.success() && pid > 0);
    assert!((Duration::from_millis(300)..Duration::from_secs(5)).contains(&began.elapsed()), "{:?}", began.elapsed());
    assert!(TcpStream::connect(addr).await.is_err());

    // Told that nobody will ask, it does not wait out its grace.
    let next = start(&folder, "", 60_000);
    assert!(raw(next.addr(), JuheLineStatus, "13800000001").await.text.contains("JH671000000000000000002"));
    let began = Instant::now();
    next.finish().expect("waited for");
    assert!(began.elapsed() < Duration::from_secs(30));
    assert_eq!(billing::read(state(&folder)).expect("a ledger").billed(), 2);
}

#[tokio::test]
async fn an_orphan_that_hangs_ends_all_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let child = start(&folder, "hang=1", 50);
    assert_eq!(raw(child.addr(), JuheLineStatus, "13800000001").await.end, End::Open);
    let began = Instant::now();
    assert!(child.abandon().expect("waited for").success());
    assert!(began.elapsed() < Duration::from_secs(5));
    assert_eq!(billing::read(state(&folder)).expect("a ledger").billed(), 1);
}

/// A limit on the size of files stands for a full disk.
#[cfg(unix)]
#[tokio::test]
async fn what_cannot_be_written_is_neither_answered_nor_billed() {
    let folder = tempfile::tempdir().expect("a folder");
    let announce = folder.path().join("address");
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh"]).arg(example());
    command.arg(state(&folder)).arg(&announce).args(["", "0"]);
    let child = Child::spawn(command.stdout(Stdio::null()), &announce, WAIT).expect("it starts");
    let mut answered = 0;
    let refused = loop {
        let reply = raw(child.addr(), JuheLineStatus, "13800000001").await;
        if !reply.text.contains("JH671") {
            break reply;
        }
        answered += 1;
        assert!(answered < 1000);
    };
    assert!(refused.text.starts_with("HTTP/1.1 503 ") && refused.text.contains("Is the disk full?"), "{refused:?}");
    // Nor is anything after it, though it would be shorter.
    assert!(raw(child.addr(), JuheLineStatus, "").await.text.starts_with("HTTP/1.1 503 "));
    assert!(child.finish().expect("waited for").success());
    assert!(answered > 0);
    assert_eq!(billing::read(state(&folder)).expect("a ledger").billed(), answered);
}

#[test]
fn a_child_that_cannot_start_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("state"), "no folder").expect("ours");
    let announce = folder.path().join("address");
    std::fs::write(&announce, r#"{"addr":"127.0.0.1:1","pid":1,"url":"left by another"}"#).expect("ours");
    let mut command = Command::new(example());
    command.arg(folder.path().join("state")).arg(Path::new(&announce)).stderr(Stdio::null());
    let error = Child::spawn(&mut command, &announce, WAIT).expect_err("no folder");
    assert!(error.to_string().contains("before it was ready"), "{error}");
}

/// Waits for a reply that is late.
async fn raw_patient(addr: std::net::SocketAddr) -> String {
    let form = [("key", numcheck_sandbox::credentials::JUHE_LINE_STATUS_KEY), ("mobiles", "13800000001")];
    let client = reqwest::Client::builder().no_proxy().build().expect("a client");
    let reply = client.post(format!("http://{addr}{}", crate::client::LINE)).form(&form).send().await;
    reply.expect("a reply").text().await.expect("a body")
}
