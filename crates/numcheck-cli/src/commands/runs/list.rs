//! Runs as people look at them: in a row of their own in a table, and the story of one.

use std::fmt::Write as _;

use numcheck_bulk::ledger::{Event, RunRow};
use numcheck_core::{Lang, Message, Timestamp};
use serde_json::json;

use super::{is_alive, products};
use crate::messages::runs as messages;
use crate::output::figures::grouped;
use crate::output::printable;
use crate::output::sheet::Sheet;
use crate::output::terminal::{Paint, Terminal, cut, padded, width};

/// The list's name is cut no narrower than this.
const NARROWEST_LIST: usize = 12;

/// An aligned table, no wider than the terminal: the list's name gives way.
pub(super) fn table(runs: &[RunRow], driven: Option<i64>, terminal: Terminal, lang: Lang) -> String {
    if runs.is_empty() {
        return String::new();
    }
    let heads = [
        messages::run(),
        messages::began(),
        messages::state(),
        messages::lines(),
        messages::products(),
        messages::list(),
    ]
    .map(|head| head.in_lang(lang).to_owned());
    let rows = |short: bool| -> Vec<[String; 6]> {
        let row = |run: &RunRow| {
            let (began, products) = (moment(run.created_at), products(run));
            [
                run.id.to_string(),
                if short { began.get(..16).unwrap_or(&began).to_owned() } else { began },
                state(run, is_alive(run, driven)).in_lang(lang).to_owned(),
                grouped(run.list_lines),
                if short { first_of(&products) } else { products.join(", ") },
                printable(list_name(run).in_lang(lang)),
            ]
        };
        runs.iter().map(row).collect()
    };
    let widths_of = |rows: &[[String; 6]]| {
        let mut widths = [0; 6];
        for row in std::iter::once(&heads).chain(rows) {
            for (cells, cell) in widths.iter_mut().zip(row) {
                *cells = width(cell).max(*cells);
            }
        }
        widths
    };
    let before = |widths: &[usize; 6]| -> usize { widths[..5].iter().map(|cells| cells + 2).sum() };
    let mut rows_shown = rows(false);
    let mut widths = widths_of(&rows_shown);
    if before(&widths) + NARROWEST_LIST > terminal.columns {
        rows_shown = rows(true);
        widths = widths_of(&rows_shown);
        // What is too wide still is the product's name alone.
        let over = (before(&widths) + NARROWEST_LIST).saturating_sub(terminal.columns);
        widths[4] = widths[4].saturating_sub(over).max(NARROWEST_LIST);
    }
    let (rows, before) = (rows_shown, before(&widths));
    let room = terminal.columns.saturating_sub(before).max(NARROWEST_LIST);
    let mut text = String::new();
    for (at, row) in std::iter::once(&heads).chain(&rows).enumerate() {
        let mut line = String::new();
        for (column, cell) in row.iter().enumerate() {
            match column {
                // Figures end under each other.
                0 | 3 => line.extend([&" ".repeat(widths[column] - width(cell)), cell.as_str(), "  "]),
                4 => line.extend([padded(&cut(cell, widths[4]), widths[4]).as_str(), "  "]),
                5 => line.push_str(&cut_left(cell, room)),
                _ => line.extend([padded(cell, widths[column]).as_str(), "  "]),
            }
        }
        let paint = (at == 0).then_some(Paint::Dim);
        text.push_str(&terminal.paint(paint, line.trim_end()));
        text.push('\n');
    }
    text
}

/// One line a run for programs: number, moment, state, products, lines, list.
pub(super) fn tabs(runs: &[RunRow], driven: Option<i64>) -> String {
    let mut text = String::new();
    for run in runs {
        let state = if is_alive(run, driven) { "running" } else { run.state.as_str() };
        let list = printable(run.list_shown());
        let (products, lines) = (products(run).join(","), run.list_lines);
        let _ = writeln!(text, "{}\t{}\t{state}\t{products}\t{lines}\t{list}", run.id, run.created_at);
    }
    text
}

