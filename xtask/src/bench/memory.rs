//! How memory and the ledger grow with the list.

use std::time::Duration;

use serde_json::{Value, json};

use super::Options;
use super::lists::Shape;
use super::race::{self, Contender, Course, Vendor};
use super::table::scratch;

/// Numbers, and the most memory they may take, in MiB.
const SIZES: [(u64, f64); 2] = [(1_000_000, 64.0), (10_000_000, 160.0)];

pub(super) fn run(options: &Options) -> Result<(), String> {
    let dir = scratch()?;
    let mut all = Vec::new();
    for (numbers, goal) in SIZES.into_iter().filter(|(numbers, _)| options.numbers.is_none_or(|most| *numbers <= most))
    {
        let course =
            Course { shape: Shape::Juhe, numbers, batch: 2000, concurrency: 8, latency: Duration::ZERO, tells: false };
        let vendor = Vendor::start(&course)?;
        let taken = race::run(Contender::Numcheck, &course, &vendor, &dir)?;
        #[expect(clippy::cast_precision_loss, reason = "shown to people")]
        let bytes = taken.ledger_bytes as f64 / numbers as f64;
        let met = taken.peak_mib <= goal;
        println!(
            "{numbers:>10} numbers  {:>7.1} s  {:>6.0} MiB, goal <= {goal:.0}: {}  {bytes:.0} bytes a number in the ledger",
            taken.seconds,
            taken.peak_mib,
            if met { "met" } else { "MISSED" },
        );
        all.push(json!({ "numbers": numbers, "seconds": taken.seconds, "peak_mib": taken.peak_mib, "goal": goal, "met": met, "ledger_bytes_per_number": bytes }));
    }
    let _ = std::fs::remove_dir_all(&dir);
    if options.json {
        println!("{}", Value::from(all.clone()));
    }
    match all.iter().filter(|size| size["met"] == false).count() {
        0 => Ok(()),
        missed => Err(format!("{missed} of the sizes take more memory than they may")),
    }
}
