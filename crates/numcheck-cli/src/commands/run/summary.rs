//! What is said of a run: the list, what it would cost, what became of it.

use std::time::Duration;

use numcheck_bulk::export::money;
use numcheck_bulk::{Estimate, Summary, View};

use crate::messages::results as messages;
use crate::output::say;

/// What was found of a list without being told.
pub(super) fn say_list(view: &View<'_>) {
    let list = view.list();
    say(messages::list(list.source().name(), list.form(), list.column().name()));
    for (line, error) in view.complaints() {
        say(messages::complaint(line, error));
    }
    view.warnings().into_iter().for_each(say);
}

pub(super) fn say_estimate(estimate: &Estimate, priced: bool) {
    let mut words = vec![
        format!("{} lines: {} to ask in {} requests", estimate.lines, estimate.numbers, estimate.requests),
        format!("{} no number or not of this kind", estimate.rejected),
        format!("{} duplicates", estimate.duplicates),
    ];
    for (n, what) in [
        (estimate.done, "answered by this run already"),
        (estimate.reused, "answered by earlier requests"),
        (estimate.in_doubt, "in doubt, and not asked"),
    ] {
        if n > 0 {
            words.push(format!("{n} {what}"));
        }
    }
    say(words.join(", "));
    match estimate.max_cost.filter(|_| priced) {
        Some(cost) => say(format_args!("cost: {} at most", money(cost))),
        None => say(format_args!("cost: {} units at most; with --price it is said in money", estimate.numbers)),
    }
    if estimate.seconds > 0 {
        say(format_args!("time: {} s at least, at the rate asked for", estimate.seconds));
    }
    say("dry run: nothing was sent, nothing was recorded");
}

/// Every line in one class, and what was paid against what the vendors say.
pub(crate) fn say_summary(summary: &Summary, sandbox: bool) {
    let classes = [
        (summary.answered, "answered"),
        (summary.no_record, "no record"),
        (summary.unanswered, "unanswered"),
        (summary.failed, "failed, free"),
        (summary.rejected, "rejected"),
        (summary.duplicates, "duplicates"),
        (summary.reused, "reused"),
        (summary.in_doubt, "in doubt"),
        (summary.not_sent, "not sent"),
    ];
    let parts: Vec<String> = classes.iter().filter(|(n, _)| *n > 0).map(|(n, what)| format!("{n} {what}")).collect();
    say(format_args!("run {}: {} lines = {}", summary.run, summary.lines, parts.join(" + ")));
    if summary.accounted() != summary.lines {
        say(format_args!(
            "warning: {} lines are accounted for, and the list has {}",
            summary.accounted(),
            summary.lines
        ));
    }
    if !summary.statuses.is_empty() {
        let statuses: Vec<String> = summary.statuses.iter().map(|(status, n)| format!("{status} {n}")).collect();
        say(format_args!("status: {}", statuses.join(", ")));
    }
    say(format_args!("money: {}{}", paid(summary), if sandbox { " (sandbox)" } else { "" }));
}

/// How long this session took, and how fast it went.
pub(super) fn say_time(time: Duration, numbers: u64) {
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let rate = numbers as f64 / time.as_secs_f64().max(0.001);
    say(format_args!("time: {:.1} s, {numbers} numbers asked, {rate:.0} a second", time.as_secs_f64()));
}

fn paid(summary: &Summary) -> String {
    let mut words = vec![format!("{} billed by the answers", summary.billed)];
    if summary.unstated > 0 {
        words.push(format!("{} unstated, counted as spent", summary.unstated));
    }
    match summary.receipts {
        Some(receipts) if receipts == summary.billed => words.push("the vendor's receipts agree".to_owned()),
        Some(receipts) => words.push(format!("the vendor's receipts say {receipts}: compare with its bill")),
        None => words.push("not verifiable: the vendor sends no count, or an answer was lost".to_owned()),
    }
    words.push(format!("{} spent in all", summary.spent));
    if let Some(cost) = summary.cost {
        words.push(money(cost));
    }
    words.push(format!("{} requests", summary.requests));
    words.join("; ")
}
