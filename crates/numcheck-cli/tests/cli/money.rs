//! What is sent, how often, and what is said of the money.

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::mpsc;

use crate::support::{SandboxProcess, list, numcheck, vendor};

fn requests(sandbox: &SandboxProcess) -> Vec<usize> {
    let ledger = sandbox.ledger();
    let requests = ledger["requests"].as_array().expect("a list");
    requests.iter().map(|request| request["numbers"].as_array().map_or(0, Vec::len)).collect()
}

#[test]
fn requests_are_as_large_as_the_product_takes() {
    let sandbox = SandboxProcess::start();
    let ran = sandbox.numcheck("check -p ywjisu/line-status -").stdin(list(60)).run();
    assert_eq!(ran.out.lines().count(), 60);
    assert_eq!(requests(&sandbox), [50, 10]);
}

#[test]
fn rejected_numbers_and_duplicates_take_no_place_in_a_request() {
    let sandbox = SandboxProcess::start();
    sandbox.numcheck("check 10086 13800000001 x 13800000001 13800000002").run();
    assert_eq!(requests(&sandbox), [2]);
}

#[test]
fn a_used_up_quota_ends_it() {
    let sandbox = SandboxProcess::start();
    let ran = sandbox.numcheck("check -p juhe/caller-id -f json 13800000001 13800009012 13800000002 13800000003").run();
    assert_eq!(requests(&sandbox).len(), 2);
    let outcomes: Vec<_> = ran.json().iter().map(|row| row["outcome"].clone()).collect();
    assert_eq!(outcomes, ["report", "failed", "unanswered", "unanswered"]);
    for row in &ran.json()[2..] {
        assert!(row["answered_at"].is_null(), "{row}");
        let error = &row["error"];
        assert_eq!(error["message"], "not sent, because the quota is used up", "{row}");
        assert_eq!(
            (&error["kind"], &error["turn"], &error["charge"]),
            (&"quota".into(), &"account".into(), &"free".into())
        );
    }
    assert!(ran.err.contains("2 numbers not sent, because the quota is used up"), "{ran:?}");
}

#[test]
fn three_failures_in_a_row_end_it_and_two_do_not() {
    let sandbox = SandboxProcess::start();
    let args =
        "check -p juhe/caller-id 13800009101 13800009103 13800000001 13900009101 15000009101 15100009101 13800000002";
    let ran = sandbox.numcheck(args).run();
    assert_eq!(requests(&sandbox).len(), 6, "{ran:?}");
    assert_eq!(ran.out.lines().count(), 7);
    assert!(ran.err.contains("1 number not sent, because three requests in a row failed"), "{ran:?}");
}

#[test]
fn one_number_that_is_asked_too_often_says_nothing_of_the_others() {
    let ran = numcheck("check --sandbox -p juhe/network-status 13800009124 13800000001").run();
    assert!(ran.out.contains("13800000001\tsuspended"), "{ran:?}");
}

#[test]
fn each_error_says_what_whose_turn_and_what_it_cost() {
    for (args, words) in [
        (
            "13800009012",
            ["the calls are used up", "turn   yours: the account", "money  not charged, the vendor says so"],
        ),
        ("13800009504", ["the vendor's gateway failed", "turn   the vendor's", "money  may have been charged"]),
        ("13800009199", ["267199", "turn   numcheck's", "money  not charged, the vendor says so"]),
    ] {
        let ran = numcheck(&format!("check --sandbox {args}")).run();
        for words in words {
            assert!(ran.err.contains(words), "{words}: {ran:?}");
        }
    }
}

#[test]
fn the_bill_is_told() {
    for (args, words) in [
        ("13800000001 13800000003", "money: 1 billed, as the vendor counts (sandbox)"),
        ("13800000003", "money: nothing billed (sandbox)"),
        ("-p juhe/caller-id 13800000001", "money: 1 unstated"),
        ("-p juhe/caller-id 13800009101", "money: 1 in doubt (计费存疑)"),
        ("-p ywjisu/line-status 13800000001", "money: 1 billed; the vendor sends no count"),
    ] {
        let ran = numcheck(&format!("check --sandbox {args}")).run();
        assert!(ran.err.contains(words), "{words}: {ran:?}");
    }
}

