//! `numcheck runs report`: the page that is handed on, and its JSON against the published schema.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Ran, Tool, numcheck, vendor};

/// A folder with a list and a ledger of its own.
struct Place(tempfile::TempDir);

impl Place {
    fn mobiles(count: usize) -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        let lines: Vec<String> = (0..count).map(|n| format!("1380010{n:04}")).collect();
        std::fs::write(place.path("list.txt"), lines.join("\n")).expect("a list");
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn tool(&self, args: &str) -> Tool {
        let args = args.replace("DIR", &self.0.path().display().to_string());
        numcheck(&args).env("NUMCHECK_LEDGER", &self.path("ledger.db").display().to_string())
    }

    /// A run with one lost answer.
    fn run(&self) -> Ran {
        let faults = "--sandbox-faults lost=1@1";
        self.tool(&format!("run DIR/list.txt --sandbox --no-progress -p ywjisu/line-status --price 0.01 {faults}"))
            .run()
    }

    fn page(&self, args: &str) -> String {
        let ran = self.tool(&format!("runs report 1 --html DIR/report.html {args}")).run();
        assert_eq!(ran.code, 0, "{}", ran.err);
        std::fs::read_to_string(self.path("report.html")).expect("the page")
    }
}

/// Nothing is fetched, nothing runs, and nobody's number or key is in it.
fn assert_fit_to_be_handed_on(page: &str) {
    assert!(page.contains(r#"content="default-src 'none'; style-src 'unsafe-inline'""#));
    for outside in ["<script", "<link", "<img", "<iframe", "http://", "https://", "@import", "src=", "onload"] {
        assert!(!page.contains(outside), "{outside}");
    }
    // `url(#…)` names a pattern of the page itself.
    assert!(page.match_indices("url(").all(|(at, _)| page[at..].starts_with("url(#")));
    assert!(!page.contains("1380010"), "a number");
    assert!(!page.contains("sandbox-juhe") && !page.contains("canary"), "a key");
}

#[test]
fn the_page_opens_offline_and_holds_no_number_and_no_key() {
    let place = Place::mobiles(200);
    assert_eq!(place.run().code, 8);
    let page = place.page("--sandbox");
    assert_fit_to_be_handed_on(&page);
    for words in ["<html lang=\"en\">", "numbers can be reached", "reachable", "settle 1 --paid --sandbox", "In doubt"]
    {
        assert!(page.contains(words), "{words}");
    }
    let page = place.page("--sandbox --lang zh");
    assert_fit_to_be_handed_on(&page);
    for words in ["<html lang=\"zh-CN\">", "个可联系", "计费存疑", "实号", "逐行统计", "沙箱数据"] {
        assert!(page.contains(words), "{words}");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(place.path("report.html")).expect("the page").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn the_json_is_as_published() {
    let schema: Value = serde_json::from_str(include_str!("../../schemas/report.v1.json")).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let place = Place::mobiles(200);
    place.run();
    let json = || place.tool("runs report 1 --json --sandbox").run().json().remove(0);
    let whole = json();
    std::fs::remove_file(place.path("list.txt")).expect("the list is gone");
    let without_list = json();
    for report in [&whole, &without_list] {
        let problems: Vec<String> = validator.iter_errors(report).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{problems:?}");
        assert!(!report.to_string().contains("1380010"), "{report}");
    }
    assert_eq!((whole["lines"].as_u64(), whole["in_doubt"].as_u64()), (Some(200), Some(50)));
    assert_eq!(whole["money"]["cost"].as_i64(), Some(whole["money"]["spent"].as_i64().expect("units") * 10_000));
    assert!(without_list["classes"].is_null() && without_list["without_list"].is_string());
    assert_eq!(whole["reachability"], without_list["reachability"]);
    for (field, bad) in [("v", 2.into()), ("state", "lost".into()), ("answered", (-1).into()), ("money", Value::Null)] {
        let mut report = whole.clone();
        report[field] = bad;
        assert!(!validator.is_valid(&report), "{field}");
    }
}

#[test]
fn without_a_file_it_is_told_in_short() {
    let place = Place::mobiles(120);
    place.run();
    let ran = place.tool("runs report 1 --sandbox --lang zh").run();
    for words in ["检测任务 1", "名单共 120 行", "可联系", "计费存疑"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains("1380010"), "{}", ran.out);
}

#[test]
fn what_a_vendor_writes_stays_text() {
    let place = Place::mobiles(3);
    let url = vendor(|_| {
        let row = |number: &str| {
            format!(
                r#"{{"mobile":"{number}","lastTime":"1","area":"<script>alert(1)</script>\u202e13800100001","numberType":"<b>13800100002\u0007","chargesStatus":"1","status":"1","orderid":"x"}}"#
            )
        };
        let rows: Vec<String> = (0..3).map(|n| row(&format!("1380010{n:04}"))).collect();
        Some(format!(
            r#"{{"reason":"ok","result":{{"orderid":"JH1","countFee":3,"data":[{}]}},"error_code":0}}"#,
            rows.join(",")
        ))
    });
    let ran = place
        .tool(&format!("run DIR/list.txt --no-progress -p juhe/line-status --base-url {url} --allow-http"))
        .env("NUMCHECK_JUHE_LINE_STATUS_KEY", "canary-line-7f3a")
        .run();
    assert_eq!(ran.code, 0, "{}", ran.err);
    for lang in ["en", "zh"] {
        let page = place.page(&format!("--lang {lang}"));
        assert_fit_to_be_handed_on(&page);
        assert!(page.contains("&#60;b&#62;") || page.contains("&lt;b&gt;"), "told as text");
        assert!(!page.contains('\u{202e}') && !page.contains('\u{7}'));
    }
}

#[test]
fn a_wrong_run_and_a_wrong_place_have_words_of_their_own() {
    let place = Place::mobiles(60);
    place.run();
    for (args, code, words) in [
        ("runs report 7 --sandbox", 2, "numcheck runs list"),
        ("runs report 1", 2, "--sandbox"),
        ("runs report 1 --sandbox --html DIR/list.txt", 2, "the list itself"),
        ("runs report 1 --sandbox --html DIR/ledger.sandbox.db", 2, "the ledger"),
        ("runs report 1 --sandbox --html DIR/none/report.html", 1, "report.html"),
        ("runs report 1 --sandbox --html x.html --json", 2, "--json"),
    ] {
        let ran = place.tool(args).run();
        assert_eq!(ran.code, code, "{args}: {}", ran.err);
        assert!(ran.err.contains(words), "{args}: {}", ran.err);
    }
    std::fs::write(place.path("list.txt"), "13900000001\n").expect("another list");
    let changed = place.tool("runs report 1 --sandbox").run();
    assert!(changed.code == 0 && changed.out.contains("has changed"), "{changed:?}");
    let kept = place.tool("runs report 1 --sandbox --html DIR/ledger.sandbox.db").run();
    assert!(kept.code == 2 && kept.err.contains("is the ledger"), "{kept:?}");
}
