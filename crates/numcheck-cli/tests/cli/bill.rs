//! `numcheck bill`: the month by day, product and key, its schema, and a statement that is wrong.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::{Tool, numcheck, vendor};

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        let lines: Vec<String> = (0..100).map(|n| format!("1380010{n:04}")).collect();
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

    fn run(&self, args: &str) {
        let ran = self.tool(&format!("run DIR/list.txt --sandbox --no-progress {args}")).run();
        assert!(ran.code == 3 || ran.code == 8, "{}", ran.err);
    }

    fn bill(&self, args: &str) -> Value {
        let ran = self.tool(&format!("bill -f json {args}")).run();
        assert!(ran.code == 0 || (ran.code == 3 && args.contains("--statement")), "{}", ran.err);
        let bill = ran.json().remove(0);
        let schema: Value = serde_json::from_str(include_str!("../../schemas/bill.v1.json")).expect("JSON");
        let validator = jsonschema::validator_for(&schema).expect("a schema");
        let problems: Vec<String> = validator.iter_errors(&bill).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{bill}: {problems:?}");
        bill
    }
}

#[test]
fn a_month_is_told_by_product_and_key_as_published() {
    let place = Place::new();
    place.run("-p ywjisu/line-status --sandbox-faults lost=1@1");
    place.run("-p juhe/line-status --price 0.01");
    let bill = place.bill("--sandbox");
    let lines = bill["lines"].as_array().expect("lines");
    let products: Vec<_> = lines.iter().map(|line| line["product"].as_str().expect("a product")).collect();
    assert_eq!(products, ["juhe/line-status", "ywjisu/line-status"]);
    assert_ne!(lines[0]["account"], lines[1]["account"]);
    let sum = |field: &str| lines.iter().map(|line| line[field].as_u64().expect("a count")).sum::<u64>();
    assert_eq!((sum("in_doubt"), bill["total"]["in_doubt"].as_u64()), (50, Some(50)));
    assert_eq!(bill["total"]["billed"].as_u64(), Some(sum("billed")));
    assert_eq!(lines[0]["receipts"], lines[0]["billed"], "this vendor sends receipts");
    assert_eq!(lines[0]["cost"].as_i64(), Some(lines[0]["billed"].as_i64().expect("a count") * 10_000));
    let one = place.bill("--sandbox -p juhe/line-status");
    assert_eq!((one["lines"].as_array().map(Vec::len), &one["product"]), (Some(1), &"juhe/line-status".into()));
    let told = place.tool("bill --sandbox --lang zh").run();
    assert!(
        told.out.contains("计费存疑") && told.out.contains(lines[0]["account"].as_str().expect("a key")),
        "{told:?}"
    );
}

#[test]
fn a_check_and_a_run_with_one_key_have_one_label_and_the_key_is_nowhere() {
    let place = Place::new();
    let url = vendor(|body| {
        let number = body.split("mobiles=").nth(1)?.split('&').next()?.to_owned();
        Some(format!(
            r#"{{"reason":"ok","result":{{"orderid":"JH{number}","countFee":1,"data":[{{"mobile":"{number}","lastTime":"1","area":"","numberType":"","chargesStatus":"1","status":"1","orderid":"x"}}]}},"error_code":0}}"#
        ))
    });
    std::fs::write(place.path("list.txt"), "13800000001\n").expect("a list");
    let ask = |key: &str, args: &str| {
        let tool = place.tool(&format!("{args} -p juhe/line-status --base-url {url} --allow-http"));
        let ran = tool.env("NUMCHECK_JUHE_LINE_STATUS_KEY", key).run();
        assert_eq!(ran.code, 0, "{}", ran.err);
    };
    ask("canary-one-7f3a", "check 13800000002");
    ask("canary-one-7f3a", "run DIR/list.txt --no-progress");
    ask("canary-two-81bc", "check 13800000003");
    let bill = place.bill("");
    let lines = bill["lines"].as_array().expect("lines");
    let mut billed: Vec<_> = lines.iter().map(|line| line["billed"].as_u64().expect("a count")).collect();
    billed.sort_unstable();
    assert_eq!(billed, [1, 2], "{bill}");
    let ledger = std::fs::read(place.path("ledger.db")).expect("the ledger");
    assert!(!ledger.windows(6).any(|part| part == b"canary"), "the key is in the ledger");
}

