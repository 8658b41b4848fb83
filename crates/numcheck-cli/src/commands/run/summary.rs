//! What is said of a run: the list, what it would cost, what became of it.

use std::path::{Path, PathBuf};
use std::time::Duration;

use numcheck_bulk::{Estimate, Summary, View};
use numcheck_core::{Message, Product};

use crate::messages::{run, runs, summary as messages};
use crate::output::figures::{grouped, money, time};
use crate::output::say;
use crate::output::sheet::Sheet;
use crate::output::terminal::Paint;
use crate::{Entry, Registry};

/// What was found of a list without being told.
pub(super) fn say_list(view: &View<'_>) {
    let list = view.list();
    say(run::list(list.source().name(), list.form(), list.column().name()));
    for (line, error) in view.complaints() {
        say(run::bad_line(line, error));
    }
    let untold = view.invalid() - view.complaints().count() as u64;
    if untold > 0 {
        say(run::more_bad_lines(grouped(untold)));
    }
    view.warnings().into_iter().for_each(say);
}

pub(super) fn say_estimate(view: &View<'_>, estimate: &Estimate, priced: bool) {
    let mut sheet = Sheet::new(messages::dry(view.list().source().name()));
    sheet.count(messages::lines(), estimate.lines, estimate.lines, None);
    for (label, n) in [
        (messages::to_ask(), estimate.numbers),
        (messages::rejected(), estimate.rejected),
        (messages::duplicates(), estimate.duplicates),
        (messages::done_before(), estimate.done),
        (messages::reused(), estimate.reused),
        (messages::in_doubt(), estimate.in_doubt),
        (messages::lost(), estimate.lost),
        (messages::unanswered(), estimate.unanswered),
        (messages::left_out(), estimate.left_out),
    ] {
        if n > 0 {
            sheet.count(label, n, estimate.lines, None);
        }
    }
    if let products @ [_, _, ..] = view.products() {
        let named = Message::join(products.iter().map(|product| messages::product(product.id())), ", then ", "，再 ");
        sheet.text(messages::products(), named);
    }
    sheet.text(messages::requests(), run::would_ask(grouped(estimate.requests), grouped(estimate.numbers)));
    let cost = match estimate.max_cost.filter(|_| priced) {
        Some(cost) => run::would_cost(money(cost)),
        None => run::would_cost_units(grouped(estimate.max_units)),
    };
    sheet.text(messages::cost(), cost);
    if estimate.seconds > 0 {
        #[expect(clippy::cast_precision_loss, reason = "shown to people")]
        sheet.text(messages::time(), run::would_take(time(estimate.seconds as f64)));
    }
    sheet.say();
    say(run::dry_run());
}

/// Every line in one class, and what was paid against what the vendors say.
pub(crate) fn sheet_of(registry: &Registry, view: &View<'_>, summary: &Summary, sandbox: bool) -> Sheet {
    let name = view.list().source().name();
    let head = if sandbox { messages::head_sandbox } else { messages::head };
    let mut sheet = Sheet::new(head(summary.run, name));
    let all = summary.lines;
    sheet.count(messages::lines(), all, all, None);
    let classes = [
        (messages::no_record(), summary.no_record, None),
        (messages::unanswered(), summary.unanswered, Some(Paint::Yellow)),
        (messages::failed(), summary.failed, Some(Paint::Yellow)),
        (messages::rejected(), summary.rejected, None),
        (messages::duplicates(), summary.duplicates, None),
        (messages::reused(), summary.reused, None),
        (messages::in_doubt(), summary.in_doubt, Some(Paint::Red)),
        (messages::lost(), summary.lost, None),
        (messages::under_way(), summary.under_way, None),
        (messages::not_sent(), summary.not_sent, Some(Paint::Yellow)),
    ];
    if summary.answered > 0 {
        sheet.count(messages::answered(), summary.answered, all, None);
    }
    let mut statuses: Vec<(&String, &u64)> = summary.statuses.iter().collect();
    statuses.sort_by_key(|(status, n)| (std::cmp::Reverse(**n), *status));
    for (status, n) in statuses {
        sheet.part(status_label(registry, view.products(), status), *n, all);
    }
    for (label, n, paint) in classes {
        if n > 0 {
            sheet.count(label, n, all, paint);
        }
    }
    if summary.accounted() != all {
        sheet.text(Message::default(), messages::not_accounted(grouped(summary.accounted()), grouped(all)));
    }
    tell_money(&mut sheet, summary);
    sheet
}

