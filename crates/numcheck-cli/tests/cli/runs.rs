//! `numcheck run` and `numcheck runs` as a user gives them, against the sandbox in a process of its own.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::support::{Place, assert_private, numcheck};

#[test]
fn a_list_is_cleaned_and_the_same_command_asks_nothing_more() {
    let place = Place::mobiles(100);
    let ran = place.run("--price 0.01");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("answered") && ran.err.contains("100.0 %") && ran.err.contains("they agree"),
        "{}",
        ran.err
    );
    assert_private(&ran.err);
    let results = place.results();
    assert_eq!(results.len(), 100);
    assert!(results[1].starts_with("13800100001,13800100001,answered,active,实号,1,reachable,"), "{}", results[1]);
    let (billed, most) = place.bill();
    assert_eq!((place.summary()["billed"].as_u64(), most), (Some(billed), 1));
    let requests = place.requests();
    assert_eq!(place.run("").code, 0);
    assert_eq!(place.requests(), requests, "a finished run makes no request");
}

#[test]
fn killed_in_the_middle_it_goes_on_and_pays_nothing_twice() {
    let place = Place::mobiles(5000);
    let mut child = place
        .tool("run LIST --sandbox --no-progress -p ywjisu/line-status --sandbox-faults latency=30ms --concurrency 2")
        .stdout(Stdio::null())
        .spawn();
    // Somewhere in the middle: a hundred requests of 50, two at once, 30 ms each.
    std::thread::sleep(Duration::from_millis(700));
    child.kill().expect("kill -9");
    child.wait().expect("it is dead");
    let ran = place.run("-p ywjisu/line-status --sandbox-faults latency=30ms");
    let summary = place.summary();
    let (billed, most) = place.bill();
    let of = |name: &str| summary[name].as_u64().expect(name);
    assert_eq!(most, 1, "{}", ran.err);
    assert_eq!(of("answered") + of("unanswered") + of("in_doubt"), 5000, "{summary}");
    assert!(of("in_doubt") <= 100, "two requests of 50 at most: {summary}");
    assert!(of("billed") <= billed && billed <= of("billed") + of("in_doubt"), "{summary} against {billed}");
    assert_eq!(ran.code, if of("in_doubt") > 0 { 8 } else { 0 }, "{}", ran.err);
    if of("in_doubt") > 0 {
        let doubts =
            std::fs::read_to_string(place.path("list.txt.results.csv.in-doubt.csv")).expect("the file of doubts");
        assert_eq!(doubts.lines().count() as u64, of("in_doubt") + 1);
    }
}

#[test]
fn interrupted_it_saves_and_says_how_to_go_on() {
    stopped_by("-INT");
}

/// A service manager's way, and a closed terminal's.
#[test]
fn terminated_it_saves_and_says_how_to_go_on() {
    stopped_by("-TERM");
}

fn stopped_by(signal: &str) {
    let place = Place::mobiles(3000);
    let child = place
        .tool("run LIST --sandbox --no-progress -p ywjisu/line-status --sandbox-faults latency=40ms --concurrency 2")
        .stdout(Stdio::null())
        .spawn();
    std::thread::sleep(Duration::from_millis(700));
    Command::new("kill").args([signal, &child.id().to_string()]).status().expect(signal);
    let output = child.wait_with_output().expect("it ends");
    let err = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(3), "{err}");
    let list = place.path("list.txt");
    let command = format!("numcheck run {} --sandbox --no-progress -p ywjisu/line-status", list.display());
    assert!(err.contains("the same command goes on") && err.contains(&command), "{err}");
    let before = place.summary();
    assert_eq!(before["in_doubt"], 0, "what was in flight was finished: {before}");
    assert!(before["not_sent"].as_u64() > Some(0), "{before}");
    let resumed = place.run("-p ywjisu/line-status");
    assert!(resumed.code == 0 && resumed.err.contains("run 1 goes on: "), "{}", resumed.err);
    assert_eq!((place.summary()["not_sent"].as_u64(), place.bill().1), (Some(0), 1));
}

#[test]
fn a_quota_that_ends_in_the_middle_is_topped_up_and_the_same_command_goes_on() {
    let place = Place::mobiles(1000);
    let ran = place.run("-p ywjisu/line-status --sandbox-faults quota=300");
    assert_eq!(ran.code, 6, "{}", ran.err);
    assert!(ran.err.contains("510101") && ran.err.contains("the same command goes on"), "{}", ran.err);
    let ran = place.run("-p ywjisu/line-status --sandbox-faults quota=100000");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let summary = place.summary();
    assert_eq!(
        (summary["not_sent"].as_u64(), summary["failed"].as_u64(), place.bill().1),
        (Some(0), Some(0), 1),
        "{summary}"
    );
}

