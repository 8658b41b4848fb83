//! One round: a fresh ledger and a fresh sandbox, processes killed and started again until all is done, both books compared.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Stdio;
use std::time::{SystemTime, UNIX_EPOCH};

use super::books::{Ledger, bill};
use super::check::{self, Violations, hold};
use super::kill::{End, Program};
use super::plan::{NEXT, Phase, Plan};
use super::results;
use super::verify::{self, Sums};

/// How often a command is given before it is not given again. A vendor that says "retry" for ever never lets it finish.
const MOST_SESSIONS: usize = 24;

/// What a round came to.
#[derive(Default)]
pub(super) struct Report {
    pub(super) kind: &'static str,
    pub(super) kills: BTreeMap<&'static str, u64>,
    /// The most numbers that one kill left in doubt, and how many were allowed to be in flight then.
    pub(super) worst: (usize, usize),
    pub(super) processes: u64,
    pub(super) runs: u64,
    pub(super) sums: Sums,
    pub(super) violations: Violations,
}

struct Round<'a> {
    program: &'a Program,
    dir: &'a Path,
    plan: Plan,
    report: Report,
    /// Requests that a kill left open.
    killed: Vec<i64>,
    /// When each process lived.
    sessions: Vec<(u64, u64)>,
    stop: &'a dyn Fn() -> bool,
}

/// Plays a round in an empty folder.
///
/// `stop` is for when another round has found something, and this one need not go on.
pub(super) fn play(
    program: &Program,
    dir: &Path,
    plan: Plan,
    stop: &dyn Fn() -> bool,
) -> Result<Option<Report>, String> {
    let report = Report { kind: plan.kind, ..Report::default() };
    let mut round = Round { program, dir, plan, report, killed: Vec::new(), sessions: Vec::new(), stop };
    round.play()?;
    Ok((!round.report.violations.is_empty() || !stop()).then_some(round.report))
}

