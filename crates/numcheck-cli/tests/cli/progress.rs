//! What a run tells while it goes and at its end, the log, and the look at a run from beside it.

use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;

use crate::schema::assert_valid;
use crate::support::{Place, Ran, assert_private};

const SLOW: &str = "run LIST --sandbox -p ywjisu/line-status --sandbox-faults latency=120ms --concurrency 2";

/// The JSON lines of standard error.
fn objects(err: &str) -> Vec<Value> {
    err.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).expect(line)).collect()
}

#[test]
fn progress_comes_as_json_as_published_and_counts_up_to_the_end() {
    let place = Place::mobiles(1500);
    let ran = place.tool(&format!("{SLOW} --progress json --price 0.01")).run();
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = objects(&ran.err);
    assert!(told.len() >= 2, "{}", ran.err);
    for line in &told {
        assert_valid("progress", line);
    }
    let (last, before) = told.split_last().expect("some");
    assert!(before.iter().all(|line| line["event"] == "progress"), "{}", ran.err);
    assert_eq!((&last["event"], &last["done"], &last["total"]), (&"end".into(), &1500.into(), &1500.into()));
    assert_eq!(last["spent"], place.summary()["spent"]);
    assert!(last["cost"].as_i64() > Some(0));
}

#[test]
fn without_a_terminal_a_line_is_written_now_and_then_and_none_for_a_short_run() {
    let place = Place::mobiles(1000);
    let short = place.tool("run LIST --sandbox").run();
    assert!(!short.err.contains(" of 1,000") && !short.err.contains('\u{1b}'), "{}", short.err);
    let place = Place::mobiles(2500);
    let long = place.tool(SLOW).run();
    assert_eq!(long.err.lines().filter(|line| line.contains(" of 2,500 ")).count(), 1, "{}", long.err);
    let none = place.tool(&format!("{SLOW} --new --progress none")).run();
    assert!(!none.err.contains(" of 2,500 "), "{}", none.err);
}

#[test]
fn the_summary_is_told_in_chinese_too() {
    let place = Place::mobiles(100);
    let ran = place.tool("--lang zh run LIST --sandbox --price 0.01").run();
    for words in ["任务 1：", "总行数", "有结果", "空号", "费用", "计费回执", "与结果一致", "结果"]
    {
        assert!(ran.err.contains(words), "{words}: {}", ran.err);
    }
    let english = ["answered", "money", "requests", "spent", "vacant"];
    assert!(!english.iter().any(|word| ran.err.contains(word)), "{}", ran.err);
    assert_private(&ran.err);
}

#[test]
fn the_log_tells_of_every_request_and_holds_no_number_and_no_key() {
    let faults = "latency=5ms,lost=@2,limit=@3,garbage=@4";
    for log in ["-vvv", "-vvv --log-format json"] {
        let place = Place::mobiles(300);
        let ran = place.tool(&format!("{log} run LIST --sandbox -p ywjisu/line-status --sandbox-faults {faults}"));
        let ran = ran.env("NUMCHECK_LOG", "trace").run();
        for words in ["run begins", "request sent", "request settled", "request failed", "asking again", "committed"] {
            assert!(ran.err.contains(words), "{words}: {}", ran.err);
        }
        assert_private(&ran.err);
        assert!(!ran.err.contains("sandbox-ywjisu") && !ran.err.contains("hyper"), "{}", ran.err);
        if log.ends_with("json") {
            assert!(objects(&ran.err).iter().any(|event| event["message"] == "request sent"), "{}", ran.err);
        }
    }
}

#[test]
fn the_log_is_off_until_asked_for_and_a_filter_that_is_none_is_refused() {
    let place = Place::mobiles(20);
    let quiet = place.tool("run LIST --sandbox --no-progress").run();
    assert!(!quiet.err.contains("INFO") && !quiet.err.contains("request sent"), "{}", quiet.err);
    let told = place.tool("run LIST --sandbox --new").env("NUMCHECK_LOG", "numcheck_bulk=debug").run();
    assert!(told.err.contains("request sent"), "{}", told.err);
    let bad = place.tool("run LIST --sandbox").env("NUMCHECK_LOG", "numcheck_bulk=loud").run();
    assert!(bad.code == 2 && bad.err.contains("NUMCHECK_LOG"), "{}", bad.err);
}

#[test]
fn nothing_that_libraries_log_is_let_through() {
    let place = Place::mobiles(20);
    let ran =
        place.tool("run LIST --sandbox").env("NUMCHECK_LOG", "trace,hyper=trace,hyper_util=trace,reqwest=trace").run();
    assert!(ran.err.contains("request sent"), "{}", ran.err);
    assert!(!ran.err.contains("hyper") && !ran.err.contains("reqwest"), "{}", ran.err);
}

/// What is under way in a live run is not in doubt; when its program is killed, it is.
#[test]
fn a_run_looked_at_from_beside_it_is_running_and_what_is_under_way_is_not_in_doubt() {
    let place = Place::mobiles(3000);
    // Requests so slow that one is under way whenever it is looked at.
    let slow = SLOW.replace("120ms", "2s");
    let mut child = place.tool(&format!("{slow} --no-progress")).stdout(Stdio::null()).spawn();
    let look = || place.tool("runs show 1 --sandbox -f json").run();
    let is_under_way = |ran: &Ran| ran.code == 0 && ran.json()[0]["summary"]["under_way"].as_u64() > Some(0);
    let mut looked = look();
    for _ in 0..200 {
        if is_under_way(&looked) {
            break;
        }
        std::thread::sleep(Duration::from_millis(50));
        looked = look();
    }
    let shown = looked.json().remove(0);
    assert_valid("runs-show", &shown);
    assert_eq!((&shown["alive"], &shown["summary"]["in_doubt"]), (&true.into(), &0.into()), "{shown}");
    let words = place.tool("runs show 1 --sandbox").run().out;
    assert!(words.contains("under way") && words.contains("running") && !words.contains("in doubt"), "{words}");
    assert!(place.tool("runs list --sandbox").run().out.contains("\trunning\t"));
    child.kill().expect("kill -9");
    child.wait().expect("it is dead");
    let dead = look().json().remove(0);
    assert_valid("runs-show", &dead);
    assert_eq!((&dead["alive"], &dead["summary"]["under_way"]), (&false.into(), &0.into()));
    let in_doubt = dead["summary"]["in_doubt"].as_u64();
    assert!(in_doubt > Some(0) && in_doubt <= Some(100), "{dead}");
}