#[test]
fn the_second_vendor_answers_what_the_first_does_not_know() {
    let place = Place::mobiles(200);
    let ran = place.run("-p juhe/line-status,ywjisu/line-status --next-on not_in_database");
    assert!(ran.err.contains("active 实号"), "{}", ran.err);
    let asked_second = place.results().iter().filter(|line| line.contains("ywjisu/line-status")).count();
    assert_eq!(asked_second, 22, "the numbers the first vendor has 库无 for");
}

#[test]
fn a_list_from_a_pipe_is_kept_and_resumed() {
    let place = Place::mobiles(50);
    let list = std::fs::read(place.path("list.txt")).expect("the list");
    let run = || place.tool("run - --sandbox --no-progress -f ndjson").stdin(list.clone()).run();
    let first = run();
    assert_eq!((first.code, first.json().len()), (0, 50), "{}", first.err);
    let requests = place.requests();
    assert_eq!((run().json().len(), place.requests()), (50, requests));
    let shown = place.tool("runs export 1 --sandbox -o - -f ndjson").run();
    assert_eq!(shown.json().len(), 50);
}

#[test]
fn a_dry_run_says_what_it_would_cost_and_sends_nothing() {
    let place = Place::mobiles(4001);
    let ran = place.run("--dry-run --price 0.01 --rate 2/s");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("3 for 4,001 numbers") && ran.err.contains("40.01 at most"), "{}", ran.err);
    assert!(!place.path("ledger.sandbox.bill").exists() && !place.path("list.txt.results.csv").exists());
}

#[test]
fn bad_lists_and_settings_have_words_of_their_own_and_send_nothing() {
    for (list, args, code, words) in [
        ("", "", 5, "is empty"),
        ("a,b\nc,d\n", "", 5, "--column"),
        ("PK\u{3}\u{4}", "", 5, "spreadsheet"),
        ("nonsense\n", "", 5, "no number that can be asked"),
        ("13800100001\n", "--column phone", 5, "no column"),
        ("13800100001\n", "--encoding ebcdic", 2, "ebcdic"),
        ("13800100001\n", "-p nobody/nothing", 2, "numcheck products"),
        ("13800100001\n", "-p juhe/line-status,juhe/line-status", 2, "twice"),
        ("13800100001\n", "-p juhe/line-status,juhe/caller-id", 2, "one kind"),
        ("13800100001\n", "--max-cost 5", 2, "--price"),
        ("13800100001\n", "--rate fast", 2, "5/s"),
        ("13800100001\n", "--sandbox-faults lots", 2, "error: fault `lots`"),
        ("13800100001\n", "-o LIST", 2, "the list itself"),
    ] {
        let place = Place::new(list);
        let ran = place.tool(&format!("run LIST --sandbox --no-progress {args}")).run();
        assert!(ran.err.contains(words), "{args}: {}", ran.err);
        assert_eq!(ran.code, code, "{args}: {}", ran.err);
        assert_eq!(ran.err.matches("error: ").count(), 1, "{args}: {}", ran.err);
        assert_private(&ran.err);
        assert!(!place.path("list.txt.results.csv").exists());
    }
    let place = Place::mobiles(1);
    let ran = numcheck("run /nowhere/list.csv").run();
    assert!(ran.code == 5 && ran.err.contains("/nowhere"), "told before the credential that is missing: {}", ran.err);
    for list in ["/nowhere/list.csv", "/"] {
        assert_eq!(numcheck(&format!("run {list} --sandbox")).run().code, 5);
    }
    std::fs::write(place.path("ledger.sandbox.db"), "no database at all, but long enough to be read as one".repeat(30))
        .expect("a file");
    let ran = place.run("");
    assert!(ran.code == 1 && ran.err.contains("no ledger"), "{}", ran.err);
}

#[test]
fn what_cannot_be_written_is_found_before_anything_is_paid_for() {
    let place = Place::mobiles(20);
    for (output, code, words) in [("LIST", 2, "the list itself"), ("/nowhere/out.csv", 1, "/nowhere"), ("/", 2, "")] {
        let ran = place.tool(&format!("run LIST --sandbox --no-progress -o {output}")).run();
        assert!(ran.code != 0 && ran.err.contains(words), "{output}: {}", ran.err);
        assert!(ran.code == code || output == "/", "{output}: {}", ran.err);
        assert_eq!(place.bill().0, 0, "{output}: {}", ran.err);
    }
    assert_eq!(place.run("").code, 0);
}

