//! Every line of `explain`, `products` and `normalize` against its published schema, and `schema`, which prints them.

use serde_json::{Value, json};

use crate::support::numcheck;

fn validator(name: &str) -> jsonschema::Validator {
    let printed = numcheck(&format!("schema {name}")).run();
    let schema: Value = serde_json::from_str(&printed.out).unwrap_or_else(|error| panic!("{name}: {error}"));
    jsonschema::validator_for(&schema).expect("a schema")
}

fn assert_published(validator: &jsonschema::Validator, lines: &[Value]) {
    assert!(!lines.is_empty());
    for line in lines {
        let problems: Vec<String> = validator.iter_errors(line).map(|error| error.to_string()).collect();
        assert!(problems.is_empty(), "{line}: {problems:?}");
    }
}

/// The schema refuses a good line without one of its fields, and with one of these changes.
fn assert_strict(validator: &jsonschema::Validator, good: &Value, bad: &[(&str, Value)]) {
    assert!(validator.is_valid(good), "{good}");
    for field in good.as_object().expect("an object").keys() {
        let mut line = good.clone();
        line.as_object_mut().expect("an object").remove(field);
        assert!(!validator.is_valid(&line), "without {field}: {line}");
    }
    for (field, value) in bad {
        let mut line = good.clone();
        line[*field] = value.clone();
        assert!(!validator.is_valid(&line), "{line}");
    }
}

#[test]
fn explain_is_as_published() {
    let validator = validator("explain");
    let mut seen = Vec::new();
    for query in ["10012", "112", "429", "4", "空号", "224922", "200000", "0", "in_doubt", "quota", "500004"] {
        let lines = numcheck(&format!("explain {query} -f json")).run().json();
        assert_published(&validator, &lines);
        seen.extend(lines.iter().map(|line| line["type"].clone()));
    }
    for meaning in ["answer", "code", "status", "success", "word"] {
        assert!(seen.contains(&meaning.into()), "{meaning} was never printed");
    }
    let good = numcheck("explain 10012 -f json").run().json().remove(0);
    let bad = [("v", json!(2)), ("type", json!("riddle")), ("turn", json!("nobody")), ("charge", json!("maybe"))];
    assert_strict(&validator, &good, &bad);
}

#[test]
fn products_are_as_published() {
    let validator = validator("products");
    let lines = numcheck("products -f json")
        .env("NUMCHECK_JUHE_OPENID", "canary-0123456789")
        .env("NUMCHECK_YWJISU_PWD", "")
        .run()
        .json();
    assert_published(&validator, &lines);
    let states: Vec<&Value> =
        lines.iter().flat_map(|line| line["credentials"].as_array().expect("a list")).map(|c| &c["state"]).collect();
    for state in ["missing", "present", "wrong"] {
        assert!(states.contains(&&state.into()), "{state} was never printed");
    }
    let bad = [("v", json!(2)), ("product", json!("juhe")), ("max_batch", json!(0)), ("accepts", json!(["pigeon"]))];
    assert_strict(&validator, &lines[0], &bad);
}

#[test]
fn normalize_is_as_published() {
    let validator = validator("normalize");
    let list = "13800000001\n+86 138 0000 0001\n010-62345678\n10086\n+85223456789\n1410000000001\nnonsense\n1.38E+10\n138\n\
                13800000001/13800000002\n138000000011\n12800000001\n010-62345678转3\n+99912345678\n";
    let lines = numcheck("normalize - -f json").stdin(list).run().json();
    assert_eq!(lines.len(), 14);
    assert_published(&validator, &lines);
    let bad =
        [("v", json!(2)), ("kind", json!(null)), ("number", json!("abc")), ("error", json!({ "reason": "mood" }))];
    assert_strict(&validator, &lines[0], &bad);
}

#[test]
fn schemas_are_listed_and_a_wrong_name_says_which_there_are() {
    let names = numcheck("schema").run();
    for name in ["check", "explain", "normalize", "products"] {
        assert!(names.code == 0 && names.out.lines().any(|line| line == name), "{names:?}");
        validator(name);
    }
    let wrong = numcheck("schema weather").run();
    assert!(wrong.code == 2 && wrong.err.contains("products") && wrong.out.is_empty(), "{wrong:?}");
}
