//! What is told of a run against its list and against the bill: every line once, every number in one class.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs;
use std::path::Path;

use numcheck_sandbox::billing::Request;
use serde_json::Value;

use super::books::Ledger;
use super::check::{SECRETS, Violations, hold};
use super::plan::List;

const ACCOUNTED: &str = "6 every line is accounted for";

/// Holds the results of a list, and what `numcheck runs show` says of its run, against the list.
pub(super) fn complete(text: &str, list: &List, shown: &Value, bill: &[Request], violations: &mut Violations) {
    let rows = rows(text);
    hold(violations, rows.len() == list.lines.len() && text.lines().count() == rows.len(), ACCOUNTED, || {
        format!("the results have {} rows, and the list {} lines", rows.len(), list.lines.len())
    });
    let mut answered: HashMap<(&str, &str), HashSet<u16>> = HashMap::new();
    for request in bill {
        let product = request.product.map_or("", |product| product.as_str());
        for asked in &request.numbers {
            answered.entry((product, &asked.number)).or_default().extend(asked.answer);
        }
    }
    let mut seen = HashSet::new();
    let mut classes: BTreeMap<String, u64> = BTreeMap::new();
    for (at, (row, number)) in rows.iter().zip(&list.lines).enumerate() {
        let class = row["result"].as_str().unwrap_or_default();
        *classes.entry(class.to_owned()).or_default() += 1;
        let fits = row["line"].as_u64() == Some(at as u64 + 1)
            && match number {
                None => class == "rejected",
                Some(number) => row["number"].as_str() == Some(number) && (class == "duplicate") != seen.insert(number),
            };
        hold(violations, fits, ACCOUNTED, || format!("line {} has become {class}", at + 1));
        if matches!(class, "answered" | "reused") {
            let code = row["status_code"].as_str().and_then(|code| code.parse().ok());
            let key = (row["product"].as_str().unwrap_or_default(), number.as_deref().unwrap_or_default());
            let given = code.is_some_and(|code| answered.get(&key).is_some_and(|given| given.contains(&code)));
            hold(violations, given, "4 answers are what was answered", || {
                format!("line {} has an answer that the sandbox never gave", at + 1)
            });
        }
    }
    // What the summary calls a class, and what the rows call it.
    for class in ["answered", "no_record", "unanswered", "failed", "rejected", "in_doubt", "not_sent", "reused"] {
        let (rows, summary) = (classes.get(class).copied().unwrap_or_default(), shown["summary"][class].as_u64());
        hold(violations, summary == Some(rows), ACCOUNTED, || {
            format!("{rows} rows are {class}, and the summary has {summary:?}")
        });
    }
}

fn rows(text: &str) -> Vec<Value> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// A finished run of two products asked the second one about all that the first one did not know (库无).
pub(super) fn next_asked(ledger: &Ledger, run: i64, products: [&str; 2], violations: &mut Violations) {
    let intents = || ledger.intents.iter().filter(|intent| intent.run == run);
    let mut unknown = HashSet::new();
    for intent in intents().filter(|intent| intent.product == products[0]) {
        let answers = intent.outcome.iter().flat_map(|outcome| &outcome.answers).zip(&intent.numbers);
        unknown.extend(answers.filter(|(answer, _)| answer.code.as_deref() == Some("3")).map(|(_, number)| number));
    }
    // What another run has in doubt is not asked about.
    let open = |intent: &&super::books::Intent| intent.product == products[1] || intent.run != run;
    let asked: HashSet<_> = ledger.intents.iter().filter(open).flat_map(|intent| &intent.numbers).collect();
    let forgotten = unknown.difference(&asked).count();
    hold(violations, forgotten == 0, ACCOUNTED, || {
        format!("{forgotten} numbers that {} does not know were never asked at {}", products[0], products[1])
    });
}

/// The file of results is whole, and the numbers in doubt, and no others, are in a file of their own.
pub(super) fn written(results: &Path, text: &str, violations: &mut Violations) {
    let there = fs::read_to_string(results).unwrap_or_default();
    hold(violations, there == text, ACCOUNTED, || {
        format!("{} is not what the ledger has: {} bytes, not {}", results.display(), there.len(), text.len())
    });
    let rows = rows(text);
    let mut name = results.file_name().unwrap_or_default().to_owned();
    name.push(".in-doubt.csv");
    let of = |value: &Value| value["number"].as_str().map(str::to_owned);
    let wanted: HashSet<String> = rows.iter().filter(|row| row["result"] == "in_doubt").filter_map(of).collect();
    let text = fs::read_to_string(results.with_file_name(name)).unwrap_or_default();
    let listed: HashSet<String> =
        text.lines().skip(1).filter_map(|line| line.split(',').next()).map(str::to_owned).collect();
    // Without any doubt no file is written, and an older one is left.
    hold(violations, wanted.is_empty() || wanted == listed, "2 nothing paid is undeclared", || {
        format!("{} numbers are in doubt, and the file of doubts has {}", wanted.len(), listed.len())
    });
}

/// The money that `numcheck runs show` tells is that of the ledger.
pub(super) fn money(ledger: &Ledger, run: i64, shown: &Value, violations: &mut Violations) {
    let of_run = || ledger.intents.iter().filter(|intent| intent.run == run);
    let outcomes = || of_run().filter_map(|intent| intent.outcome.as_ref());
    let answers = || outcomes().flat_map(|outcome| &outcome.answers);
    let units: u64 = outcomes().map(|outcome| outcome.units).sum();
    let sums = [
        ("requests", of_run().count() as u64),
        ("spent", units - ledger.not_paid.get(&run).copied().unwrap_or_default().min(units)),
        ("billed", answers().filter(|answer| answer.charge == "billed").count() as u64),
        ("unstated", answers().filter(|answer| answer.is_answered() && answer.charge == "unknown").count() as u64),
    ];
    for (name, sum) in sums {
        let told = shown["summary"][name].as_u64();
        hold(violations, told == Some(sum), "5 the sums agree", || {
            format!("{name}: told {told:?}, the ledger has {sum}")
        });
    }
}

/// No key in what numcheck keeps.
pub(super) fn secrets(dir: &Path, violations: &mut Violations) {
    for file in ["ledger.sandbox.db", "ledger.sandbox.db-wal"] {
        let bytes = fs::read(dir.join(file)).unwrap_or_default();
        for secret in SECRETS {
            let there = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            hold(violations, !there, "12 nothing leaks", || format!("{secret} is in {file}"));
        }
    }
}
