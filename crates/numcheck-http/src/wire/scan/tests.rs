use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::Deserialize;

use super::*;

#[derive(Deserialize, Default, Debug, PartialEq)]
#[serde(default)]
struct Row {
    #[serde(deserialize_with = "super::super::text")]
    a: Option<String>,
    #[serde(deserialize_with = "super::super::text")]
    bb: Option<String>,
}

fn scanned(json: &str) -> Option<Vec<Row>> {
    let mut rows = Vec::new();
    Scan::whole(json, |scan| {
        scan.list(|scan| {
            scan.fields(&["a", "bb"], |[a, bb]| {
                rows.push(Row { a: a.map(str::to_owned), bb: bb.map(str::to_owned) });
            })
        })
    })?;
    Some(rows)
}

/// Whether it was read at all.
fn agrees(json: &str) -> bool {
    let read = scanned(json);
    if let Some(read) = &read {
        let plain: Vec<Row> = serde_json::from_str(json).unwrap_or_else(|error| panic!("{json}: {error}"));
        assert_eq!(*read, plain, "{json}");
    }
    read.is_some()
}

#[test]
fn reads_what_vendors_write() {
    for json in [
        "[]",
        "[{}]",
        r#"[{"a":"1","bb":"北京"},{"bb":2,"a":-3}]"#,
        " [ { \"a\" : \"x\" ,\r\n\t\"bb\" : null } ] ",
        r#"[{"a":" ","bb":true,"more":"x","last":0}]"#,
        r#"[{"a":"\u4e2d\u56fd\/\"","bb":" \t"}]"#,
        r#"[{"a":999999999999999999}]"#,
    ] {
        assert!(agrees(json), "{json}");
    }
    let mut members = BTreeMap::new();
    let read = Scan::whole(r#"{"x":1,"y":["a",2]}"#, |scan| {
        scan.object(|scan, name| {
            match name {
                "y" => assert_eq!(scan.list(|scan| scan.scalar().map(drop))?, 2),
                _ => drop(members.insert(name, scan.scalar()?)),
            }
            Some(())
        })
    });
    assert!(read.is_some() && members["x"].as_deref() == Some("1"), "{members:?}");
}

#[test]
fn leaves_the_rest_to_the_deserialiser() {
    for json in [
        "",
        "[",
        "[]]",
        "[,]",
        "[{},]",
        "[1]",
        "[null]",
        r#"[{"a":"1","a":"2"}]"#,
        r#"[{"a":"1",}]"#,
        r#"[{"a":"1"}"#,
        r#"[{"a" "1"}]"#,
        r#"[{a:"1"}]"#,
        r#"[{"a":1.0}]"#,
        r#"[{"a":1e400}]"#,
        r#"[{"a":-0}]"#,
        r#"[{"a":01}]"#,
        r#"[{"a":-}]"#,
        r#"[{"a":1000000000000000000}]"#,
        r#"[{"a":{}}]"#,
        r#"[{"a":[]}]"#,
        r#"[{"a":nul}]"#,
        r#"[{"a":nullx}]"#,
        r#"[{"a":"\ud800"}]"#,
        r#"[{"a":"\x"}]"#,
        r#"[{"a":"x\"#,
        r#"[{"\u0061":"x"}]"#,
        "[{\"a\":\"\n\"}]",
        "[{\"a\":\"x",
    ] {
        assert!(!agrees(json), "{json}");
    }
}

proptest! {
    /// Whatever is made of parts of JSON is read as serde reads it, or not at all.
    #[test]
    fn reads_what_serde_reads(parts in prop::collection::vec(prop::sample::select(PARTS), 0..14), cut in 0..200_usize) {
        let json = format!("[{{{}}}]", parts.concat());
        agrees(&json);
        let cut = (0..=cut.min(json.len())).rev().find(|&at| json.is_char_boundary(at)).unwrap_or_default();
        agrees(&json[..cut]);
        agrees(&json[cut..]);
    }
}

const PARTS: &[&str] = &[
    "\"a\":",
    "\"bb\":",
    "\"c\":",
    "\"\"",
    "\"x\"",
    "\" 号 \"",
    "\"\\u4e2d\"",
    "\"\\ud83d\\ude00\"",
    "\"\\ud83d\"",
    "0",
    "-7",
    "12345678901234567",
    "1.5",
    "1e3",
    "null",
    "true",
    "false",
    "[1]",
    "{}",
    ",",
    ",",
    ",",
    " ",
    "\n",
    "},{",
    "\u{feff}",
    "\"",
    "\\",
    "\u{1}",
];