#[test]
fn a_statement_in_gbk_is_compared_and_what_was_taken_is_said() {
    let place = Place::new();
    place.run("-p juhe/line-status");
    let day = place.bill("--sandbox")["lines"][0]["day"].as_str().expect("a day").to_owned();
    let line = |count: u64| {
        format!("对账单,,\n日期,接口名称,计费条数\n{day},空号检测,{count}\n2020-01-01,空号检测,5\n合计,,{count}\n")
    };
    for (count, differences, words) in [(80, 0, "全部一致"), (81, 1, "条数不同")] {
        let text = in_gbk(&line(count));
        std::fs::write(place.path("statement.csv"), text).expect("a statement");
        let bill = place.bill("--sandbox --statement DIR/statement.csv");
        let statement = &bill["statement"];
        assert_eq!(statement["differs"].as_array().map(Vec::len), Some(differences), "{statement}");
        let outside = (statement["lines_of_other_months"].as_u64(), statement["lines_unreadable"].as_u64());
        assert_eq!(outside, (Some(1), Some(1)), "{statement}");
        let told = place.tool("bill --sandbox --lang zh --statement DIR/statement.csv").run();
        assert_eq!(told.code, if differences == 0 { 0 } else { 3 }, "{}", told.out);
        assert!(!told.out.contains("runs settle"), "nothing is in doubt: {}", told.out);
        assert!(told.out.contains(words) && told.out.contains("计费条数 = 计费条数"), "{}", told.out);
    }
}

#[test]
fn a_statement_names_products_as_people_do_and_where_nobody_can_tell_the_cure_is_said() {
    let place = Place::new();
    place.run("-p juhe/line-status");
    place.run("-p ywjisu/line-status --new");
    let bill = place.bill("--sandbox");
    let day = bill["lines"][0]["day"].as_str().expect("a day").to_owned();
    let billed = bill["lines"][0]["billed"].as_u64().expect("a count");
    let told = |name: &str, args: &str| {
        let text = format!("日期,产品,计费条数\n{day},{name},{billed}\n");
        std::fs::write(place.path("statement.csv"), text).expect("a statement");
        place.tool(&format!("bill --sandbox --statement DIR/statement.csv {args}")).run()
    };
    for name in ["juhe/line-status", "聚合数据 空号检测", "Juhe line status", "聚合数据空号检测"] {
        let ran = told(name, "");
        assert!(ran.code == 0 && ran.out.contains("All that can be compared agrees"), "{name}: {}", ran.out);
    }
    for (name, args) in [("空号检测", ""), ("some product", "")] {
        let ran = told(name, args);
        assert!(ran.code == 3 && ran.out.contains("--product juhe/line-status"), "{name}: {}", ran.out);
        let ran = told(name, "--product juhe/line-status");
        assert!(ran.code == 0, "{name}: {}", ran.out);
    }
}

#[test]
fn months_and_statements_that_cannot_be_have_words_of_their_own() {
    let place = Place::new();
    place.run("-p juhe/line-status");
    std::fs::write(place.path("odd.csv"), "名称,金额\n空号检测,12.5\n").expect("a file");
    for (args, code, words) in [
        ("bill --sandbox --month 2026-13", 2, "--month 2026-11"),
        ("bill --sandbox --month 2199-01", 2, "has not begun"),
        ("bill --sandbox -p acme/nothing", 2, "numcheck products"),
        ("bill", 2, "--sandbox"),
        ("bill --sandbox --statement DIR/odd.csv", 5, "名称, 金额"),
        ("bill --sandbox --statement DIR/odd.csv --columns order=流水号", 2, "流水号"),
        ("bill --sandbox --statement DIR/none.csv", 5, "none.csv"),
        ("bill --sandbox --columns day=1", 2, "--statement"),
    ] {
        let ran = place.tool(args).run();
        assert_eq!(ran.code, code, "{args}: {}", ran.err);
        assert!(ran.err.contains(words), "{args}: {}", ran.err);
    }
    let empty = place.tool("bill --sandbox --month 2020-01").run();
    assert!(empty.code == 0 && empty.out.contains("2020-01"), "{empty:?}");
}

/// The text in GBK: these characters and ASCII alone.
fn in_gbk(text: &str) -> Vec<u8> {
    let gbk = |c: char| -> Vec<u8> {
        let known: &[(char, [u8; 2])] = &[
            ('对', [0xb6, 0xd4]),
            ('账', [0xd5, 0xcb]),
            ('单', [0xb5, 0xa5]),
            ('日', [0xc8, 0xd5]),
            ('期', [0xc6, 0xda]),
            ('接', [0xbd, 0xd3]),
            ('口', [0xbf, 0xda]),
            ('名', [0xc3, 0xfb]),
            ('称', [0xb3, 0xc6]),
            ('计', [0xbc, 0xc6]),
            ('费', [0xb7, 0xd1]),
            ('条', [0xcc, 0xf5]),
            ('数', [0xca, 0xfd]),
            ('空', [0xbf, 0xd5]),
            ('号', [0xba, 0xc5]),
            ('检', [0xbc, 0xec]),
            ('测', [0xb2, 0xe2]),
            ('合', [0xba, 0xcf]),
        ];
        let found = known.iter().find(|(known, _)| *known == c);
        found.map_or_else(|| c.to_string().into_bytes(), |(_, bytes)| bytes.to_vec())
    };
    text.chars().flat_map(gbk).collect()
}