impl Round<'_> {
    fn play(&mut self) -> Result<(), String> {
        for (at, list) in self.plan.lists.iter().enumerate() {
            fs::write(self.dir.join(list_name(at)), &list.text).map_err(|error| error.to_string())?;
        }
        let phases = std::mem::take(&mut self.plan.phases);
        for phase in &phases {
            self.drive(phase)?;
            if !self.report.violations.is_empty() || (self.stop)() {
                return Ok(());
            }
        }
        self.settle(&phases)
    }

    /// Gives a command until it has nothing more to do.
    fn drive(&mut self, phase: &Phase) -> Result<(), String> {
        if phase.settle {
            self.say_what_was_paid(phase)?;
        }
        let mut kills = phase.kills.iter();
        let mut kill = kills.next();
        let mut idle = 0;
        for _ in 0..MOST_SESSIONS {
            let before = Ledger::read(self.dir)?;
            let (end, after) = self.session(phase, kill, &before)?;
            let exhausted = !matches!(end, End::Killed);
            // A point that is not passed any more has had its chance.
            kill = kills.next();
            let asked = after.intents.len() > before.intents.len();
            idle = if exhausted && !asked { idle + 1 } else { 0 };
            let finished = self.state(phase, &after).is_some_and(|state| state == "finished");
            let done = exhausted && kill.is_none() && (finished || idle > 0);
            if done || !self.report.violations.is_empty() || (self.stop)() {
                return Ok(());
            }
        }
        Ok(())
    }

    fn session(
        &mut self,
        phase: &Phase,
        kill: Option<&super::kill::Kill>,
        before: &Ledger,
    ) -> Result<(End, Ledger), String> {
        let list = &self.plan.lists[phase.list];
        let mut args = vec!["run".to_owned(), list_name(phase.list), "--sandbox".to_owned()];
        args.extend(["--sandbox-faults".to_owned(), phase.faults.clone()]);
        args.extend(phase.flags.iter().cloned());
        let batch = if args.iter().any(|arg| arg == "ywjisu/line-status") { 50 } else { 2000 };
        let batch = self.plan.most_in_flight.min(batch);
        let asked: usize = before.intents.iter().map(|intent| intent.numbers.len()).sum();
        let left = list.distinct().len().saturating_sub(asked).div_ceil(batch);
        let from = now_ms();
        let session = self.program.session(self.dir, &args, kill, (left.max(2), list.lines.len()))?;
        self.sessions.push((from, now_ms()));
        let after = Ledger::read(self.dir)?;
        let violations = &mut self.report.violations;
        let in_doubt = check::session(before, &after, &session, phase, self.plan.most_in_flight, violations);
        check::silent(&session.stderr, &list.distinct(), violations);
        self.report.processes += 1;
        self.killed.extend(after.open().map(|intent| intent.id));
        match (&session.end, kill) {
            (End::Killed, Some(kill)) => {
                *self.report.kills.entry(kill.point.name).or_default() += 1;
                let worst = (in_doubt, self.plan.most_in_flight);
                self.report.worst = self.report.worst.max(worst);
            }
            (End::Exited(status), _) => {
                // Wrong use, an unreadable list and an unexpected failure have no place here.
                let expected = matches!(status.code(), Some(0 | 3 | 6 | 7 | 8));
                hold(violations, expected, "ends", || format!("a process ended with {status}:\n{}", session.stderr));
            }
            _ => {}
        }
        Ok((session.end, after))
    }

    /// The owner's word on every doubt, which is the sandbox's: what it did not bill may be asked again.
    fn say_what_was_paid(&self, phase: &Phase) -> Result<(), String> {
        let (ledger, bill) = (Ledger::read(self.dir)?, bill(self.dir)?);
        let Some((run, _)) = self.run_of(phase.list, &ledger) else { return Ok(()) };
        for (intent, paid) in verify::doubts_paid(&ledger, &bill) {
            let (run, intent) = (run.to_string(), intent.to_string());
            self.told(&["settle", &run, if paid { "--paid" } else { "--not-paid" }, "--request", &intent])?;
        }
        Ok(())
    }

    fn state(&self, phase: &Phase, ledger: &Ledger) -> Option<String> {
        self.run_of(phase.list, ledger).map(|(_, state)| state)
    }

    fn run_of(&self, list: usize, ledger: &Ledger) -> Option<(i64, String)> {
        let path = fs::canonicalize(self.dir.join(list_name(list))).ok()?;
        ledger.runs.get(&*path.to_string_lossy()).cloned()
    }

    /// All is done: the books are compared, and a finished run is resumed once more.
    fn settle(&mut self, phases: &[Phase]) -> Result<(), String> {
        if let Some(phase) = phases.last() {
            let before = Ledger::read(self.dir)?;
            if self.state(phase, &before).is_some_and(|state| state == "finished") {
                let asked = bill(self.dir)?.len();
                self.session(phase, None, &before)?;
                let more = bill(self.dir)?.len() - asked;
                hold(&mut self.report.violations, more == 0, "7 a finished run asks nothing", || {
                    format!("{more} requests were made by the resume of a finished run")
                });
            }
        }
        let (ledger, bill) = (Ledger::read(self.dir)?, bill(self.dir)?);
        let violations = &mut self.report.violations;
        self.report.sums = verify::books(&ledger, &bill, &self.killed, self.plan.patience, violations);
        if let Some(budget) = phases.last().and_then(|phase| phase.budget) {
            let billed = self.report.sums.billed;
            hold(violations, billed <= budget, "8 the budget holds", || {
                format!("{billed} units billed, {budget} allowed")
            });
        }
        if let Some(rate) = self.plan.rate {
            verify::rate(&bill, rate, &self.sessions, violations);
        }
        results::secrets(self.dir, violations);
        for at in 0..self.plan.lists.len() {
            let Some((run, state)) = self.run_of(at, &ledger) else { continue };
            self.report.runs += 1;
            let run_text = run.to_string();
            let shown = self.told(&["show", &run_text, "--format", "json"])?;
            let shown = serde_json::from_str(&shown).map_err(|error| format!("numcheck runs show {run}: {error}"))?;
            let rows = self.told(&["export", &run_text, "-f", "ndjson", "-o", "-"])?;
            let violations = &mut self.report.violations;
            results::complete(&rows, &self.plan.lists[at], &shown, &bill, violations);
            results::money(&ledger, run, &shown, violations);
            if state == "finished" && self.plan.next {
                results::next_asked(&ledger, run, NEXT, violations);
            }
            // Another run may have brought numbers in doubt since.
            if phases.last().is_some_and(|phase| phase.list == at) {
                let written = self.dir.join(format!("{}.results.ndjson", list_name(at)));
                results::written(&written, &rows, violations);
            }
        }
        Ok(())
    }

    /// What `numcheck runs` tells.
    fn told(&self, args: &[&str]) -> Result<String, String> {
        let mut command = self.program.command(self.dir);
        command.args(["runs", "--sandbox"]).args(args).stderr(Stdio::null());
        let out = command.output().map_err(|error| error.to_string())?;
        String::from_utf8(out.stdout).map_err(|error| format!("numcheck runs {args:?}: {error}"))
    }
}

fn list_name(at: usize) -> String {
    format!("list-{}.txt", (b'a' + u8::try_from(at).unwrap_or_default()) as char)
}

fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or_default())
}
