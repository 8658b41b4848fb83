//! `numcheck doctor`: what it finds, and that nothing is sent for it.

use std::net::TcpListener;

use serde_json::Value;

use crate::support::{Ran, numcheck};

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn states(ran: &Ran, about: &str) -> Vec<String> {
    let lines = ran.json().into_iter().filter(|line| line["about"] == about);
    lines.map(|line| line["state"].as_str().expect("a word").to_owned()).collect()
}

#[test]
fn it_builds_every_checker_and_sends_nothing() {
    let trap = TcpListener::bind("127.0.0.1:0").expect("a port");
    trap.set_nonblocking(true).expect("it can be asked");
    let home = tempfile::tempdir().expect("a folder");
    let config = home.path().join("trap.toml");
    let url = format!("http://{}", trap.local_addr().expect("an address"));
    let products = ["juhe/line-status", "juhe/network-status", "juhe/caller-id", "ywjisu/line-status"];
    let tables = products.map(|id| format!("[products.\"{id}\"]\nbase-url = \"{url}\"\n"));
    std::fs::write(&config, tables.concat()).expect("it can be written");
    let ran = numcheck("doctor -f json --config")
        .arg(&config.to_string_lossy())
        .env("NUMCHECK_LEDGER", &home.path().join("ledger.db").to_string_lossy())
        .env("NUMCHECK_JUHE_LINE_STATUS_KEY", KEY)
        .env("NUMCHECK_JUHE_NETWORK_STATUS_KEY", KEY)
        .env("NUMCHECK_JUHE_OPENID", "JH1234567890abcdef1234567890abcdef")
        .env("NUMCHECK_JUHE_CALLER_ID_KEY", KEY)
        .env("NUMCHECK_YWJISU_CODE", "an-account")
        .env("NUMCHECK_YWJISU_PWD", "a-password")
        .env("NUMCHECK_YWJISU_PRIVATE_KEY", "a-private-key")
        .run();
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(states(&ran, "credentials"), ["ok"; 4], "{ran:?}");
    assert!(ran.out.contains("--encrypt none, aes"), "{ran:?}");
    assert!(!ran.out.contains(KEY) && !ran.out.contains("a-password"), "{ran:?}");
    assert!(trap.accept().is_err(), "something was sent");
    assert!(!home.path().join("ledger.db").exists(), "a look makes no ledger");
}

#[test]
fn what_is_wrong_is_told_apart_by_the_exit_code() {
    let doctor = || numcheck("doctor -f json");
    let ran = doctor().env("NUMCHECK_JUHE_LINE_STATUS_KEY", "two words").run();
    assert_eq!((ran.code, states(&ran, "credentials")[0].as_str()), (4, "problem"), "{ran:?}");
    let ran = doctor().env("NUMCHECK_YWJISU_PWD", "x").run();
    assert!(ran.code == 4 && ran.out.contains("NUMCHECK_YWJISU_CODE is not set"), "{ran:?}");
    let ran = doctor().arg("--config=/nowhere/numcheck.toml").run();
    assert_eq!((ran.code, states(&ran, "configuration")[0].as_str()), (2, "problem"), "{ran:?}");
    let ran = doctor().env("HTTPS_PROXY", "http://me:canary@proxy:1").run();
    assert_eq!((ran.code, states(&ran, "proxy")), (0, vec!["warning".to_owned()]), "{ran:?}");
    assert!(ran.out.contains("HTTPS_PROXY is set, and ignored") && !ran.out.contains("canary"), "{ran:?}");
}

#[test]
fn a_ledger_that_is_one_is_told_from_one_that_is_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let ledger = folder.path().join("ledger.db");
    let path = ledger.to_string_lossy().into_owned();
    let doctor = || numcheck("doctor -f json").env("NUMCHECK_LEDGER", &path).run();
    // A check that cannot reach anyone makes the ledger.
    let nobody = numcheck("check --base-url http://127.0.0.1:9 13800000001").env("NUMCHECK_LEDGER", &path);
    assert_eq!(nobody.env("NUMCHECK_JUHE_LINE_STATUS_KEY", KEY).run().code, 7);
    let ran = doctor();
    assert_eq!((ran.code, states(&ran, "ledger")), (0, vec!["ok".to_owned()]), "{ran:?}");
    assert_eq!((states(&ran, "doubts"), states(&ran, "runs")), (vec!["ok".to_owned()], vec!["ok".to_owned()]));

    for rest in ["-wal", "-shm"] {
        drop(std::fs::remove_file(format!("{path}{rest}")));
    }
    std::fs::write(
        &ledger,
        "not a database, and longer than the head of one is, which is a hundred bytes, so that it is told apart",
    )
    .expect("it can be written");
    let ran = doctor();
    assert!(ran.code == 2 && states(&ran, "ledger").contains(&"problem".to_owned()), "{ran:?}");
}

#[cfg(unix)]
#[test]
fn files_that_others_can_read_or_change_are_found() {
    use std::os::unix::fs::PermissionsExt;

    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str, mode| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("it can be written");
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).expect("it is ours");
        path.to_string_lossy().into_owned()
    };
    let key = file("key", KEY, 0o644);
    let config = file("numcheck.toml", "lang = \"en\"\n", 0o666);
    let ran = numcheck("doctor -f json --config").arg(&config).env("NUMCHECK_JUHE_LINE_STATUS_KEY_FILE", &key).run();
    assert_eq!(ran.code, 0, "a file that a variable names is the owner's affair: {ran:?}");
    assert!(
        ran.out.contains(&format!("chmod 600 {key}")) && ran.out.contains(&format!("chmod go-w {config}")),
        "{ran:?}"
    );
    let config = file("strict.toml", "[products.\"juhe/line-status\"]\nkey.file = \"key\"\n", 0o600);
    let ran = numcheck("doctor -f json --config").arg(&config).run();
    assert!(ran.code == 4 && ran.out.contains(&format!("chmod 600 {key}")), "{ran:?}");
}

#[test]
fn every_line_is_as_published_and_both_languages_say_it() {
    let schema: Value = serde_json::from_str(include_str!("../../schemas/doctor.v1.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let doctor =
        |args: &str| numcheck(&format!("doctor {args}")).env("NUMCHECK_YWJISU_PWD", "x").env("ALL_PROXY", "y").run();
    let ran = doctor("-f json");
    for line in ran.json() {
        let problems: Vec<String> = validator.iter_errors(&line).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{line}: {problems:?}");
    }
    assert_eq!(
        ran.json(),
        doctor("-f json --lang zh")
            .json()
            .iter()
            .map(|line| {
                let mut line = line.clone();
                // The language, the clock and the room are told of this very call.
                for told in ran.json() {
                    if matches!(line["about"].as_str(), Some("clock" | "disk" | "language"))
                        && told["about"] == line["about"]
                    {
                        line["what"] = told["what"].clone();
                    }
                }
                line
            })
            .collect::<Vec<_>>(),
        "data is English in both languages"
    );
    let ran = doctor("--lang zh");
    assert!(ran.out.contains("有问题") && ran.out.contains("办法") && ran.out.contains("没有发出任何请求"), "{ran:?}");
}