fn tell_money(sheet: &mut Sheet, summary: &Summary) {
    let spent = grouped(summary.spent);
    sheet.text(
        messages::money(),
        match summary.cost {
            Some(cost) => messages::spent_money(spent, money(cost)),
            None => messages::spent(spent),
        },
    );
    let mut parts = vec![messages::billed(grouped(summary.billed))];
    if summary.unstated > 0 {
        parts.push(messages::unstated(grouped(summary.unstated)));
    }
    let doubtful = summary.spent.saturating_sub(summary.billed + summary.unstated);
    // What is in doubt nowhere any more was paid; the rest is told for what it is.
    let lost = if summary.in_doubt == 0 { doubtful } else { summary.lost.min(doubtful) };
    if summary.in_doubt > 0 && doubtful > lost {
        parts.push(messages::doubtful(grouped(doubtful - lost)));
    }
    if summary.lost > 0 && lost > 0 {
        parts.push(messages::paid_lost(grouped(lost)));
    }
    for part in parts {
        sheet.text(Message::default(), part);
    }
    let receipts = match summary.receipts {
        Some(receipts) if receipts == summary.billed => messages::receipts_agree(grouped(receipts)),
        Some(receipts) => messages::receipts_differ(grouped(receipts)),
        None => messages::not_verifiable(),
    };
    sheet.text(messages::receipts(), receipts);
    sheet.text(messages::requests(), messages::requests_made(grouped(summary.requests)));
}

/// How long this session took, and how fast it went.
pub(super) fn tell_time(sheet: &mut Sheet, took: Duration, numbers: u64) {
    if numbers == 0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "shown to people")]
    let rate = numbers as f64 / took.as_secs_f64().max(0.001);
    let rate = if rate < 10.0 {
        format!("{rate:.1}")
    } else {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rate is positive")]
        grouped(rate.round() as u64)
    };
    sheet.text(messages::time(), messages::took(time(took.as_secs_f64()), grouped(numbers), rate));
}

/// Which files were written.
pub(super) fn tell_results(sheet: &mut Sheet, files: &[PathBuf]) {
    for (at, file) in files.iter().enumerate() {
        let label = if at == 0 { messages::results() } else { Message::default() };
        sheet.whole(label, Message::from(file.display().to_string()));
    }
}

/// How what was not answered is asked again: a finished run asks nothing more.
pub(super) fn tell_unanswered(sheet: &mut Sheet, summary: &Summary, again: String) {
    let open = summary.unanswered + summary.failed;
    sheet.text(messages::again(), messages::ask_again(grouped(open)));
    sheet.whole(Message::default(), again.into());
}

/// Where the numbers in doubt are, and what can be done about them.
pub(crate) fn tell_doubts(sheet: &mut Sheet, run: i64, numbers: usize, file: Option<&Path>, flags: &str) {
    let numbers = grouped(numbers as u64);
    let settle = runs::settle_either(format!("numcheck runs settle {run}{flags}"));
    if let Some(file) = file {
        sheet.whole(messages::in_doubt(), messages::doubts_file(numbers, file.display()));
    }
    let label = if file.is_some() { Message::default() } else { messages::settle() };
    sheet.text(label, messages::doubts_meaning());
    sheet.whole(Message::default(), settle);
    sheet.text(Message::default(), messages::doubts_repay());
}

/// A status in our word and the vendor's.
fn status_label(registry: &Registry, products: &[Product], status: &str) -> Message {
    let mut rows =
        products.iter().filter_map(|product| registry.find(product.id().as_str())).flat_map(Entry::own_statuses);
    match rows.find(|row| row.word == status) {
        Some(row) => Message::new(format!("{status} {}", row.word_zh), row.word_zh),
        None if status == "unknown" => messages::unknown_status(),
        None => Message::from(status.to_owned()),
    }
}
