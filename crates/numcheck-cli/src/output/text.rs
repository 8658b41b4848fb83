//! Text for people: a table on a terminal, tab-separated otherwise.

use std::io::{self, Write};

use numcheck_core::{AnyReport, CallerReport, Charge, NetworkReport, Outcome, Report};

use super::terminal::{Paint, Terminal, padded, width, wrapped};
use super::{Row, Sink, printable};
use crate::Entry;

/// What is left for the last column at least; below that it goes under the row.
const NARROWEST_DETAILS: usize = 16;

/// A table whose columns are as wide as they can become, so that rows can be printed as they come.
pub(crate) struct Table<W> {
    out: W,
    terminal: Terminal,
    number: usize,
    status: usize,
    reachability: usize,
}

/// The words `unreachable` and `in doubt`, with their headings.
const REACHABILITY: usize = "REACHABILITY".len();
const CHARGE: usize = "in doubt".len();

impl<W: Write> Table<W> {
    /// A table for answers of this product about these numbers.
    pub(crate) fn new<'a>(
        out: W,
        terminal: Terminal,
        entry: &Entry,
        numbers: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let statuses = entry.own_statuses().map(|row| width(row.word) + 1 + width(row.word_zh));
        let tells_reachability = entry.product().kind() != CallerReport::KIND;
        Self {
            out,
            terminal,
            number: numbers.into_iter().map(|number| width(&printable(number))).max().unwrap_or(0).max("NUMBER".len()),
            status: statuses.max().unwrap_or(0).max(width("unanswered 未返回")),
            reachability: if tells_reachability { REACHABILITY } else { 0 },
        }
    }

    fn line(&mut self, cells: [&str; 4], paints: [Option<Paint>; 4], details: &str) -> io::Result<()> {
        let widths = [self.number, self.status, self.reachability, CHARGE];
        let mut head = String::new();
        for ((cell, paint), cells) in cells.into_iter().zip(paints).zip(widths).filter(|(_, cells)| *cells > 0) {
            head.push_str(&self.terminal.paint(paint, &padded(cell, cells)));
            head.push_str("  ");
        }
        let indent: usize = widths.iter().filter(|cells| **cells > 0).map(|cells| cells + 2).sum();
        let room = self.terminal.columns.saturating_sub(indent);
        if details.is_empty() {
            return writeln!(self.out, "{}", head.trim_end());
        }
        if room < NARROWEST_DETAILS {
            writeln!(self.out, "{}", head.trim_end())?;
            for line in wrapped(details, self.terminal.columns - 2) {
                writeln!(self.out, "  {line}")?;
            }
            return Ok(());
        }
        for (at, line) in wrapped(details, room).iter().enumerate() {
            match at {
                0 => writeln!(self.out, "{head}{line}")?,
                _ => writeln!(self.out, "{}{line}", " ".repeat(indent))?,
            }
        }
        Ok(())
    }
}

impl<W: Write> Sink for Table<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.line(["NUMBER", "STATUS", "REACHABILITY", "CHARGE"], [Some(Paint::Dim); 4], "DETAILS")?;
        self.out.flush()
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let (word, word_zh) = status(row);
            let cells = [
                &*printable(&row.number),
                &format!("{word} {word_zh}"),
                row.reachability().unwrap_or_default(),
                charge(row),
            ];
            let paint = paint(row);
            let doubt = (charge(row) == "in doubt").then_some(Paint::Red);
            self.line(cells, [None, paint, paint, doubt], &details(row).join(" "))?;
        }
        self.out.flush()
    }
}

/// Number, status, 状态, reachability, charge, details: one line a number, without a header.
pub(crate) struct Tabs<W>(pub(crate) W);

impl<W: Write> Sink for Tabs<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let (word, word_zh) = status(row);
            let (number, details) = (printable(&row.number), details(row).join(" "));
            let reachability = row.reachability().unwrap_or_default();
            writeln!(self.0, "{number}\t{word}\t{word_zh}\t{reachability}\t{}\t{details}", charge(row))?;
        }
        self.0.flush()
    }
}

/// The status in both languages, or what became of the number instead.
fn status(row: &Row) -> (String, String) {
    match &row.outcome {
        Outcome::Report(report) => (printable(&report.summary.status), printable(&report.summary.status_zh)),
        other => {
            let word_zh = match other {
                Outcome::NoRecord => "无记录",
                Outcome::Unanswered => "未返回",
                Outcome::Rejected(_) => "未受理",
                _ => "失败",
            };
            (other.word().to_owned(), word_zh.to_owned())
        }
    }
}

fn charge(row: &Row) -> &'static str {
    match row.charge {
        Charge::Unknown if row.outcome.is_answered() => "unstated",
        Charge::Unknown => "in doubt",
        known => known.word(),
    }
}

