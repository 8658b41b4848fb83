//! `numcheck demo` as a stranger gives it: no account, no settings, no network.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::support::{Tool, numcheck};

/// A build without optimisation is an order of magnitude slower, and shares the machine with other tests.
const LIMIT: Duration = Duration::from_secs(if cfg!(debug_assertions) { 90 } else { 5 });

fn demo(dir: &Path, args: &str) -> Tool {
    numcheck(&format!("demo {} {args}", dir.display()))
}

fn place() -> (tempfile::TempDir, PathBuf) {
    let place = tempfile::tempdir().expect("a folder");
    let dir = place.path().join("numcheck-demo");
    (place, dir)
}

/// What the vendor's own bill says, and what the book of the demo says of it.
fn assert_nothing_paid_twice(dir: &Path) {
    let bill = numcheck_sandbox::billing::read(dir.join("ledger.sandbox.bill")).expect("the bill");
    assert!(bill.numbers.values().all(|&billed| billed <= 1), "a number was paid twice");
    let ledger = dir.join("ledger.db").display().to_string();
    let shown = numcheck(&format!("runs show 1 --sandbox --ledger {ledger} -f json")).run().json().remove(0);
    let of = |name: &str| shown["summary"][name].as_u64().expect(name);
    assert_eq!(of("not_sent") + of("failed"), 0, "the same command went on to the end: {shown}");
    assert!(of("lost") > 0 && of("in_doubt") == 0, "an answer was lost, and settled: {shown}");
    assert!(of("billed") < bill.billed() && bill.billed() <= of("billed") + of("lost"), "{shown}");
    let page = std::fs::read_to_string(dir.join("report.html")).expect("the report");
    assert!(!page.contains("runs settle"), "nothing is left to settle");
}

/// A Chinese character takes two of a terminal's eighty columns.
fn assert_fits(tour: &str) {
    for line in tour.lines() {
        let wide = |c: char| matches!(c, '\u{2e80}'..='\u{ffef}');
        let width: usize = line.chars().map(|c| if wide(c) { 2 } else { 1 }).sum();
        assert!(width <= 80, "{width}: {line}");
    }
}

#[test]
fn it_shows_the_tool_in_seconds_and_pays_nothing_twice() {
    let (_place, dir) = place();
    let began = Instant::now();
    let ran = demo(&dir, "").run();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    assert!(began.elapsed() < LIMIT, "{:?}", began.elapsed());
    for words in [
        "$ numcheck normalize customers.csv",
        "--dry-run",
        "quota=1500",
        "exit code 8",
        "--encrypt aes",
        "--encrypt rsa",
        "juhe/caller-id",
        "not_in_service",
        "in sandbox money",
        "numcheck products",
        "¥28.52 at most",
        "landlines are not asked",
        "5 numbers asked singly",
        "results.xlsx",
    ] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains("configuration:") && !ran.out.contains("results.csv"), "{}", ran.out);
    assert_fits(&ran.out);
    assert_nothing_paid_twice(&dir);
    for file in ["customers.csv", "customers.csv.results.csv", "customers.csv.results.csv.in-doubt.csv", "numbers.txt"]
    {
        assert!(dir.join(file).is_file(), "{file}");
    }
    let list = std::fs::read(dir.join("customers.csv")).expect("the list");
    assert!(list.starts_with(b"\xd0\xd5\xc3\xfb,"), "the header is GBK");
}

/// The settings of the user are for real vendors; a demo neither needs nor heeds them.
#[test]
fn it_is_told_in_chinese_and_the_environment_of_real_vendors_does_not_reach_it() {
    let (_place, dir) = place();
    let ran = demo(&dir, "--lang zh")
        .env("NUMCHECK_JUHE_LINE_STATUS_KEY_FILE", "/nowhere/key")
        .env("NUMCHECK_LEDGER", "/nowhere/ledger.db")
        .env("NUMCHECK_PROFILE", "production")
        .run();
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{}", ran.out);
    for words in
        ["不花钱", "计费存疑", "充值", "服务商账单", "沙箱费用", "空号 ", "费用", "最多 ¥", "固话不查", "正常使用"]
    {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    for words in ["配置：", "unstated", "reachable", "not_in_service"] {
        assert!(!ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert_fits(&ran.out);
    assert_nothing_paid_twice(&dir);
    it_may_be_seen_again(&dir);
}

fn it_may_be_seen_again(dir: &Path) {
    std::fs::write(dir.join("mine.txt"), "13800000001").expect("a file of the user's");
    std::fs::write(dir.join("ledger.db"), "a real one").expect("a file of the user's");
    std::fs::create_dir(dir.join("customers.csv.d")).expect("a folder of the user's");
    std::fs::write(dir.join("report.html.mine"), "mine").expect("a file of the user's");
    let again = demo(dir, "").run();
    assert_eq!(again.code, 0, "{again:?}");
    for (file, text) in [("mine.txt", "13800000001"), ("ledger.db", "a real one"), ("report.html.mine", "mine")] {
        assert_eq!(std::fs::read_to_string(dir.join(file)).expect(file), text);
    }
    assert!(dir.join("customers.csv.d").is_dir());
    assert_nothing_paid_twice(dir);
    std::fs::write(dir.join("customers.csv"), "phone\n13911112222\n").expect("a list of the user's");
    let refused = demo(dir, "").run();
    assert!(refused.code == 2 && refused.err.contains("customers.csv was changed"), "{refused:?}");
}

#[test]
fn it_takes_no_folder_that_it_did_not_make() {
    let (place, _) = place();
    let list = place.path().join("customers.csv");
    std::fs::write(&list, "13800000001").expect("a list of the user's");
    let refused = demo(place.path(), "").run();
    assert!(refused.code == 2 && refused.err.contains("numcheck demo FOLDER"), "{refused:?}");
    assert_eq!(std::fs::read(&list).expect("the list"), b"13800000001");
    assert_eq!(demo(&list, "").run().code, 2, "a file is no folder");
}