#[test]
fn a_changed_list_and_a_second_live_run_are_refused() {
    let place = Place::mobiles(2000);
    let mut first = place
        .tool("run LIST --sandbox --no-progress -p ywjisu/line-status --sandbox-faults latency=300ms --concurrency 1")
        .stdout(Stdio::null())
        .spawn();
    wait_for(&place.path("ledger.sandbox.db.lock"));
    std::thread::sleep(Duration::from_millis(500));
    let second = place.run("-p ywjisu/line-status");
    assert!(second.code == 2 && second.err.contains("alive"), "{}", second.err);
    first.kill().expect("kill -9");
    first.wait().expect("it is dead");
    std::fs::write(place.path("list.txt"), "13800100001\n13800100002\n").expect("another list");
    let changed = place.run("-p ywjisu/line-status");
    assert_eq!(changed.code, 2, "{}", changed.err);
    assert!(changed.err.contains("has changed") && changed.err.contains("--new"), "{}", changed.err);
}

#[test]
fn doubts_are_settled_by_the_owner_and_runs_forgotten() {
    let place = Place::mobiles(100);
    let ran = place.run("-p ywjisu/line-status --sandbox-faults lost=1@1");
    assert_eq!(ran.code, 8, "{}", ran.err);
    assert!(ran.err.contains("--in-doubt repay") && ran.err.contains("settle 1"), "{}", ran.err);
    let kept = place.tool("runs purge 1 --sandbox").run();
    assert!(kept.code == 2 && kept.err.contains("in doubt"), "{}", kept.err);
    let settled = place.tool("runs settle 1 --paid --sandbox").run();
    assert!(settled.code == 0 && settled.err.contains("50 numbers"), "{}", settled.err);
    let repaid = place.run("-p ywjisu/line-status --in-doubt repay");
    assert_eq!((repaid.code, place.bill().1), (0, 2), "bought twice, by order: {}", repaid.err);
    assert_eq!(place.tool("runs list --sandbox -f json").run().json()[0]["state"], "finished");
    assert_eq!(place.tool("runs purge 1 --sandbox").run().code, 0);
    assert!(place.tool("runs list --sandbox").run().out.is_empty());
}

#[test]
fn a_request_that_may_be_under_way_is_not_settled() {
    use numcheck_bulk::ledger::{Intent, Ledger};
    let place = Place::mobiles(1);
    assert_eq!(place.run("-p ywjisu/line-status").code, 0);
    let numbers = ["13800100060", "13800100061", "13800100062"].map(|number| number.parse().expect("a number"));
    let product = numcheck_core::Product::new("ywjisu/line-status", "line-status");
    let check = |age: Duration| {
        let ledger = Ledger::open(&place.path("ledger.sandbox.db")).expect("the ledger");
        let mut check = Intent::of_check(&product, "https://vendor.example", &numbers);
        check.sent_at = numcheck_core::Timestamp::from_millis(
            check.sent_at.as_millis() - i64::try_from(age.as_millis()).expect("an age"),
        );
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        runtime.block_on(ledger.writer().intend(check)).expect("an intent");
    };
    std::fs::write(place.path("list.txt"), "13800100060\n13800100061\n13800100062\n").expect("a list");
    check(Duration::ZERO);
    assert_eq!(place.run("-p ywjisu/line-status --new").code, 8, "they are under way elsewhere");
    let early = place.tool("runs settle 2 --not-paid --sandbox").run();
    assert!(early.code == 2 && early.err.contains("under way"), "{}", early.err);
    assert_eq!(place.run("-p ywjisu/line-status").code, 8, "nothing was settled");
    // An old one is of a program that died.
    check(Duration::from_secs(3600));
    let some = place.tool("runs settle 2 --not-paid --sandbox").run();
    assert!(some.code == 0 && some.err.contains("3 numbers") && some.err.contains("left as they are"), "{}", some.err);
    assert_eq!(place.run("-p ywjisu/line-status").code, 8, "the young one stands");
    assert_eq!(place.bill().0, 1, "nothing more is bought");
}

#[test]
fn results_are_split_by_status() {
    let place = Place::mobiles(100);
    place.run("--split-by status");
    let vacant = std::fs::read_to_string(place.path("list.txt.results.vacant.csv")).expect("the vacant ones");
    assert_eq!(vacant.lines().count(), 13, "a header and twelve numbers ending in 0");
    assert!(place.path("list.txt.results.active.csv").exists());
}

