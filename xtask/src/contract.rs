//! `cargo xtask contract [VENDOR[/PRODUCT[/CASE]]]`: the contract tests alone, as a table.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::fixtures::{self, Case};
use crate::sh::{self, Result, Stream};

pub(crate) fn run(args: &[String]) -> Result {
    let filter = match args {
        [] => None,
        [filter] if !filter.starts_with('-') => Some(filter.trim_matches('/')),
        _ => return Err("write vendor, vendor/product or vendor/product/case, or nothing for all".to_owned()),
    };
    let cases = chosen(fixtures::cases(&sh::root())?, filter)?;

    // With the features of the whole workspace, so that nothing is compiled twice for `cargo xtask test`.
    let mut command = sh::cargo(["test", "--workspace", "--all-features", "--locked", "--test", "contract"]);
    command.args(["--color", sh::colour(), "--", "--format", "json"]).args(filter);
    let mut results = BTreeMap::new();
    let ran = sh::watch(&mut command, &Stream::Stdout, |line| {
        let Some((name, result)) = Outcome::read(line) else { return };
        results.insert(name, result);
    })?;
    // The test binary takes a part of a name for the name.
    results.retain(|name: &String, _| filter.is_none() || cases.iter().any(|case| case.name == *name));
    if results.is_empty() {
        return Err("the contract tests did not run; without a filter they say more".to_owned());
    }

    print!("{}", table(&cases, &results));
    for (name, Outcome { passed, words }) in &results {
        if !passed {
            println!("\n{name}\n{words}");
        }
    }
    let failed = results.values().filter(|result| !result.passed).count();
    let unheard: Vec<&str> =
        cases.iter().map(|case| case.name.as_str()).filter(|name| !results.contains_key(*name)).collect();
    println!("\ncontract: {} passed, {failed} failed", results.len() - failed);
    match (unheard.as_slice(), ran && failed == 0) {
        ([], true) => Ok(()),
        ([], false) => Err("a checker and its fixture do not agree".to_owned()),
        (names, _) => Err(format!("no result came of {}", names.join(", "))),
    }
}

/// The cases the filter names: a vendor, one of its products, or one case, each written out.
fn chosen(cases: Vec<Case>, filter: Option<&str>) -> Result<Vec<Case>> {
    let Some(filter) = filter else {
        return if cases.is_empty() { Err(format!("there is no fixture in {}", fixtures::DIR)) } else { Ok(cases) };
    };
    let mut products: Vec<String> =
        cases.iter().filter_map(|case| Some(case.name.rsplit_once('/')?.0.to_owned())).collect();
    products.dedup();
    let named =
        |case: &Case| case.name.strip_prefix(filter).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    let chosen: Vec<Case> = cases.into_iter().filter(named).collect();
    if chosen.is_empty() {
        return Err(format!("no fixture is named {filter:?}; there are fixtures of {}", products.join(", ")));
    }
    Ok(chosen)
}

struct Outcome {
    passed: bool,
    words: String,
}

impl Outcome {
    /// Reads one event of the test binary, `{"type":"test","event":"ok","name":"…"}`.
    fn read(line: &str) -> Option<(String, Self)> {
        let event: Value = serde_json::from_str(line).ok()?;
        let text = |name: &str| event.get(name).and_then(Value::as_str);
        let passed = match (text("type")?, text("event")?) {
            ("test", "ok") => true,
            ("test", "failed") => false,
            _ => return None,
        };
        let words = text("stdout").unwrap_or_default().trim();
        let words = words.strip_prefix("Error: \"").and_then(|words| words.strip_suffix('"')).unwrap_or(words);
        Some((text("name")?.to_owned(), Self { passed, words: words.to_owned() }))
    }
}

/// Names are ASCII; the provenance may hold anything, so it stands last.
fn table(cases: &[Case], results: &BTreeMap<String, Outcome>) -> String {
    let split =
        |name: &str| name.rsplit_once('/').map_or((String::new(), name.to_owned()), |(a, b)| (a.into(), b.into()));
    let mut rows = vec![["product".to_owned(), "case".to_owned(), "result".to_owned(), "provenance".to_owned()]];
    for case in cases {
        let (product, name) = split(&case.name);
        let result = results.get(&case.name).map_or("no result", |result| if result.passed { "pass" } else { "FAIL" });
        rows.push([product, name, result.to_owned(), case.provenance()]);
    }
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let [product, case, result] = [width(0), width(1), width(2)];
    rows.iter()
        .fold(String::new(), |table, [a, b, c, d]| table + &format!("{a:product$}  {b:case$}  {c:result$}  {d}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cases() -> Vec<Case> {
        ["juhe/caller-id/mark", "juhe/line-status/silent", "ywjisu/line-status/silent"]
            .map(|name| Case { name: name.to_owned(), path: "nowhere.json".into() })
            .into()
    }

    #[test]
    fn a_filter_names_whole_parts() {
        let names = |filter| chosen(cases(), filter).map(|cases| cases.len());
        assert_eq!(names(None), Ok(3));
        assert_eq!(names(Some("juhe")), Ok(2));
        assert_eq!(names(Some("juhe/line-status")), Ok(1));
        assert_eq!(names(Some("juhe/line-status/silent")), Ok(1));
        let refusal = names(Some("juh")).expect_err("half a name");
        assert!(refusal.contains("juhe/caller-id, juhe/line-status, ywjisu/line-status"), "{refusal}");
        assert!(chosen(Vec::new(), None).is_err());
    }

    #[test]
    fn shows_what_failed_and_what_never_ran() {
        let events = [
            r#"{ "type": "test", "event": "started", "name": "juhe/caller-id/mark" }"#,
            r#"{ "type": "test", "name": "juhe/caller-id/mark", "event": "ok" }"#,
            r#"{ "type": "test", "name": "juhe/line-status/silent", "event": "failed", "stdout": "Error: \"charge\"\n" }"#,
            "not an event",
        ];
        let results: BTreeMap<_, _> = events.iter().filter_map(|line| Outcome::read(line)).collect();
        assert_eq!(results["juhe/line-status/silent"].words, "charge");
        let shown = table(&cases(), &results);
        assert!(shown.contains("juhe/caller-id      mark    pass       ?"), "{shown}");
        assert!(shown.contains("juhe/line-status    silent  FAIL       ?"), "{shown}");
        assert!(shown.contains("ywjisu/line-status  silent  no result  ?"), "{shown}");
    }
}
