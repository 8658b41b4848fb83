//! What all rounds came to, and how it is told.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::time::Duration;

use super::Options;
use super::check::Violation;
use super::kill::POINTS;
use super::round::Report;
use super::verify::Sums;

/// From here on every crash point must have had a kill.
const ENOUGH_FOR_ALL_POINTS: u64 = 100;

/// What all rounds came to.
#[derive(Default)]
pub(super) struct Tally {
    rounds: u64,
    kinds: BTreeMap<&'static str, u64>,
    kills: BTreeMap<&'static str, u64>,
    processes: u64,
    runs: u64,
    sums: Sums,
    worst: (usize, usize),
    pub(super) took: Duration,
    /// Round, its kind, what does not hold.
    pub(super) found: Vec<(u64, &'static str, Violation)>,
    pub(super) failed: Option<String>,
}

impl Tally {
    pub(super) fn is_done(&self, options: &Options) -> bool {
        let kills: u64 = self.kills.values().sum();
        let all =
            options.kills < ENOUGH_FOR_ALL_POINTS || POINTS.iter().all(|point| self.kills.contains_key(point.name));
        let one = options.round.is_some() && self.rounds > 0;
        one || self.is_over() || (kills >= options.kills && all)
    }

    /// Something was found, or the suite itself has failed.
    pub(super) fn is_over(&self) -> bool {
        self.failed.is_some() || !self.found.is_empty()
    }

    pub(super) fn add(&mut self, round: u64, played: Result<Option<Report>, String>) {
        let report = match played {
            Ok(Some(report)) => report,
            Ok(None) => return,
            Err(error) => {
                self.failed.get_or_insert(format!("round {round} cannot be played: {error}"));
                return;
            }
        };
        self.rounds += 1;
        *self.kinds.entry(report.kind).or_default() += 1;
        for (point, kills) in report.kills {
            *self.kills.entry(point).or_default() += kills;
        }
        self.processes += report.processes;
        self.runs += report.runs;
        self.sums.requests += report.sums.requests;
        self.sums.numbers += report.sums.numbers;
        self.sums.billed += report.sums.billed;
        self.sums.lied += report.sums.lied;
        self.sums.doubt += report.sums.doubt;
        let share = |(doubt, most): (usize, usize)| doubt * 10_000 / most.max(1);
        if share(report.worst) >= share(self.worst) {
            self.worst = report.worst;
        }
        self.found.extend(report.violations.into_iter().map(|violation| (round, report.kind, violation)));
    }

    pub(super) fn summary(&self) -> String {
        let kills: u64 = self.kills.values().sum();
        let points = POINTS.iter().map(|point| format!("{} {}", point.name, self.kills.get(point.name).unwrap_or(&0)));
        let of =
            |invariant: &str| self.found.iter().filter(|(.., found)| found.invariant.starts_with(invariant)).count();
        format!(
            "{kills} kills in {:.1?}, {} processes, {} rounds, {} runs, {} requests, {} numbers, {} billed, {} in doubt\n\
             kills: {}\n\
             paid twice {}, undeclared {}, wrong {}, anything else {}; billed by the vendor against its own word {}\n\
             worst new doubt of a kill: {} numbers, where {} may be in flight",
            self.took,
            self.processes,
            self.rounds,
            self.runs,
            self.sums.requests,
            self.sums.numbers,
            self.sums.billed,
            self.sums.doubt,
            points.collect::<Vec<_>>().join(", "),
            of("1 "),
            of("2 "),
            of("4 "),
            self.found.len() - of("1 ") - of("2 ") - of("4 "),
            self.sums.lied,
            self.worst.0,
            self.worst.1,
        )
    }

    pub(super) fn complaint(&self, options: &Options) -> String {
        let mut words = String::new();
        for (round, kind, violation) in self.found.iter().take(12) {
            let _ = write!(words, "\nround {round} ({kind}): {}: {}", violation.invariant, violation.words);
        }
        let round = self.found.first().map_or(0, |(round, ..)| *round);
        let bug = options.bug.as_ref().map_or_else(String::new, |bug| format!(" --bug {bug}"));
        format!(
            "{} violations{words}\nto see it again: cargo xtask crash --seed {} --round {round} --numbers {}{bug}",
            self.found.len(),
            options.seed,
            options.percent
        )
    }
}
