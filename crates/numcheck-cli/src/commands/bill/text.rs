//! The bill for people.

use std::fmt::Write;
use std::path::Path;

use numcheck_bulk::bill::{Bill, BillLine, Comparison, Statement, Sums};
use numcheck_core::{Lang, Message, mask_text};

use super::month::Month;
use crate::commands::report::figures::{grouped, money};
use crate::messages::bill as messages;
use crate::output::printable;
use crate::output::terminal::{padded, width};

/// Rows of a part that are told one by one.
const MOST: usize = 40;

/// The table of days, products and keys.
pub(super) fn bill(bill: &Bill, month: Month, lang: Lang) -> String {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    if bill.lines.is_empty() {
        return format!("{}\n", tell(messages::nothing(month.to_string())));
    }
    let head = [
        messages::col_day(),
        messages::col_product(),
        messages::col_key(),
        messages::col_requests(),
        messages::col_numbers(),
        messages::col_billed(),
        messages::col_unstated(),
        messages::col_doubt(),
        messages::col_receipts(),
        messages::col_cost(),
    ];
    let mut rows = vec![head.map(tell).to_vec()];
    rows.extend(bill.lines.iter().map(row));
    let mut total = vec![tell(messages::total()), String::new(), String::new()];
    total.extend(figures(&bill.total));
    rows.push(total);
    let mut out = format!("{}\n\n", tell(messages::title(month.to_string())));
    let widths: Vec<usize> =
        (0..10).map(|at| rows.iter().map(|row| width(&row[at])).max().unwrap_or_default()).collect();
    for row in &rows {
        let cells = row.iter().zip(&widths).enumerate().map(|(at, (cell, widest))| {
            // Names begin at the left, figures end at the right.
            if at < 3 { padded(cell, *widest) } else { format!("{}{cell}", " ".repeat(widest - width(cell))) }
        });
        let _ = writeln!(out, "{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    let mut notes = vec![messages::key_note()];
    if bill.total.without_receipt > 0 {
        notes.push(messages::receipt_note(grouped(bill.total.without_receipt)));
    }
    if bill.total.unpriced > 0 {
        notes.push(messages::price_note(grouped(bill.total.unpriced)));
    }
    out.push('\n');
    for note in notes {
        let _ = writeln!(out, "{}", tell(note));
    }
    out
}

fn row(line: &BillLine) -> Vec<String> {
    let key = line.account.as_deref().unwrap_or("-").to_owned();
    let mut row = vec![line.day.clone(), line.product.clone(), key];
    row.extend(figures(&line.sums));
    row
}

fn figures(sums: &Sums) -> [String; 7] {
    let receipts = if sums.without_receipt > 0 && sums.receipts == 0 { "-".to_owned() } else { grouped(sums.receipts) };
    let spent = sums.billed + sums.unstated + sums.in_doubt;
    let cost = if sums.unpriced == spent && spent > 0 { "-".to_owned() } else { money(sums.cost) };
    [
        grouped(sums.requests),
        grouped(sums.numbers),
        grouped(sums.billed),
        grouped(sums.unstated),
        grouped(sums.in_doubt),
        receipts,
        cost,
    ]
}

/// What comparing a statement came to.
pub(super) fn statement(file: &Path, statement: &Statement, done: &Comparison, bill: &Bill, lang: Lang) -> String {
    let mut lines = vec![messages::statement(file.display(), grouped(statement.lines))];
    let columns = statement.taken.iter().map(|taken| {
        let header = printable(&mask_text(&taken.header));
        match taken.role {
            "day" => messages::role_day(header),
            "count" => messages::role_count(header),
            "order" => messages::role_order(header),
            _ => messages::role_product(header),
        }
    });
    lines.push(messages::columns(Message::join(columns, ", ", "，")));
    if statement.outside > 0 {
        lines.push(messages::outside(grouped(statement.outside)));
    }
    if statement.unreadable > 0 {
        let first: Vec<String> = statement.unreadable_lines.iter().map(u64::to_string).collect();
        lines.push(messages::unreadable(grouped(statement.unreadable), first.join(", ")));
    }
    lines.push(messages::compared(grouped(done.ours), grouped(done.theirs)));
    agreeing(done, &mut lines);
    differing(done, &mut lines);
    unverifiable(done, &mut lines);
    lines.push("".into());
    let differences = done.differs.len() as u64 + done.more;
    match (differences, done.agrees.is_empty()) {
        (0, false) => lines.push(messages::verdict_agrees()),
        (0, true) => {
            lines.push(messages::verdict_nothing());
            let most = bill.lines.iter().rev().max_by_key(|line| line.sums.billed);
            lines.push(messages::nothing_cure(most.map_or("juhe/line-status", |line| &line.product)));
        }
        (n, _) if bill.total.in_doubt > 0 => lines.push(messages::verdict_differs(grouped(n))),
        (n, _) => lines.push(messages::verdict_differs_for_sure(grouped(n))),
    }
    lines.iter().fold(String::new(), |mut out, line| {
        let _ = writeln!(out, "{}", line.in_lang(lang));
        out
    })
}

fn agreeing(done: &Comparison, lines: &mut Vec<Message>) {
    if done.agrees.is_empty() {
        return;
    }
    lines.extend(["".into(), messages::agrees_title()]);
    lines.extend(done.agrees.iter().take(MOST).map(|same| {
        let (product, numbers) = (product(&same.product), grouped(same.numbers));
        match same.by {
            "order" => messages::agrees_order(&same.day, product, grouped(same.requests), numbers),
            _ => messages::agrees_day(&same.day, product, numbers),
        }
    }));
    rest(done.agrees.len() as u64, lines);
}

fn differing(done: &Comparison, lines: &mut Vec<Message>) {
    if done.differs.is_empty() {
        return;
    }
    lines.extend(["".into(), messages::differs_title()]);
    lines.extend(done.differs.iter().take(MOST).map(|difference| {
        let request = difference.request.map(messages::which_request);
        // What a statement has for an order id may be anything.
        let order = difference.order_id.as_deref().map(|order| match numcheck_core::PhoneNumber::parse(order) {
            Ok(_) => messages::which_order(mask_text(order)),
            Err(_) => messages::which_order(printable(order).chars().take(64).collect::<String>()),
        });
        let count = |count: Option<u64>| count.map_or_else(|| "-".to_owned(), grouped);
        let why = match difference.why {
            "not_in_ledger" => messages::why_not_in_ledger(),
            "not_in_statement" => messages::why_not_in_statement(),
            "in_doubt" => messages::why_in_doubt(),
            _ => messages::why_count(),
        };
        let which = Message::join([request, order].into_iter().flatten(), "", "");
        let day = if difference.day.is_empty() { "-" } else { &difference.day };
        let (ours, theirs) = (count(difference.ours), count(difference.theirs));
        messages::differs(day, product(&difference.product), which, ours, theirs, why)
    }));
    rest(done.differs.len() as u64 + done.more, lines);
}

fn unverifiable(done: &Comparison, lines: &mut Vec<Message>) {
    if done.unverifiable.is_empty() {
        return;
    }
    lines.extend(["".into(), messages::unverifiable_title()]);
    lines.extend(done.unverifiable.iter().take(MOST).map(|nothing| {
        let why = match nothing.why {
            "in_doubt" => messages::cannot_in_doubt(),
            "unstated" => messages::cannot_unstated(),
            "no_count" => messages::cannot_no_count(),
            "no_order_id" => messages::cannot_no_order_id(),
            _ => messages::cannot_unknown_product(),
        };
        messages::unverifiable(&nothing.day, product(&nothing.product), grouped(nothing.numbers), why)
    }));
    rest(done.unverifiable.len() as u64, lines);
}

/// Those that are not told one by one.
fn rest(all: u64, lines: &mut Vec<Message>) {
    let more = all.saturating_sub(MOST as u64);
    if more > 0 {
        lines.push(messages::more(grouped(more)));
    }
}

fn product(name: &str) -> Message {
    if name.is_empty() { messages::all_products() } else { printable(&mask_text(name)).into() }
}
