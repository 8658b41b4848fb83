//! What is said after the rows: each error once, what was not asked, and the money.

use numcheck_core::{Answer, AnyReport, LineStatus, Message, Outcome, Receipt, Reconciliation};

use super::ask::Asked;
use super::plan::{Fate, Plan};
use crate::Entry;
use crate::fault::{self, numbers, seconds};
use crate::messages::check as messages;
use crate::messages::fault::{about, warning};
use crate::output;

/// More numbers than this behind one error are counted and not listed.
const LISTED: usize = 5;

pub(crate) fn say(entry: &Entry, plan: &Plan, asked: &Asked, sandbox: bool) {
    for group in groups(&asked.answers) {
        let Some(error) = group[0].outcome.error() else { continue };
        output::say(fault::explain(error, group[0].charge));
        output::say(about(listed(&group)));
    }
    let unanswered: Vec<_> =
        asked.answers.iter().filter(|answer| matches!(answer.outcome, Outcome::Unanswered)).collect();
    if !unanswered.is_empty() {
        let settle = entry.product().settle();
        output::say(if settle.is_zero() {
            messages::unanswered(listed(&unanswered))
        } else {
            messages::unanswered_until(listed(&unanswered), seconds(settle))
        });
    }
    let unknown_and_billed: Vec<_> = asked.answers.iter().filter(|answer| is_unknown_and_billed(answer)).collect();
    if !unknown_and_billed.is_empty() {
        output::say(warning(messages::billed_unknown(listed(&unknown_and_billed))));
    }
    if let Some(stop) = &asked.stopped {
        let rest = plan.ask.len() - asked.answers.len();
        output::say(messages::rest_not_sent(numbers(rest), &stop.why));
    }
    output::say(totals(plan, asked));
    output::say(money(asked, sandbox));
}

/// 如手机号检测反馈状态为库无，不收取检测费用: a vendor that sells line status says so, and may bill otherwise.
fn is_unknown_and_billed(answer: &Answer<AnyReport>) -> bool {
    answer.charge.is_billed()
        && answer.outcome.report().is_some_and(|report| report.summary().status == LineStatus::NotInDatabase.word())
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

fn listed(answers: &[&Answer<AnyReport>]) -> Message {
    let mut shown: Vec<Message> = answers.iter().take(LISTED).map(|answer| answer.number.masked().into()).collect();
    if answers.len() > LISTED {
        shown.push(messages::and_more(answers.len() - LISTED));
    }
    Message::join(shown, ", ", "、")
}

/// How many numbers, and what is said of them.
type Part = (usize, fn(usize) -> Message);

/// `5 numbers: 3 answered, 1 rejected, 1 given before`.
fn totals(plan: &Plan, asked: &Asked) -> Message {
    let of =
        |wanted: fn(&Outcome<AnyReport>) -> bool| asked.answers.iter().filter(|answer| wanted(&answer.outcome)).count();
    let unusable = plan.fates.iter().filter(|fate| matches!(fate, Fate::Rejected { .. })).count();
    let parts: [Part; 6] = [
        (of(Outcome::is_answered), messages::answered),
        (of(|outcome| matches!(outcome, Outcome::Unanswered)), messages::unanswered_count),
        (of(|outcome| matches!(outcome, Outcome::Failed(_))), messages::failed),
        (of(|outcome| matches!(outcome, Outcome::Rejected(_))) + unusable, messages::rejected),
        (plan.ask.len() - asked.answers.len(), messages::not_sent_count),
        (plan.fates.len() - unusable - plan.ask.len(), messages::given_before),
    ];
    let parts = parts.into_iter().filter(|(n, _)| *n > 0).map(|(n, words)| words(n));
    messages::totals(numbers(plan.fates.len()), Message::join(parts, ", ", "，"))
}

/// `money: 2 billed, as the vendor counts`.
fn money(asked: &Asked, sandbox: bool) -> Message {
    let money = Message::join(spent(&asked.answers, &asked.receipts), "; ", "；");
    messages::money(if sandbox { messages::in_sandbox(money) } else { money })
}

fn spent(answers: &[Answer<AnyReport>], receipts: &[Receipt]) -> Vec<Message> {
    let sum = Reconciliation::of(answers, receipts);
    let lost = answers.iter().filter(|answer| answer.charge.is_billed() && !answer.outcome.is_answered()).count();
    let mut words = Vec::new();
    if sum.billed > 0 {
        let agrees = sum.agrees() == Some(true);
        words.push(if agrees { messages::billed_as_counted(sum.billed) } else { messages::billed(sum.billed) });
    }
    if lost > 0 {
        words.push(messages::lost(lost));
    }
    if sum.unstated > 0 {
        words.push(messages::unstated(sum.unstated));
    }
    if sum.in_doubt > 0 {
        words.push(messages::in_doubt(sum.in_doubt));
    }
    match sum.receipts {
        Some(receipts) if receipts != sum.billed => words.push(messages::counted_otherwise(receipts)),
        None if sum.billed > 0 && sum.unstated == 0 => words.push(messages::no_count()),
        _ => {}
    }
    if words.is_empty() {
        words.push(messages::nothing_billed());
    }
    words
}
