//! Bad numbers: named with their place and their cure, and no reason to stop the others.

use crate::support::{list, numcheck};

#[test]
fn a_bad_number_is_named_and_the_rest_goes_on() {
    let lines = "13800000001\n1.38E+10\n\n13800000001转5\n0571-56264805\n13800000004\n";
    let ran = numcheck("check --sandbox -f json -").stdin(lines).run();
    assert_eq!(ran.code, 3, "{ran:?}");
    let rows = ran.json();
    let shown: Vec<(&str, &str)> = rows
        .iter()
        .map(|row| (row["number"].as_str().expect("text"), row["outcome"].as_str().expect("a word")))
        .collect();
    assert_eq!(
        shown,
        [
            ("13800000001", "report"),
            ("1.38E+10", "rejected"),
            ("13800000001转5", "rejected"),
            ("057156264805", "rejected"),
            ("13800000004", "report")
        ]
    );
    assert_eq!((&rows[1]["answered_at"], &rows[1]["charge"]), (&serde_json::Value::Null, &"free".into()));
    for (place, cure) in [
        ("line 2:", "format the column as text"),
        ("line 4:", "write the number alone"),
        ("line 5:", "takes no landline numbers: ask juhe/caller-id"),
    ] {
        let line = ran.err.lines().find(|line| line.contains(place)).expect(place);
        assert!(line.starts_with("error: ") && line.contains(cure), "{line}");
    }
}

#[test]
fn a_number_given_twice_is_asked_once_and_printed_twice() {
    let ran = numcheck("check --sandbox 13800000004 13800000001 +8613800000004").run();
    let numbers: Vec<&str> = ran.out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(numbers, ["13800000004", "13800000001", "13800000004"]);
    assert!(ran.err.contains("1 given before") && ran.err.contains("2 billed"), "{ran:?}");
}

#[test]
fn a_hundred_numbers_and_no_more() {
    let ran = numcheck("check --sandbox -").stdin(list(100)).run();
    assert_eq!(ran.out.lines().count(), 100, "{}", ran.err);
    for (stdin, why) in [(list(101), "101 numbers"), (list(100_000), "64 KiB")] {
        let ran = numcheck("check --sandbox -").stdin(stdin).run();
        assert!(ran.code == 2 && ran.err.contains(why) && ran.err.contains("nothing was paid"), "{ran:?}");
    }
}

#[test]
fn what_is_no_number_cannot_write_on_the_terminal() {
    let ran = numcheck("check --sandbox").arg("\u{1b}[2J\u{202e}x").arg(&"9".repeat(5000)).run();
    assert_eq!(ran.code, 5);
    assert!(!ran.out.contains('\u{1b}') && !ran.err.contains('\u{1b}') && !ran.err.contains('\u{202e}'), "{ran:?}");
    assert!(ran.out.len() < 1000 && ran.err.len() < 1000, "{ran:?}");
    for formula in ["=1+1", "@x", "-x"] {
        let ran = numcheck("check --sandbox -f csv --").arg(formula).run();
        assert!(ran.out.contains(&format!("\n'{formula},")), "{ran:?}");
    }
}

#[test]
fn each_mistake_has_its_own_words() {
    for (args, words) in [
        ("check --sandbox --encrypt rsa 13800000001", "or ask juhe/network-status"),
        ("check --sandbox -p juhe/line-staus 13800000001", "a similar value exists: 'juhe/line-status'"),
        ("check --base-url http://apis.juhe.cn 13800000001", "--allow-http"),
        ("check --base-url apis.juhe.cn 13800000001", "https://host"),
        ("check --sandbox --timeout 30 13800000001", "such as 30s"),
        ("check --sandbox --country 85 23456789", "--country 852"),
        ("check --sandbox - -", "twice"),
        ("explain 10010", "undocumented"),
        ("explain slient", "silent"),
        ("sandbox --host 8.8.8.8", "loopback only"),
    ] {
        let ran = numcheck(args).run();
        assert!(ran.code == 2 && ran.err.contains(words), "{args}: {}", ran.err);
    }
}