fn paint(row: &Row) -> Option<Paint> {
    match (row.reachability(), &row.outcome) {
        (Some("reachable"), _) => Some(Paint::Green),
        (Some("dead" | "unreachable"), _) | (None, Outcome::Failed(_)) => Some(Paint::Red),
        (Some("avoid" | "doubtful"), _) | (None, Outcome::Rejected(_) | Outcome::Unanswered) => Some(Paint::Yellow),
        _ => None,
    }
}

/// What else there is to say of a number.
fn details(row: &Row) -> Vec<String> {
    let told = match (&row.outcome, &row.error) {
        (Outcome::Report(report), _) => of_report(report),
        (_, Some(error)) => error.code().into_iter().chain([error.message()]).map(str::to_owned).collect(),
        (_, None) => Vec::new(),
    };
    told.iter().map(|text| printable(text)).filter(|text| !text.trim().is_empty()).collect()
}

fn of_report(report: &AnyReport) -> Vec<String> {
    let summary = &report.summary;
    let place = [summary.area.clone(), summary.carrier.clone()].into_iter().flatten();
    // A code this version does not know says nothing unless it is seen.
    let code = summary.code.as_ref().filter(|_| summary.status == "unknown").map(|code| format!("code {code}"));
    match report.kind {
        CallerReport::KIND => {
            let caller: CallerReport = serde_json::from_str(report.json.get()).unwrap_or_default();
            let mark = caller.mark.as_ref();
            let words = mark.and_then(|mark| mark.text.clone()).filter(|text| *text != summary.status_zh);
            let count = mark.and_then(|mark| mark.count).map(|count| format!("{count} 次"));
            let categories = (!caller.categories.is_empty()).then(|| caller.categories.join("、"));
            let tags = (!caller.finance_tags.is_empty()).then(|| caller.finance_tags.join("、"));
            [code, words, count, caller.name, caller.description, categories, tags]
                .into_iter()
                .flatten()
                .chain(place)
                .collect()
        }
        NetworkReport::KIND => {
            let network: Option<NetworkReport> = serde_json::from_str(report.json.get()).ok();
            let words = network.and_then(|network| network.description).filter(|words| *words != summary.status_zh);
            code.into_iter().chain(words).chain(place).collect()
        }
        _ => code.into_iter().chain(place).collect(),
    }
}

#[cfg(test)]
mod tests {
    use numcheck_core::{LineReport, LineStatus, Rejection, Timestamp};

    use super::*;
    use crate::Registry;

    fn table(columns: usize, color: bool) -> String {
        let registry = Registry::standard();
        let entry = &registry.entries()[0];
        let row = |number: &str, outcome, charge| Row {
            number: number.to_owned(),
            product: entry.product().id().clone(),
            outcome,
            error: None,
            charge,
            order_id: None,
            answered_at: Some(Timestamp::from_millis(0)),
            sandbox: false,
        };
        let report = LineReport {
            status: LineStatus::NotInDatabase,
            code: "3".to_owned(),
            area: Some("新疆维吾尔自治区-巴音郭楞蒙古自治州".to_owned()),
            carrier: Some("中国移动/虚拟\u{1b}[2J".to_owned()),
            last_time: None,
        };
        let json = serde_json::value::to_raw_value(&report).expect("it serialises");
        let report = AnyReport { kind: LineReport::KIND, summary: report.summary(), json };
        let rows = [
            row("13800000003", Outcome::Report(report), Charge::FREE),
            row("１３８", Outcome::Rejected(Rejection::NotAccepted), Charge::FREE_INFERRED),
        ];
        let mut out = Vec::new();
        let mut table =
            Table::new(&mut out, Terminal { columns, color }, entry, rows.iter().map(|row| row.number.as_str()));
        table.begin().and_then(|()| table.rows(&rows)).expect("memory takes it");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for columns in [60, 70, 80, 100, 120, 200] {
            let table = table(columns, false);
            assert!(table.lines().all(|line| width(line) <= columns), "{columns}:\n{table}");
            assert!(!table.contains('\u{1b}'), "{table:?}");
        }
    }

    #[test]
    fn columns_stand_under_each_other() {
        let table = table(120, false);
        let at = |line: &str, word: &str| width(&line[..line.find(word).expect(word)]);
        let lines: Vec<&str> = table.lines().collect();
        assert_eq!(at(lines[0], "CHARGE"), at(lines[1], "free"), "{table}");
        assert_eq!(at(lines[1], "free"), at(lines[2], "free"), "{table}");
    }

    #[test]
    fn colours_change_nothing_but_the_colour() {
        let colored = table(80, true);
        let mut plain = colored.clone();
        for code in ["\u{1b}[2m", "\u{1b}[31m", "\u{1b}[32m", "\u{1b}[33m", "\u{1b}[0m"] {
            plain = plain.replace(code, "");
        }
        assert_ne!(colored, plain);
        let trimmed = |text: &str| text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n");
        assert_eq!(trimmed(&plain), trimmed(&table(80, false)));
    }
}
