//! What the owner settled, and what a finished run has no answer for, as they are told and asked again.

use numcheck_bulk::ledger::RunLock;

use crate::support::{Place, numcheck};

const RUN: &str = "-p ywjisu/line-status --price 0.01 --sandbox-faults lost=1@1";

/// Forty mobiles, of which the sandbox says nothing of those that end in 6, for free.
fn forty() -> Place {
    let lines: Vec<String> = (0..40).map(|n| format!("1380010{n:04}")).collect();
    Place::new(lines.join("\n"))
}

/// A run of two hundred, one request of which is paid for and its answer lost.
fn with_a_lost_answer() -> Place {
    let place = Place::mobiles(200);
    let ran = place.run(RUN);
    assert!(ran.code == 8 && ran.err.contains("50 in doubt, counted as spent"), "{ran:?}");
    place
}

#[test]
fn what_is_settled_as_paid_is_told_as_lost_and_as_in_doubt_nowhere() {
    let place = with_a_lost_answer();
    let settled = place.tool("runs settle 1 --paid --sandbox").run();
    assert_eq!(settled.code, 0, "{settled:?}");
    let (bill, requests) = (place.bill(), place.requests());

    let shown = place.tool("runs show 1 --sandbox").run();
    assert!(shown.out.contains("paid, answer lost") && shown.out.contains("50 paid by your word"), "{}", shown.out);
    let summary = place.summary();
    assert_eq!((&summary["in_doubt"], &summary["lost"]), (&0.into(), &50.into()), "{summary}");
    let zh = place.tool("runs show 1 --sandbox --lang zh").run();
    assert!(zh.out.contains("已计费、无结果") && !zh.out.contains("存疑"), "{}", zh.out);

    // The same command ends as one with lines that have no answer, and asks nothing.
    let same = place.run(RUN);
    assert_eq!((same.code, place.bill(), place.requests()), (3, bill, requests), "{}", same.err);
    for told in [&shown.out, &same.err] {
        assert!(!told.contains("in doubt") && !told.contains("settle"), "{told}");
    }
    let doubts = std::fs::read_to_string(place.path("list.txt.results.csv.in-doubt.csv")).expect("the file of doubts");
    assert_eq!(doubts.lines().count(), 1, "its header alone");
    assert_eq!(place.results().iter().filter(|line| line.contains(",lost,")).count(), 50);

    let report = place.tool("runs report 1 --json --sandbox").run().json().remove(0);
    assert_eq!((&report["in_doubt"], &report["lost"]), (&0.into(), &50.into()));
    let text = place.tool("runs report 1 --sandbox --lang en").run().out;
    assert!(text.contains("no number of this run is in doubt any more") && !text.contains("below"), "{text}");
    let page = place.path("report.html").display().to_string();
    assert_eq!(place.tool(&format!("runs report 1 --sandbox --html {page}")).run().code, 0);
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.contains("paid, answer lost") && page.contains("paid, by your word"), "{page}");
    assert!(!page.contains("runs settle") && !page.contains("to settle with the bill"), "{page}");
}

#[test]
fn settled_once_nothing_is_left_and_only_a_named_request_is_settled_otherwise() {
    let place = with_a_lost_answer();
    let report = place.tool("runs report 1 --json --sandbox").run().json().remove(0);
    let request = report["doubts"][0]["request"].as_i64().expect("a request");
    assert_eq!(place.tool("runs settle 1 --paid --sandbox").run().code, 0);
    // A word on the rest must not have it bought again.
    for choice in ["--paid", "--not-paid"] {
        let again = place.tool(&format!("runs settle 1 {choice} --sandbox")).run();
        assert!(again.code == 2 && again.err.contains("nothing of run 1 is left to settle"), "{choice}: {again:?}");
    }
    assert_eq!(place.summary()["lost"], 50);
    assert_eq!(place.tool(&format!("runs settle 1 --not-paid --request {request} --sandbox")).run().code, 0);
    assert_eq!((&place.summary()["lost"], &place.summary()["failed"]), (&0.into(), &50.into()));
}

