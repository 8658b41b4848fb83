//! What must hold after every process, killed or not. The numbers are those of reliability.md, section 4.

use std::collections::HashSet;

use super::books::{Intent, Ledger};
use super::kill::{End, Session};
use super::plan::Phase;

/// What does not hold.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Violation {
    /// Which invariant; `durable` is the order of events of section 3.
    pub(super) invariant: &'static str,
    pub(super) words: String,
}

pub(super) type Violations = Vec<Violation>;

/// Records what does not hold.
pub(super) fn hold(violations: &mut Violations, holds: bool, invariant: &'static str, words: impl FnOnce() -> String) {
    if !holds {
        violations.push(Violation { invariant, words: words() });
    }
}

/// The sandbox's credentials: none of them may be seen anywhere.
pub(super) const SECRETS: [&str; 7] = [
    "sandbox-juhe-line-status-key",
    "sandbox-juhe-network-status-key",
    "sandbox-juhe-caller-id-key",
    "sandbox-juhe-openid",
    "sandbox-ywjisu-code",
    "sandbox-ywjisu-pwd",
    "sandbox-ywjisu-private-key",
];

/// Holds the ledger before a process against the ledger after it. Gives the numbers newly in doubt because of a kill.
pub(super) fn session(
    before: &Ledger,
    after: &Ledger,
    session: &Session,
    phase: &Phase,
    most_in_flight: usize,
    violations: &mut Violations,
) -> usize {
    let new: Vec<&Intent> = after.intents.iter().filter(|intent| intent.id > before.last_id()).collect();
    let in_flight: usize =
        new.iter().filter(|intent| intent.outcome.is_none()).map(|intent| intent.numbers.len()).sum();
    hold(violations, in_flight <= most_in_flight, "3 doubt is bounded", || {
        format!("{in_flight} numbers are in doubt after one kill, and at most {most_in_flight} may be in flight")
    });
    hold(violations, matches!(session.end, End::Killed) || in_flight == 0, "3 doubt is bounded", || {
        format!("{in_flight} numbers are left without an outcome by a process that ended by itself")
    });
    hold(violations, !matches!(session.end, End::Stuck), "ends", || {
        format!("a process did not end; it said:\n{}", session.stderr)
    });
    hold(violations, !session.stderr.contains("panicked"), "ends", || {
        format!("a process panicked:\n{}", session.stderr)
    });

    settled_stays(before, after, violations);
    counted_is_durable(&new, after, session, violations);
    if let Some(budget) = phase.budget {
        // A vendor that says it billed more numbers than it was asked about cannot be kept from it.
        let spent = after.spent() - after.overstated();
        hold(violations, spent <= budget, "8 the budget holds", || {
            format!("{spent} units are spent or under way, and {budget} are allowed")
        });
    }
    let again = retries(&new);
    let first = new.len() - again;
    hold(violations, again <= 3 + first / 10, "11 retries are bounded", || {
        format!("{again} requests of a session are retries, and {first} are first requests")
    });
    in_flight
}

/// Requests that ask again what their own process has asked; what an earlier one asked is asked again by the owner's command.
fn retries(new: &[&Intent]) -> usize {
    let mut asked = HashSet::new();
    let mut retries = 0;
    for intent in new {
        let again = intent.numbers.iter().any(|number| asked.contains(&(&intent.product, number)));
        retries += usize::from(again && intent.attempt > 1);
        asked.extend(intent.numbers.iter().map(|number| (&intent.product, number)));
    }
    retries
}

/// What has an outcome keeps it, and what was open at a kill is in doubt and never answered.
fn settled_stays(before: &Ledger, after: &Ledger, violations: &mut Violations) {
    for old in &before.intents {
        let now = after.intents.iter().find(|intent| intent.id == old.id);
        let Some(now) = now else {
            hold(violations, false, "durable", || format!("request {} is gone from the ledger", old.id));
            continue;
        };
        let holds = match (&old.outcome, &now.outcome) {
            (Some(old), now) => now.as_ref() == Some(old),
            (None, None) => true,
            (None, Some(now)) => now.state == "in_doubt" && now.answers.is_empty(),
        };
        hold(violations, holds, "durable", || {
            format!("request {} was {:?} and has become {:?}", old.id, state(old), state(now))
        });
    }
}

fn state(intent: &Intent) -> Option<&str> {
    intent.outcome.as_ref().map(|outcome| outcome.state.as_str())
}

/// What was counted and shown is in the ledger.
fn counted_is_durable(new: &[&Intent], after: &Ledger, session: &Session, violations: &mut Violations) {
    let (requests, spent) = session.counted;
    let there = new.iter().filter(|intent| intent.outcome.is_some()).count() as u64;
    hold(violations, requests <= there, "durable", || {
        format!("{requests} requests were counted, and the ledger has the outcome of {there}")
    });
    let run = new.first().map(|intent| intent.run);
    let durable =
        after.intents.iter().filter(|intent| Some(intent.run) == run).filter_map(|intent| intent.outcome.as_ref());
    let durable: u64 = durable.map(|outcome| outcome.units).sum();
    hold(violations, run.is_none() || spent <= durable, "durable", || {
        format!("{spent} units were shown as spent, and the ledger has {durable}")
    });
}

/// No key and no whole number.
pub(super) fn silent(stderr: &str, numbers: &[String], violations: &mut Violations) {
    for secret in SECRETS {
        hold(violations, !stderr.contains(secret), "12 nothing leaks", || format!("{secret} is on stderr"));
    }
    let runs = stderr.split(|c: char| !c.is_ascii_digit()).filter(|digits| digits.len() >= 11);
    for digits in runs {
        let leaks = numbers.iter().any(|number| digits.contains(number.as_str()));
        hold(violations, !leaks, "12 nothing leaks", || "a whole number is on stderr".to_owned());
    }
}
