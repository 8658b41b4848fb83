//! The report in short, for a terminal or a mail.

use std::fmt::Write;

use numcheck_bulk::report::RunReport;
use numcheck_core::{Lang, Message};

use super::figures::{grouped, moment, percent};
use super::{page, words};
use crate::Registry;
use crate::messages::report as messages;
use crate::output::terminal::{padded, width};

/// Rows of a table that are told one by one.
const MOST: usize = 8;

/// A title, rows of a name and how many, and what they are a share of.
type Table = (Message, Vec<(String, u64)>, u64);

/// The report as text, a line break at its end.
pub(super) fn text(report: &RunReport, registry: &Registry, sandbox: bool, lang: Lang) -> String {
    let tell = |message: Message| message.in_lang(lang).to_owned();
    let mut out = String::new();
    let mut line = |text: &str| {
        let _ = writeln!(out, "{text}");
    };
    let badge = if sandbox { format!("  [{}]", tell(messages::sandbox_badge())) } else { String::new() };
    line(&format!("{}  {}{badge}", tell(messages::run_n(report.run)), tell(words::list_name(&report.list))));
    line(&tell(page::lead(report)));
    if let Some(why) = &report.without_list {
        line(&tell(messages::without_list(why)));
    }
    let mut tables: Vec<Table> = Vec::new();
    let reaches = words::reaches(&report.reachability).into_iter().filter(|reach| reach.numbers > 0);
    let reaches = reaches.map(|reach| (tell(reach.name), reach.numbers)).collect();
    if report.reachability.total() > report.reachability.unsaid {
        tables.push((messages::reach_title(), reaches, report.answered));
    }
    let status = |status: &numcheck_bulk::report::StatusCount| {
        let name = if lang == Lang::Zh { &status.status_zh } else { &status.status };
        (words::vendor(name), status.numbers)
    };
    tables.push((messages::status_title(), report.statuses.iter().map(status).collect(), report.answered));
    for (title, breakdown) in [(messages::area_title(), &report.areas), (messages::carrier_title(), &report.carriers)] {
        let rows = breakdown.rows.iter().take(MOST).map(|part| (part.name.clone(), part.numbers)).collect();
        tables.push((title, rows, report.answered));
    }
    if let Some(classes) = &report.classes {
        let rows = words::classes(classes).into_iter().map(|(name, lines)| (tell(name), lines)).collect();
        tables.push((messages::lines_title(), rows, classes.lines));
    }
    for (title, rows, of) in tables.into_iter().filter(|(_, rows, _)| !rows.is_empty()) {
        line(&format!("\n{}", tell(title)));
        let widest = rows.iter().map(|(name, _)| width(name)).max().unwrap_or_default();
        for (name, numbers) in rows {
            line(&format!("  {}  {:>11}  {:>6}", padded(&name, widest), grouped(numbers), percent(numbers, of)));
        }
    }
    line(&format!("\n{}", tell(messages::money_title())));
    for (_, words) in page::sentences(report) {
        line(&format!("  {}", tell(words)));
    }
    if !report.errors.is_empty() {
        line(&format!("\n{}", tell(messages::errors_title())));
    }
    for fault in report.errors.iter().take(MOST) {
        let code = fault.code.as_deref().map_or_else(|| "—".to_owned(), words::vendor);
        line(&format!("  {code}  {} × {}", grouped(fault.requests), tell(words::meaning(fault, registry))));
        line(&format!("      {}", tell(words::todo(fault, report.in_doubt > 0))));
    }
    for (settled, title) in [(false, messages::doubt_title()), (true, messages::settled_title())] {
        let doubts = || report.doubts.iter().filter(|doubt| doubt.settled.is_some() == settled);
        if doubts().count() > 0 {
            line(&format!("\n{}", tell(title)));
        }
        for doubt in doubts().take(MOST) {
            let (numbers, why) = (grouped(doubt.numbers), tell(words::why_in_doubt(doubt)));
            line(&format!("  {}  {} +08:00  {numbers}  {why}", doubt.request, moment(doubt.sent_at)));
        }
        let more = doubts().count().saturating_sub(MOST);
        if more > 0 {
            line(&format!("  {}", tell(messages::more_rows(more))));
        }
    }
    out
}