#[test]
fn a_whole_run_that_was_wrongly_settled_is_corrected_and_asked_no_sooner() {
    let place = with_a_lost_answer();
    let (bill, requests, spent) = (place.bill(), place.requests(), place.summary()["spent"].clone());
    assert_eq!(place.tool("runs settle 1 --not-paid --sandbox").run().code, 0);
    assert_ne!(place.summary()["spent"], spent);
    let request = place.tool("runs report 1 --json --sandbox").run().json().remove(0)["doubts"][0]["request"].clone();
    let told = place.tool("runs report 1 --sandbox --lang en").run().out;
    assert!(told.contains("Settled with the bill") && told.contains("50  not paid, by your word"), "{told}");
    // To say the rest is paid says nothing of what was settled.
    let rest = place.tool("runs settle 1 --paid --sandbox --lang en").run();
    assert!(rest.code == 2 && rest.err.contains("--correct"), "{rest:?}");

    // The run that is alive may be about to ask them.
    let alive = RunLock::take(&place.path("ledger.sandbox.db")).expect("the lock");
    for which in ["--correct".to_owned(), format!("--request {request}")] {
        let refused = place.tool(&format!("runs settle 1 --paid {which} --sandbox --lang en")).run();
        assert!(refused.code == 2 && refused.err.contains("nothing is settled"), "{refused:?}");
    }
    drop(alive);
    assert_eq!(place.summary()["lost"], 0);

    let corrected = place.tool("runs settle 1 --paid --correct --sandbox").run();
    assert_eq!(corrected.code, 0, "{corrected:?}");
    let summary = place.summary();
    assert_eq!((&summary["lost"], &summary["spent"]), (&50.into(), &spent), "{summary}");
    assert_eq!(place.run(RUN).code, 3);
    assert_eq!((place.bill(), place.requests()), (bill, requests), "nothing is asked again");
    let page = place.path("report.html").display().to_string();
    assert_eq!(place.tool(&format!("runs report 1 --sandbox --html {page}")).run().code, 0);
    let page = std::fs::read_to_string(page).expect("the page");
    assert!(page.contains("Settled with the bill") && page.contains("paid, by your word"), "{page}");
}

#[test]
fn a_correction_of_one_run_says_nothing_of_another_s() {
    for (first, wrong, right) in [("--paid", "--paid", "--not-paid"), ("--not-paid", "--not-paid", "--paid")] {
        let place = with_a_lost_answer();
        assert_eq!(place.tool(&format!("runs settle 1 {first} --sandbox")).run().code, 0);
        // Another run of the same list, all answers of which are lost.
        let second = place.run("-p ywjisu/line-status --price 0.01 --sandbox-faults lost=1 --new --reuse none");
        assert!(second.err.contains("in doubt"), "{second:?}");
        for said in [wrong.to_owned(), format!("{right} --correct")] {
            assert_eq!(place.tool(&format!("runs settle 2 {said} --sandbox")).run().code, 0);
        }
        let report = place.tool("runs report 1 --json --sandbox").run().json().remove(0);
        let own = |doubt: &&serde_json::Value| doubt["run"] == 1;
        let settled: Vec<_> = report["doubts"].as_array().expect("a list").iter().filter(own).collect();
        let word = if first == "--paid" { "paid" } else { "not_paid" };
        assert!(settled.iter().all(|doubt| doubt["settled"] == word) && settled.len() == 1, "{settled:?}");
    }
}

#[test]
fn who_names_no_choice_is_told_of_both() {
    for (args, cures) in [
        ("runs settle 3", ["--paid", "--not-paid"]),
        ("runs settle 3 --lang zh", ["--paid", "--not-paid"]),
        ("runs purge", ["purge RUN", "--older-than"]),
        ("runs purge --lang zh", ["purge 任务编号", "--older-than"]),
    ] {
        let ran = numcheck(args).run();
        assert_eq!(ran.code, 2, "{ran:?}");
        assert!(cures.iter().all(|cure| ran.err.contains(cure)), "{args}: {}", ran.err);
    }
}

#[test]
fn a_finished_run_names_the_command_that_asks_what_has_no_answer_and_it_buys_nothing_twice() {
    let place = forty();
    let ran = place.run("-p ywjisu/line-status --price 1000");
    let (billed, most) = place.bill();
    assert_eq!((ran.code, most), (3, 1), "{}", ran.err);
    let list = place.path("list.txt").display().to_string();
    let again = "--sandbox --no-progress -p ywjisu/line-status --price 1000 --new --reuse 7d";
    assert!(ran.err.contains(&format!("numcheck run {list} {again}\n")), "{}", ran.err);
    assert!(ran.err.contains(&format!("¥{billed},000.00")), "{}", ran.err);

    // The same command has nothing to ask, and says where each line is.
    let dry = place.run("-p ywjisu/line-status --price 1000 --dry-run");
    let count = |label: &str| {
        let line = dry.err.lines().find(|line| line.trim_start().starts_with(label)).unwrap_or_default();
        line.trim_start().strip_prefix(label).and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok())
    };
    assert_eq!((count("lines"), count("done before"), count("unanswered")), (Some(40), Some(36), Some(4)), "{dry:?}");

    let requests = place.requests();
    let second = place.run("-p ywjisu/line-status --price 1000 --new --reuse 7d");
    assert!(second.err.contains("reused") && second.err.contains("36"), "{}", second.err);
    assert_eq!(place.bill(), (billed, 1), "nothing is billed again");
    assert!(place.requests() > requests, "what has no answer is asked again");
}

