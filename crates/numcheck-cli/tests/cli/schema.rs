//! Every JSON line against the schema that is published with this crate.

use serde_json::{Value, json};

use crate::support::{Place, numcheck};

fn validator() -> jsonschema::Validator {
    validator_of("check")
}

fn validator_of(name: &str) -> jsonschema::Validator {
    let path = format!("{}/schemas/{name}.v1.json", env!("CARGO_MANIFEST_DIR"));
    let schema: Value = serde_json::from_str(&std::fs::read_to_string(&path).expect(&path)).expect(&path);
    jsonschema::validator_for(&schema).expect(&path)
}

/// One JSON object against the schema of its name.
pub(crate) fn assert_valid(name: &str, line: &Value) {
    let problems: Vec<String> = validator_of(name).iter_errors(line).map(|error| error.to_string()).collect();
    assert!(problems.is_empty(), "{name}: {line}: {problems:?}");
}

#[test]
fn runs_and_their_results_are_as_published() {
    let mixed = "13800100000\n13800100001\n13800100006\n13800100001\nnonsense\n057156264805\n13800100003\n";
    let place = Place::new(mixed);
    let ran = place.run("-f ndjson -o - --price 0.01");
    assert_eq!(ran.json().len(), 7, "{ran:?}");
    ran.json().iter().for_each(|line| assert_valid("results", line));
    let ran = place.run("--new -p ywjisu/line-status -f ndjson -o - --sandbox-faults lost=1");
    assert!(ran.json().iter().any(|line| line["result"] == "in_doubt"), "{ran:?}");
    ran.json().iter().for_each(|line| assert_valid("results", line));
    let listed = place.tool("runs list --sandbox -f json").run().json();
    assert_eq!(listed.len(), 2);
    for line in &listed {
        assert_valid("runs-list", line);
    }
    for run in 1..=2 {
        let shown = place.tool(&format!("runs show {run} --sandbox -f json")).run().json().remove(0);
        assert_valid("runs-show", &shown);
        let mut bad = shown.clone();
        bad["summary"]["answered"] = json!(-1);
        assert!(!validator_of("runs-show").is_valid(&bad));
    }
}

#[test]
fn every_line_is_as_published() {
    let validator = validator();
    let digits = "13800000000 13800000001 13800000002 13800000003 13800000004 13800000005 13800000006 13800000007 \
                  13800000008 13800000009 10086 057156264805 nonsense 13800009012 13900000001";
    let errors =
        ["13800009001", "13800009011", "13800009014", "13800009102", "13800009429", "13800009504", "13800009703"];
    let mut seen = Vec::new();
    for product in [
        "juhe/line-status",
        "juhe/network-status",
        "juhe/network-status --encrypt rsa",
        "juhe/caller-id",
        "ywjisu/line-status",
    ] {
        for numbers in [digits, "13800000000 13800000006 13800000007"].into_iter().chain(errors) {
            let ran = numcheck(&format!("check --sandbox -f json -p {product} {numbers}")).run();
            assert_eq!(ran.out.lines().count(), numbers.split_whitespace().count(), "{ran:?}");
            for line in ran.json() {
                let problems: Vec<String> = validator.iter_errors(&line).map(|error| error.to_string()).collect();
                assert!(problems.is_empty(), "{line}: {problems:?}");
                seen.push(line["outcome"].as_str().expect("a word").to_owned());
            }
        }
    }
    for outcome in ["report", "no_record", "unanswered", "rejected", "failed"] {
        assert!(seen.iter().any(|seen| seen == outcome), "{outcome} was never printed");
    }
}

#[test]
fn the_schema_refuses_what_is_not_as_published() {
    let validator = validator();
    let good = numcheck("check --sandbox -f json 13800000001").run().json().remove(0);
    assert!(validator.is_valid(&good));
    for (field, bad) in [
        ("v", json!(2)),
        ("outcome", json!("lost")),
        ("charge", json!("maybe")),
        ("charge_basis", json!(null)),
        ("answered_at", json!("yesterday")),
        ("report", json!(null)),
        ("report", json!({ "status": "fine" })),
        ("sandbox", json!("yes")),
        ("number", json!(13_800_000_001_u64)),
    ] {
        let mut line = good.clone();
        line[field] = bad;
        assert!(!validator.is_valid(&line), "{line}");
    }
    for field in ["number", "error", "sandbox"] {
        let mut line = good.clone();
        line.as_object_mut().expect("an object").remove(field);
        assert!(!validator.is_valid(&line), "{line}");
    }
}