fn wait_for(path: &Path) {
    for _ in 0..500 {
        if path.exists() {
            return;
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    panic!("{} never came", path.display());
}

#[test]
fn a_status_that_no_product_says_is_refused_with_those_it_does() {
    let place = Place::mobiles(5);
    let ran = place.run("-p juhe/line-status,ywjisu/line-status --next-on not-in-databse");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{ran:?}");
    assert!(
        ran.err.contains("did you mean not_in_database?") && ran.err.contains("active, no_record, not_in_database"),
        "{ran:?}"
    );
    let ran = place.run("-p juhe/line-status --next-on foo --lang zh");
    assert!(ran.code == 2 && ran.err.contains("可用的状态：active, no_record"), "{ran:?}");

    let config = "[fallback]\nline-status = [\"juhe/line-status\", \"ywjisu/line-status\"]\nnext-on = [\"foo\"]\n";
    std::fs::write(place.path("numcheck.toml"), config).expect("a configuration");
    let ran = place
        .tool("run LIST --sandbox -p line-status --config")
        .arg(&place.path("numcheck.toml").display().to_string())
        .run();
    assert!(ran.code == 2 && ran.err.contains("--next-on foo"), "{ran:?}");
}

#[test]
fn a_run_that_is_not_there_is_cured_with_the_flags_it_was_looked_for_with() {
    let place = Place::mobiles(5);
    place.run("");
    for command in ["show 99", "settle 99 --paid", "export 99 -o OUT.csv", "report 99", "purge 99"] {
        let ran = place.tool(&format!("runs {command} --sandbox")).run();
        assert_eq!(ran.code, 2, "{command}: {}", ran.err);
        assert!(ran.err.contains("no run 99") && ran.err.contains("numcheck runs list --sandbox\n"), "{}", ran.err);
    }
    let other = place.path("ledger.db").display().to_string();
    let ran = numcheck(&format!("runs show 99 --sandbox --ledger {other}")).run();
    assert!(ran.err.contains(&format!("numcheck runs list --sandbox --ledger {other}\n")), "{}", ran.err);
    let ran = place.tool("runs settle 1 --paid --sandbox").run();
    assert!(ran.err.contains("numcheck runs show 1 --sandbox\n"), "{}", ran.err);
}

/// A hash without a key names its number to anyone who hashes all numbers.
#[test]
fn a_list_of_one_number_from_a_pipe_leaves_no_hash_of_it_in_what_is_shown() {
    let place = Place::mobiles(1);
    let ran = place.tool("run - --sandbox --no-progress -f ndjson -p ywjisu/line-status").stdin("13800100000\n").run();
    assert_eq!(ran.code, 0, "{}", ran.err);
    for command in ["list", "list -f json", "show 1", "show 1 -f json", "report 1", "report 1 --json"] {
        let shown = place.tool(&format!("runs {command} --sandbox")).run();
        assert_eq!(shown.code, 0, "{command}: {}", shown.err);
        // sha256sum of the line
        let hash = "8311a00696feb8136da35038c795e7b6c096280e58845786aa574d05c36fa1de";
        for text in [&shown.out, &shown.err] {
            assert!(!text.contains(&hash[..8]) && !text.contains("sha256"), "{command}: {text}");
        }
    }
}

#[test]
fn what_is_old_is_forgotten_with_what_checks_recorded_and_what_is_kept_is_said() {
    use numcheck_bulk::ledger::{Intent, Ledger};
    let place = Place::mobiles(100);
    assert_eq!(place.run("-p ywjisu/line-status --sandbox-faults lost=1@1").code, 8);
    let product = numcheck_core::Product::new("ywjisu/line-status", "line-status");
    let numbers = ["13800100060".parse().expect("a number")];
    let check = Intent::of_check(&product, "https://vendor.example", &numbers);
    let ledger = Ledger::open(&place.path("ledger.sandbox.db")).expect("the ledger");
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ledger.writer().intend(check)).expect("an intent");
    drop(ledger);
    std::thread::sleep(Duration::from_millis(1100));
    let young = place.tool("runs purge --older-than 1d --sandbox").run();
    assert!(young.code == 0 && young.err.contains("runs 0, requests of checks 0"), "{}", young.err);
    let kept = place.tool("runs purge --older-than 1s --sandbox").run();
    assert!(kept.code == 0 && kept.err.contains("runs 0, requests of checks 0"), "{}", kept.err);
    assert!(kept.err.contains("runs 1. Settle") && kept.err.contains("1 requests of checks"), "{}", kept.err);
    assert_eq!(place.tool("runs settle 1 --not-paid --sandbox").run().code, 0);
    let purged = place.tool("runs purge --older-than 1s --sandbox").run();
    assert!(purged.code == 0 && purged.err.contains("runs 1, requests of checks 0"), "{}", purged.err);
    assert!(place.tool("runs list --sandbox").run().out.is_empty());
}
