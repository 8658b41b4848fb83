//! How soon a run goes on: the time from its command to its first request, with everything before it answered.

use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::Options;
use super::lists::{self, Shape};
use super::measure;
use super::race::{self, Course, Vendor};
use super::table::scratch;

/// Numbers answered before, and how long the next command may take to ask, in seconds.
const SIZES: [(u64, f64); 2] = [(1_000_000, 0.3), (10_000_000, 2.0)];
/// Numbers that are left.
const LEFT: u64 = 4000;

pub(super) fn run(options: &Options) -> Result<(), String> {
    let dir = scratch()?;
    let mut all = Vec::new();
    for (done, goal) in SIZES.into_iter().filter(|(done, _)| options.numbers.is_none_or(|most| *done <= most)) {
        let seconds = one(done, &dir)?;
        let met = seconds <= goal;
        println!(
            "{done:>10} numbers done  first request after {seconds:.2} s, goal <= {goal}: {}",
            if met { "met" } else { "MISSED" }
        );
        all.push(json!({ "done": done, "seconds": seconds, "goal": goal, "met": met }));
    }
    let _ = std::fs::remove_dir_all(&dir);
    if options.json {
        println!("{}", Value::from(all.clone()));
    }
    match all.iter().filter(|size| size["met"] == false).count() {
        0 => Ok(()),
        missed => Err(format!("{missed} of the sizes take longer than they may")),
    }
}

fn one(done: u64, dir: &Path) -> Result<f64, String> {
    let course = Course {
        shape: Shape::Juhe,
        numbers: done + LEFT,
        batch: 2000,
        concurrency: 8,
        latency: Duration::ZERO,
        tells: true,
    };
    let vendor = Vendor::start(&course)?;
    let (list, results, ledger) = (dir.join("resume.csv"), dir.join("resume.results.csv"), dir.join("resume.db"));
    lists::write(&list, course.numbers).map_err(|error| error.to_string())?;
    race::forget(&ledger);
    // It ends at its budget, with some numbers left: exit code 6.
    let charged = (0..done).filter(|&place| lists::charged(lists::number(place))).count();
    let mut first = race::numcheck(&course, &vendor, &list, &results, &ledger)?;
    let ended = measure::run(first.arg("--max-billed").arg(charged.to_string()));
    if !ended.as_ref().is_err_and(|error| error.contains("exit status: 6")) {
        return Err(format!("the first run did not end at its budget: {ended:?}"));
    }
    while vendor.requests.try_recv().is_ok() {}
    measure::at_hand(&[&list, &super::table::built()?]);
    let began = Instant::now();
    let mut again = race::numcheck(&course, &vendor, &list, &results, &ledger)?;
    let asked = std::thread::scope(|scope| {
        let asked = scope.spawn(|| measure::run(&mut again));
        let first = vendor.requests.recv_timeout(Duration::from_secs(120));
        asked.join().map_err(|_| "the second run was lost".to_owned())??;
        first.map_err(|_| "the second run asked nothing".to_owned())
    })?;
    race::forget(&ledger);
    Ok(asked.duration_since(began).as_secs_f64())
}
