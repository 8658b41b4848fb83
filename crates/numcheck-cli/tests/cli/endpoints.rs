//! All six endpoints through the sandbox, in every format.

use crate::support::{Ran, numcheck};

const ENDPOINTS: [&str; 6] = [
    "-p juhe/line-status",
    "-p juhe/network-status",
    "-p juhe/network-status --encrypt aes",
    "-p juhe/network-status --encrypt rsa",
    "-p juhe/caller-id",
    "-p ywjisu/line-status",
];

/// What the sandbox says of numbers that end in 1 and in 4.
fn statuses(endpoint: &str) -> [(&'static str, &'static str); 2] {
    match endpoint {
        endpoint if endpoint.contains("line-status") => [("active", "实号"), ("silent", "沉默号")],
        endpoint if endpoint.contains("caller-id") => [("harassment", "骚扰电话"), ("courier", "快递送餐")],
        _ => [("suspended", "停机"), ("pending_cancellation", "预销户")],
    }
}

fn check(endpoint: &str, format: &str) -> Ran {
    let ran = numcheck(&format!("check --sandbox {endpoint} -f {format} 13800000001 13800000004")).run();
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.err.starts_with("sandbox: "), "{ran:?}");
    ran
}

#[test]
fn every_endpoint_answers_in_json() {
    for endpoint in ENDPOINTS {
        let rows = check(endpoint, "json").json();
        assert_eq!(rows.len(), 2);
        for ((row, number), (status, _)) in rows.iter().zip(["13800000001", "13800000004"]).zip(statuses(endpoint)) {
            assert_eq!((&row["v"], &row["number"], &row["outcome"]), (&1.into(), &number.into(), &"report".into()));
            assert_eq!((&row["status"], &row["sandbox"]), (&status.into(), &true.into()), "{endpoint}");
            assert!(endpoint.contains(row["product"].as_str().expect("a product")));
        }
    }
}

#[test]
fn every_endpoint_answers_in_text() {
    for endpoint in ENDPOINTS {
        let ran = check(endpoint, "text");
        let [first, second] = statuses(endpoint);
        let lines: Vec<&str> = ran.out.lines().collect();
        for (line, (number, (word, word_zh))) in lines.iter().zip([("13800000001", first), ("13800000004", second)]) {
            assert!(line.starts_with(&format!("{number}\t{word}\t{word_zh}\t")), "{line}");
            assert_eq!(line.split('\t').count(), 6, "{line}");
        }
        assert_eq!(lines.len(), 2);
    }
}

#[test]
fn every_endpoint_answers_in_csv() {
    for endpoint in ENDPOINTS {
        let ran = check(endpoint, "csv");
        let mut reader = csv::Reader::from_reader(ran.out.as_bytes());
        let headers = reader.headers().expect("a header").clone();
        let at = |name: &str| headers.iter().position(|header| header == name).expect(name);
        let (number, status, report) = (at("number"), at("status"), at("report"));
        let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 2);
        for (row, (word, _)) in rows.iter().zip(statuses(endpoint)) {
            assert!(row[number].starts_with("1380000000"));
            assert_eq!(&row[status], word);
            assert!(serde_json::from_str::<serde_json::Value>(&row[report]).is_ok_and(|report| report.is_object()));
        }
    }
}

#[test]
fn a_foreign_number_keeps_its_country() {
    let ran = numcheck("check --sandbox -p juhe/caller-id -f json --country 852 23456781").run();
    assert_eq!((ran.code, &ran.json()[0]["number"]), (0, &"+85223456781".into()), "{ran:?}");
    let ran = numcheck("check --sandbox -p juhe/caller-id -f csv +85223456781").run();
    assert!(ran.out.lines().nth(1).is_some_and(|line| line.starts_with("'+85223456781,")), "{ran:?}");
}

#[test]
fn numbers_come_from_standard_input_too() {
    let list = "\u{feff}138 0000 0001\r\n\r\n１３８０００００００４\n'13800000002.0\n";
    let ran = numcheck("check --sandbox - 13800000005").stdin(list).run();
    let numbers: Vec<&str> = ran.out.lines().filter_map(|line| line.split('\t').next()).collect();
    assert_eq!((ran.code, numbers), (0, vec!["13800000001", "13800000004", "13800000002", "13800000005"]));
}

#[test]
fn no_colour_and_no_table_in_a_pipe() {
    let ran = numcheck("check --sandbox 13800000001").env("TERM", "xterm-256color").run();
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains("NUMBER"), "{ran:?}");
}