/// When it began, what it asks, and what happened to it.
pub(super) fn tell(sheet: &mut Sheet, run: &RunRow, alive: bool, events: &[Event]) {
    let about = messages::about(state(run, alive), products(run).join(", "), moment(run.created_at));
    sheet.text(messages::state_of(), about);
    for (at, event) in events.iter().enumerate() {
        let label = if at == 0 { messages::history() } else { Message::default() };
        let why = |lang: &str| event.detail[lang].as_str().unwrap_or_default().to_owned();
        let (en, zh) = (why("why"), why("why_zh"));
        let why = Message::new(en.clone(), if zh.is_empty() { en } else { zh });
        let what = match event.kind.as_str() {
            "started" => messages::event_started(),
            "stopped" => messages::event_stopped(),
            "finished" => messages::event_finished(),
            "repay" => messages::event_repay(),
            "ceiling" => messages::event_ceiling(),
            other => Message::from(other.to_owned()),
        };
        let at = moment(event.at);
        sheet.text(label, if why.is_empty() { messages::event(at, what) } else { messages::event_why(at, what, why) });
    }
}

/// An event as data has it: in English.
pub(super) fn event_json(event: Event) -> serde_json::Value {
    let mut detail = event.detail;
    if let Some(detail) = detail.as_object_mut() {
        detail.remove("why_zh");
    }
    json!({ "at": event.at, "kind": event.kind, "detail": detail })
}

fn state(run: &RunRow, alive: bool) -> Message {
    match run.state.as_str() {
        "finished" => messages::finished(),
        "stopped" => messages::stopped(),
        _ if alive => messages::running(),
        _ => messages::started(),
    }
}

fn list_name(run: &RunRow) -> Message {
    if run.list_shown() == "-" { messages::piped() } else { Message::from(run.list.clone()) }
}

/// `2026-11-22 10:15:00`, in UTC.
fn moment(at: Timestamp) -> String {
    let text = at.to_string();
    text.get(..19).unwrap_or(&text).replace('T', " ")
}

/// `juhe/line-status +1`
fn first_of(products: &[String]) -> String {
    match products {
        [first, _, ..] => format!("{first} +{}", products.len() - 1),
        _ => products.concat(),
    }
}

/// The end of a path says more than its beginning.
fn cut_left(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let turned: String = text.chars().rev().collect();
    cut(&turned, cells).chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(id: i64, state: &str, list: &str) -> RunRow {
        RunRow {
            id,
            created_at: Timestamp::from_millis(1_763_800_000_000),
            list: list.to_owned(),
            list_hash: String::new(),
            list_lines: 1_000_000,
            products: json!([{ "id": "juhe/line-status" }, { "id": "ywjisu/line-status" }]),
            reading: json!({}),
            options: json!({}),
            state: state.to_owned(),
        }
    }

    #[test]
    fn the_table_fits_and_its_columns_stand_under_each_other_in_both_languages() {
        let runs = [run(12, "started", "/srv/名单/一份很长的名单-2026-11.csv"), run(3, "finished", "sha256:00")];
        for columns in [80, 100, 120, 200] {
            for lang in [Lang::En, Lang::Zh] {
                let table = table(&runs, Some(12), Terminal { columns, color: false }, lang);
                let lines: Vec<&str> = table.lines().collect();
                assert!(lines.len() == 3 && lines.iter().all(|line| width(line) <= columns), "{table}");
                let at = |line: &str, word: &str| width(&line[..line.find(word).expect(word)]);
                assert_eq!(at(lines[1], "juhe/"), at(lines[2], "juhe/"), "{table}");
                assert!(lines[1].contains("2026-11.csv") && !table.contains("sha256"), "{table}");
            }
        }
        let zh = table(&runs, Some(12), Terminal { columns: 120, color: false }, Lang::Zh);
        assert!(zh.contains("进行中") && zh.contains("已完成") && zh.contains("管道"), "{zh}");
        let tabs = tabs(&runs, None);
        assert!(tabs.starts_with("12\t2025-11-22T") && tabs.contains("\tstarted\t"), "{tabs}");
    }
}
