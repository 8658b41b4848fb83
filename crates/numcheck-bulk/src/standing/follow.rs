//! The standing of a run, read while it goes on: at its end, only what was settled last is left to read.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::{Builder, JoinHandle};

use super::{Rules, Standing};
use crate::Result;
use crate::ledger::Ledger;
use crate::plan::Plan;
use crate::together::Together;

/// A standing that a thread reads on whenever something was settled.
#[derive(Debug)]
pub(crate) struct Following {
    settled: Sender<()>,
    /// What was settled since it was told.
    since: Together,
    thread: JoinHandle<Result<Standing>>,
}

impl Following {
    /// Follows a run that stands as before anything was asked. Of any other, what other runs and the owner said comes behind all of
    /// its requests: it is read when it has ended.
    pub(crate) fn begin(
        standing: &Standing,
        ledger: &Ledger,
        run: i64,
        plan: &Arc<Plan>,
        rules: &Rules,
    ) -> Option<Self> {
        if !standing.is_blank() {
            return None;
        }
        let (settled, come) = channel();
        let (ledger, plan, rules) = (ledger.clone(), plan.clone(), rules.clone());
        let follow = move || follow(&ledger, run, &plan, &rules, &come);
        let thread = Builder::new().name("standing".to_owned()).spawn(follow).ok()?;
        Some(Self { settled, since: Together::default(), thread })
    }

    /// A request of so many numbers was settled.
    pub(crate) fn settled(&mut self, numbers: usize) {
        if self.since.add(numbers) {
            // Where reading failed, it is read once more at the end, which tells why.
            let _ = self.settled.send(());
        }
    }

    /// The standing of a run that has ended.
    ///
    /// # Errors
    ///
    /// As [`Standing::of`].
    pub(crate) fn end(self, ledger: &Ledger, run: i64, plan: &Plan, rules: &Rules) -> Result<Standing> {
        drop(self.settled);
        match self.thread.join() {
            Ok(Ok(standing)) => standing.read_on(ledger, Some(run), plan, rules, false),
            _ => Standing::of(ledger, Some(run), plan, rules, false),
        }
    }
}

fn follow(ledger: &Ledger, run: i64, plan: &Plan, rules: &Rules, settled: &Receiver<()>) -> Result<Standing> {
    let (mut standing, connection) = (Standing::before(plan), ledger.reader()?);
    // All of it is needed, and memory that is read before it is written to is given twice, while the other threads wait.
    standing.request.fill(0);
    while settled.recv().is_ok() {
        while settled.try_recv().is_ok() {}
        let behind = standing.last_request();
        ledger.each_settled(&connection, run, behind, |row, answers| {
            standing.apply(&row, &answers, plan, rules, false)
        })?;
    }
    Ok(standing)
}
