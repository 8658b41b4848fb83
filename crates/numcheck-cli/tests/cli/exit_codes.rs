//! Every exit code, and which one wins.

use std::fs::OpenOptions;
use std::process::Stdio;

use crate::support::{Ran, SandboxProcess, numcheck, vendor};

fn code(args: &str) -> i32 {
    numcheck(args).run().code
}

fn key(args: &str) -> Ran {
    numcheck(args).env("NUMCHECK_JUHE_CALLER_ID_KEY", "a-key").env("NUMCHECK_JUHE_LINE_STATUS_KEY", "a-key").run()
}

#[test]
fn code_0_every_number_answered() {
    assert_eq!(code("check --sandbox 13800000000 13800000003 13800000007"), 0);
    assert_eq!(code("check --sandbox -p juhe/network-status 13800000001 13800000006"), 0, "no record is an answer");
    assert_eq!(code("--help"), 0);
    assert_eq!(code("check --help"), 0);
    let version = numcheck("-V").run();
    assert_eq!((version.code, version.out), (0, format!("numcheck {}\n", env!("CARGO_PKG_VERSION"))));
}

#[test]
fn code_1_output_that_cannot_be_written() {
    let sandbox = SandboxProcess::start();
    let full = || OpenOptions::new().write(true).open("/dev/full").expect("a full disk");
    let unwritable = || OpenOptions::new().read(true).open("/dev/null").expect("a file opened for reading");
    for format in ["csv", "json", "text"] {
        for stdout in [full(), unwritable()] {
            let ran = sandbox.numcheck(&format!("check -f {format} 13800000001")).stdout(stdout).run_to();
            assert_eq!(ran.code, 1, "{format}: {ran:?}");
            assert!(ran.err.contains("standard output cannot be written"), "{format}: {ran:?}");
        }
    }
    assert_eq!(sandbox.ledger()["requests"], serde_json::json!([]), "found before anything is sent");
}

#[test]
fn code_2_usage() {
    for args in [
        "chek 13800000001",
        "check",
        "check --sandbox",
        "check -p juhe/nothing 13800000001",
        "check --frobnicate 13800000001",
        "check --sandbox --timeout 30 13800000001",
        "check --sandbox --timeout 0s 13800000001",
        "check --sandbox --encrypt aes 13800000001",
        "check --sandbox --base-url http://127.0.0.1:1 13800000001",
        "check --sandbox --country 85 23456789",
        "check --base-url apis.juhe.cn 13800000001",
        "check --base-url http://apis.juhe.cn 13800000001",
        "check --base-url ftp://apis.juhe.cn nonsense",
        "explain 10010",
        "explain nonsense",
        "explain --vendor nobody 10012",
        "sandbox --host 0.0.0.0",
        "sandbox --host nowhere",
    ] {
        let ran = numcheck(args).run();
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{args}: {ran:?}");
        assert!(!ran.err.contains("13800000001"), "{ran:?}");
    }
    let ran = numcheck("").run();
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("Examples:"), "{ran:?}");
}

#[test]
fn code_3_some_numbers_without_an_answer() {
    assert_eq!(code("check --sandbox 13800000001 13800000006"), 3);
    assert_eq!(code("check --sandbox 13800000001 nonsense"), 3);
    assert_eq!(code("check --sandbox 13800000001 10086"), 3);
    assert_eq!(code("check --sandbox 13800009102"), 3, "a parameter error, free");
}

#[test]
fn code_4_credentials() {
    assert_eq!(code("check 13800000001"), 4);
    assert_eq!(code("check --sandbox 13800009001"), 4);
    assert_eq!(code("check --sandbox -p ywjisu/line-status 13800009208"), 4);
}

#[test]
fn code_5_no_usable_input() {
    assert_eq!(code("check --sandbox nonsense 1.38E+10"), 5);
    assert_eq!(code("check --sandbox 10086"), 5);
    assert_eq!(code("check --sandbox -"), 5);
    assert_eq!(code("check nonsense"), 5, "before credentials");
}

#[test]
fn code_6_quota() {
    assert_eq!(code("check --sandbox 13800009012"), 6);
    assert_eq!(code("check --sandbox -p ywjisu/line-status 13800009222"), 6);
}

#[test]
fn code_7_unreachable_or_slowing_us_down() {
    assert_eq!(key("check --base-url http://127.0.0.1:1 13800000001").code, 7);
    assert_eq!(code("check --sandbox 13800009011"), 7);
    assert_eq!(code("check --sandbox 13800009020"), 7);
    assert_eq!(code("check --sandbox 13800009429"), 7);
}

#[test]
fn code_8_an_answer_lost_that_may_have_been_paid() {
    assert_eq!(code("check --sandbox 13800009504"), 8);
    assert_eq!(code("check --sandbox -p juhe/caller-id 13800009101"), 8);
    let silent = vendor(|_| None);
    assert_eq!(key(&format!("check --base-url {silent} 13800000001")).code, 8);
    let garbled = vendor(|_| Some("<html>".to_owned()));
    assert_eq!(key(&format!("check --base-url {garbled} 13800000001")).code, 8);
    let slow = vendor(|_| {
        std::thread::sleep(std::time::Duration::from_secs(2));
        None
    });
    let ran = key(&format!("check --timeout 300ms --base-url {slow} 13800000001"));
    assert!(ran.code == 8 && ran.err.contains("no reply came in time"), "{ran:?}");
}

#[test]
fn the_one_that_must_not_be_overlooked_wins() {
    let caller = "check --sandbox -p juhe/caller-id";
    assert_eq!(code("check --sandbox 13800009504 nonsense 10086"), 8, "8 before 3");
    assert_eq!(code(&format!("{caller} 13800009101 13800009001 13800000001")), 8, "8 before 4 and 3");
    assert_eq!(code(&format!("{caller} 13800009020 13800009012")), 6, "6 before 7");
    assert_eq!(code(&format!("{caller} 13800009020 13800009001 x")), 4, "4 before 7 and 3");
    assert_eq!(code(&format!("{caller} 13800009020 x")), 7, "7 before 3");
    assert_eq!(code("check --base-url nonsense x"), 2, "2 before 5");
}

#[test]
fn a_reader_that_goes_away_is_no_fault() {
    for args in ["check --sandbox 13800000001", "check --sandbox -f csv 13800000001", "products", "explain 10012", "-h"]
    {
        let mut child = numcheck(args).stdout(Stdio::piped()).spawn();
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!(output.status.code(), Some(0), "{args}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