/// Where answers would be bought again, no command is named.
#[test]
fn no_command_is_named_that_would_buy_answers_again() {
    let place = forty();
    let ran = place.run("-p juhe/line-status,ywjisu/line-status --next-on not_in_database,vacant");
    assert!(ran.code == 3 && !ran.err.contains("--new"), "{}", ran.err);
}

#[test]
fn what_is_told_of_settling_settles_nothing_when_it_is_pasted_whole() {
    let place = with_a_lost_answer();
    for (lang, told) in [("en", "--paid, or --not-paid"), ("zh", "--paid，或 --not-paid")] {
        let shown = place.run(&format!("{RUN} --lang {lang}")).err;
        let line = shown.lines().find(|line| line.contains("runs settle")).expect("it is told").trim();
        assert!(line.ends_with(told) && !line.contains('|'), "{line}");
        let pasted = place.tool(line.trim_start_matches("numcheck ")).run();
        assert_eq!(pasted.code, 2, "{pasted:?}");
        assert_eq!(place.summary()["in_doubt"], 50);
    }
}

#[test]
fn a_new_list_that_holds_what_is_known_is_told_of_before_it_is_paid_for() {
    let place = Place::mobiles(200);
    assert_eq!(place.run("-p juhe/line-status --price 0.01").code, 0);
    let (paid, _) = place.bill();
    let lines = (0..300).map(|n| format!("1380010{n:04}")).collect::<Vec<_>>().join("\n");
    let other = place.path("other.txt");
    std::fs::write(&other, lines).expect("a list");
    let known = place.summary()["answered"].as_u64().expect("a number");
    let other = |args: &str| {
        let list = other.display();
        place.tool(&format!("run {list} -p juhe/line-status --price 0.01 --sandbox --no-progress {args}")).run()
    };
    for (args, told) in [
        ("--dry-run --lang en", format!("{known} of the numbers to ask have an answer of the last 7 days")),
        ("--dry-run --lang zh", format!("待查号码中有 {known} 个，台账里已有 7 天内的结果")),
    ] {
        let dry = other(args);
        assert!(dry.code == 0 && dry.err.contains(&told) && dry.err.contains("--reuse 7d"), "{dry:?}");
    }
    for said in ["--reuse 7d", "--reuse none"] {
        let dry = other(&format!("--dry-run --lang en {said}"));
        assert!(dry.code == 0 && !dry.err.contains("of the last 7 days"), "{said}: {dry:?}");
    }
    // A run says so before it begins to pay.
    let sample = other("--lang en --sample 10 --new");
    let (told, _) = sample.err.split_once("numbers to ask, ledger").expect("it begins");
    assert!(told.contains("of the numbers to ask have an answer of the last 7 days"), "{sample:?}");
    let twice = place.bill().1;
    let reused = other("--lang en --reuse 7d --new");
    assert!(reused.err.contains("reused") && !reused.err.contains("of the last 7 days"), "{reused:?}");
    assert!(place.bill().0 > paid && place.bill().1 == twice, "nothing more is paid for twice");
    // What goes on buys nothing that it has, and says nothing.
    let same = other("--lang en");
    assert!(!same.err.contains("of the last 7 days"), "{same:?}");
}

#[test]
fn lines_without_a_number_are_counted_where_not_all_are_named() {
    let bad = (0..8).map(|n| format!("x{n}")).collect::<Vec<_>>().join("\n");
    let place = Place::new(format!("13800100001\n{bad}"));
    let ran = place.run("-p juhe/line-status --lang en");
    assert_eq!(ran.err.lines().filter(|line| line.starts_with("  line ")).count(), 5, "{}", ran.err);
    assert!(ran.err.contains("and 3 more lines without a number"), "{}", ran.err);
    let few = Place::new("13800100001\nx1").run("-p juhe/line-status --lang en");
    assert!(!few.err.contains("more lines"), "{}", few.err);
}
