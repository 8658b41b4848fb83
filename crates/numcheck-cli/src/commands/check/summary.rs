//! What is said after the rows: each error once, what was not asked, and the money.

use numcheck_core::{Answer, AnyReport, LineStatus, Outcome, Receipt, Reconciliation};

use super::ask::Asked;
use super::plan::{Fate, Plan};
use crate::Entry;
use crate::fault::{self, count, seconds};
use crate::output;

/// More numbers than this behind one error are counted and not listed.
const LISTED: usize = 5;

pub(crate) fn say(entry: &Entry, plan: &Plan, asked: &Asked, sandbox: bool) {
    for group in groups(&asked.answers) {
        let Some(error) = group[0].outcome.error() else { continue };
        output::say(format_args!("{}\n  for    {}", fault::explain(error, group[0].charge), listed(&group)));
    }
    let unanswered: Vec<_> =
        asked.answers.iter().filter(|answer| matches!(answer.outcome, Outcome::Unanswered)).collect();
    if !unanswered.is_empty() {
        let settle = entry.product().settle();
        let when = if settle.is_zero() { String::new() } else { format!(" after {}", seconds(settle)) };
        output::say(format_args!("{}: no answer, and no charge; asking again{when} can help", listed(&unanswered)));
    }
    let unknown_and_billed: Vec<_> = asked.answers.iter().filter(|answer| is_unknown_and_billed(answer)).collect();
    if !unknown_and_billed.is_empty() {
        output::say(format_args!(
            "warning: {}: the vendor does not have it in its database (库无) and charged for it all the same, which its \
             document may not allow: compare with its bill",
            listed(&unknown_and_billed)
        ));
    }
    if let Some(stop) = &asked.stopped {
        let rest = plan.ask.len() - asked.answers.len();
        output::say(format_args!("{} not sent, because {}", count(rest, "number"), stop.why));
    }
    output::say(totals(plan, asked, sandbox));
}

/// 如手机号检测反馈状态为库无，不收取检测费用: a vendor that sells line status says so, and may bill otherwise.
fn is_unknown_and_billed(answer: &Answer<AnyReport>) -> bool {
    answer.charge.is_billed()
        && answer.outcome.report().is_some_and(|report| report.summary.status == LineStatus::NotInDatabase.word())
}

/// Answers behind the same error, the errors in the order they came.
fn groups(answers: &[Answer<AnyReport>]) -> Vec<Vec<&Answer<AnyReport>>> {
    let key = |answer: &Answer<AnyReport>| {
        answer.outcome.error().map(|error| (error.to_string(), error.retry_hint(), answer.charge))
    };
    let mut groups: Vec<Vec<&Answer<AnyReport>>> = Vec::new();
    for answer in answers.iter().filter(|answer| answer.outcome.error().is_some()) {
        match groups.iter_mut().find(|group| key(group[0]) == key(answer)) {
            Some(group) => group.push(answer),
            None => groups.push(vec![answer]),
        }
    }
    groups
}

fn listed(answers: &[&Answer<AnyReport>]) -> String {
    let mut shown: Vec<String> = answers.iter().take(LISTED).map(|answer| answer.number.masked()).collect();
    if answers.len() > LISTED {
        shown.push(format!("{} more", answers.len() - LISTED));
    }
    shown.join(", ")
}

/// `5 numbers: 3 answered, 1 rejected, 1 given before`, and `money: 2 billed, as the vendor counts`.
fn totals(plan: &Plan, asked: &Asked, sandbox: bool) -> String {
    let of =
        |wanted: fn(&Outcome<AnyReport>) -> bool| asked.answers.iter().filter(|answer| wanted(&answer.outcome)).count();
    let unusable = plan.fates.iter().filter(|fate| matches!(fate, Fate::Rejected { .. })).count();
    let parts = [
        (of(Outcome::is_answered), "answered"),
        (of(|outcome| matches!(outcome, Outcome::Unanswered)), "unanswered"),
        (of(|outcome| matches!(outcome, Outcome::Failed(_))), "failed"),
        (of(|outcome| matches!(outcome, Outcome::Rejected(_))) + unusable, "rejected"),
        (plan.ask.len() - asked.answers.len(), "not sent"),
        (plan.fates.len() - unusable - plan.ask.len(), "given before"),
    ];
    let money = money(&asked.answers, &asked.receipts).join("; ");
    let sandbox = if sandbox { " (sandbox)" } else { "" };
    format!("{}: {}\nmoney: {money}{sandbox}", count(plan.fates.len(), "number"), joined(&parts))
}

fn money(answers: &[Answer<AnyReport>], receipts: &[Receipt]) -> Vec<String> {
    let sum = Reconciliation::of(answers, receipts);
    let lost = answers.iter().filter(|answer| answer.charge.is_billed() && !answer.outcome.is_answered()).count();
    let mut words = Vec::new();
    if sum.billed > 0 {
        let counted = if sum.agrees() == Some(true) { ", as the vendor counts" } else { "" };
        words.push(format!("{} billed{counted}", sum.billed));
    }
    if lost > 0 {
        words.push(format!("{lost} of them without an answer"));
    }
    if sum.unstated > 0 {
        words.push(format!("{} unstated: the vendor does not say, count them as spent", sum.unstated));
    }
    if sum.in_doubt > 0 {
        words.push(format!("{} in doubt (计费存疑)", sum.in_doubt));
    }
    match sum.receipts {
        Some(receipts) if receipts != sum.billed => {
            words.push(format!("the vendor counts {receipts} billed: compare with its bill"));
        }
        None if sum.billed > 0 && sum.unstated == 0 => {
            words.push("the vendor sends no count to compare with".to_owned());
        }
        _ => {}
    }
    if words.is_empty() {
        words.push("nothing billed".to_owned());
    }
    words
}

fn joined(parts: &[(usize, &str)]) -> String {
    let parts = parts.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}"));
    parts.collect::<Vec<_>>().join(", ")
}
