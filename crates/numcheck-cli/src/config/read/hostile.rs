//! The samples with lines broken, doubled and moved, and texts of every kind, held to the laws of reading.

use numcheck_core::Lang;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::laws::law;
use crate::config::sample;

/// A line of a sample, whole or cut, or something that never stood in one.
fn line(known: Vec<String>) -> impl Strategy<Value = String> {
    let cut = (proptest::sample::select(known.clone()), any::<usize>());
    let cut = cut.prop_map(|(line, at)| line.chars().take(at % (line.chars().count() + 1)).collect::<String>());
    prop_oneof![
        4 => proptest::sample::select(known),
        2 => cut,
        1 => "[a-z.\"-]{1,12} *= *[0-9a-z\"\\[\\]{}.]{0,9}",
        1 => any::<String>(),
    ]
}

#[test]
fn nothing_in_a_broken_file_is_passed_over() {
    let samples = [Lang::En, Lang::Zh].map(|lang| sample::with_all_set(sample(lang, false)));
    for text in &samples {
        law(text).unwrap_or_else(|broken| panic!("{broken}"));
    }
    let known: Vec<String> = samples.concat().lines().filter(|line| !line.is_empty()).map(str::to_owned).collect();
    let config = Config { cases: 300, failure_persistence: None, ..Config::default() };
    let strategy = proptest::collection::vec(line(known), 1..12);
    let run = TestRunner::new(config).run(&strategy, |lines| law(&lines.join("\n")).map_err(TestCaseError::fail));
    run.unwrap_or_else(|broken| panic!("{broken}"));
}