#[test]
fn a_charge_for_a_number_that_the_vendor_does_not_know_is_told() {
    let ran = numcheck("check --sandbox -p ywjisu/line-status 13800009703 13800000001").run();
    let line = ran.err.lines().find(|line| line.starts_with("warning: ")).expect(&ran.err);
    assert!(line.contains("138****9703") && line.contains("库无") && !line.contains("0001"), "{line}");
    let ran = numcheck("check --sandbox -p ywjisu/line-status 13800000003").run();
    assert!(!ran.err.contains("warning: "), "free, as the document says: {ran:?}");
}

#[test]
fn a_free_failure_that_no_document_describes_may_be_asked_again() {
    let ran = numcheck("check --sandbox 13800009199").run();
    assert!(ran.err.contains("cost nothing") && !ran.err.contains("changes nothing"), "{ran:?}");
    let ran = numcheck("check --sandbox 13800009012").run();
    assert!(ran.err.contains("again  no: asking again as it is changes nothing"), "{ran:?}");
}

#[test]
fn rows_are_printed_as_each_request_ends() {
    let (release, held) = mpsc::channel::<()>();
    let mut asked = 0;
    let url = vendor(move |_| {
        asked += 1;
        if asked > 1 {
            held.recv().expect("the test releases it");
        }
        Some(r#"{"error_code":0,"reason":"成功","result":{"orderid":"JH1","data":{"itag_ids":[]}}}"#.to_owned())
    });
    let mut child = numcheck(&format!("check -p juhe/caller-id -f json --base-url {url} 13800000001 13800000002"))
        .env("NUMCHECK_JUHE_CALLER_ID_KEY", "a-key")
        .stdout(Stdio::piped())
        .spawn();
    let mut lines = BufReader::new(child.stdout.take().expect("it is piped")).lines();
    let first = lines.next().expect("a row before the second request ends").expect("UTF-8");
    assert!(first.contains("13800000001"), "{first}");
    release.send(()).expect("the vendor waits");
    assert!(lines.next().is_some_and(|line| line.is_ok_and(|line| line.contains("13800000002"))));
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_lets_the_request_in_flight_be_answered() {
    let (tell, told) = mpsc::channel::<()>();
    let (release, held) = mpsc::channel::<()>();
    let url = vendor(move |_| {
        tell.send(()).expect("the test listens");
        held.recv().expect("the test releases it");
        Some(r#"{"error_code":0,"reason":"成功","result":{"orderid":"JH1","data":{"itag_ids":[]}}}"#.to_owned())
    });
    let mut child = numcheck(&format!("check -p juhe/caller-id --base-url {url} 13800000001 13800000002"))
        .env("NUMCHECK_JUHE_CALLER_ID_KEY", "a-key")
        .stdout(Stdio::piped())
        .spawn();
    told.recv().expect("the vendor is asked");
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(killed.is_ok_and(|status| status.success()));
    let mut err = BufReader::new(child.stderr.take().expect("it is piped")).lines();
    let word = err.next().expect("a word").expect("UTF-8");
    assert!(word.contains("stopping after the request in flight"), "{word}");
    release.send(()).expect("the vendor waits");
    let output = child.wait_with_output().expect("it ends");
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    assert!(out.contains("13800000001\tunmarked") && out.contains("13800000002\tunanswered"), "{out}");
    assert!(out.contains("not sent, because you stopped it"), "{out}");
    assert_eq!(output.status.code(), Some(3));
    let rest: Vec<String> = err.map(|line| line.expect("UTF-8")).collect();
    assert!(rest[0].contains("not sent, because you stopped it"), "{rest:?}");
}
