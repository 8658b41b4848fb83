//! Text for people: a table on a terminal, tab-separated otherwise.

use std::io::{self, Write};

use numcheck_core::{AnyReport, CallerReport, Charge, Lang, Message, NetworkReport, Outcome, Reachability, Report};

use super::terminal::{Paint, Terminal, padded, width, wrapped};
use super::{Row, Sink, printable};
use crate::Entry;
use crate::messages::table as messages;

/// What is left for the last column at least; below that it goes under the row.
const NARROWEST_DETAILS: usize = 16;

/// A table whose columns are as wide as they can become, so that rows can be printed as they come.
pub(crate) struct Table<W> {
    out: W,
    terminal: Terminal,
    lang: Lang,
    number: usize,
    status: usize,
    reachability: usize,
}

/// `unanswered`, the longest word of the tool's own, and 未返回.
const OWN_WORDS: [usize; 2] = [10, 6];

/// How wide the column of reachabilities is: `REACHABILITY`, or 能否联系 and 联系不上.
const fn reachability_width(lang: Lang) -> usize {
    if matches!(lang, Lang::Zh) { 8 } else { 12 }
}

/// How wide the column of charges is: `in doubt`, or 计费未说明.
const fn charge_width(lang: Lang) -> usize {
    if matches!(lang, Lang::Zh) { 10 } else { 8 }
}

impl<W: Write> Table<W> {
    /// A table for answers of this product about these numbers.
    pub(crate) fn new<'a>(
        out: W,
        terminal: Terminal,
        lang: Lang,
        entry: &Entry,
        numbers: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let words = || entry.own_statuses().map(|row| [width(row.word), width(row.word_zh)]).chain([OWN_WORDS]);
        let (status, narrow) = match lang {
            Lang::Zh => (words().map(|[_, word_zh]| word_zh).max(), None),
            Lang::En => (words().map(|[word, word_zh]| word + 1 + word_zh).max(), words().flatten().max()),
        };
        let status = status.unwrap_or(0);
        let narrow = narrow.unwrap_or(status);
        let tells_reachability = entry.product().kind() != CallerReport::KIND;
        let number = numbers.into_iter().map(|number| width(&printable(number))).max().unwrap_or(0);
        let mut table = Self {
            out,
            terminal,
            lang,
            number: number.max("NUMBER".len()),
            status,
            reachability: if tells_reachability { reachability_width(lang) } else { 0 },
        };
        // Rather two lines for the longest status than the details of every row below it.
        if table.terminal.columns < table.indent() + NARROWEST_DETAILS {
            table.status = narrow;
        }
        if table.terminal.columns < table.indent() + NARROWEST_DETAILS {
            table.status = status;
        }
        table
    }

    const fn widths(&self) -> [usize; 4] {
        [self.number, self.status, self.reachability, charge_width(self.lang)]
    }

    /// Where the details begin.
    fn indent(&self) -> usize {
        self.widths().iter().filter(|cells| **cells > 0).map(|cells| cells + 2).sum()
    }

    fn line(&mut self, cells: [&str; 4], paints: [Option<Paint>; 4], details: &str) -> io::Result<()> {
        let room = self.terminal.columns.saturating_sub(self.indent());
        let below = room < NARROWEST_DETAILS;
        let statuses = wrapped(cells[1], self.status);
        let beside = if below || details.is_empty() { Vec::new() } else { wrapped(details, room) };
        for at in 0..statuses.len().max(beside.len()) {
            let mut line = String::new();
            for (column, (paint, cells_wide)) in paints.into_iter().zip(self.widths()).enumerate() {
                let cell = match column {
                    1 => statuses.get(at).map_or("", String::as_str),
                    _ if at == 0 => cells[column],
                    _ => "",
                };
                if cells_wide > 0 {
                    let paint = paint.filter(|_| !cell.is_empty());
                    line.push_str(&self.terminal.paint(paint, &padded(cell, cells_wide)));
                    line.push_str("  ");
                }
            }
            line.push_str(beside.get(at).map_or("", String::as_str));
            writeln!(self.out, "{}", line.trim_end())?;
        }
        if below && !details.is_empty() {
            for line in wrapped(details, self.terminal.columns - 2) {
                writeln!(self.out, "  {line}")?;
            }
        }
        Ok(())
    }
}

impl<W: Write> Sink for Table<W> {
    fn begin(&mut self) -> io::Result<()> {
        let [number, status, reachability, charge, details] =
            [messages::number(), messages::status(), messages::reachability(), messages::charge(), messages::details()];
        let lang = self.lang;
        let cells = [&number, &status, &reachability, &charge].map(|heading| heading.in_lang(lang));
        self.line(cells, [Some(Paint::Dim); 4], details.in_lang(lang))?;
        self.out.flush()
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let lang = self.lang;
            let (word, word_zh) = status(row);
            let status = if lang == Lang::Zh { word_zh } else { format!("{word} {word_zh}") };
            let (reachability, charge) = (reachability(row), charge(row));
            let number = printable(&row.number);
            let cells = [&*number, &*status, reachability.in_lang(lang), charge.in_lang(lang)];
            let paint = paint(row);
            let doubt = (charge == messages::in_doubt()).then_some(Paint::Red);
            self.line(cells, [None, paint, paint, doubt], &details(row, lang).join(" "))?;
        }
        self.out.flush()
    }
}

/// Number, status, 状态, reachability, charge, details: one line a number, without a header, the same in both languages.
pub(crate) struct Tabs<W>(pub(crate) W);

impl<W: Write> Sink for Tabs<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            let (word, word_zh) = status(row);
            let (number, details) = (printable(&row.number), details(row, Lang::En).join(" "));
            let reachability = row.reachability().unwrap_or_default();
            writeln!(self.0, "{number}\t{word}\t{word_zh}\t{reachability}\t{}\t{details}", charge(row))?;
        }
        self.0.flush()
    }
}

/// The status in both languages, or what became of the number instead.
fn status(row: &Row) -> (String, String) {
    match &row.outcome {
        Outcome::Report(report) => {
            let summary = report.summary();
            (printable(&summary.status), printable(&summary.status_zh))
        }
        other => (other.word().to_owned(), other.word_zh().to_owned()),
    }
}

fn reachability(row: &Row) -> Message {
    let known = row.summary().and_then(|summary| summary.reachability);
    known.map(|known: Reachability| Message::of(known.word(), known.word_zh())).unwrap_or_default()
}

fn charge(row: &Row) -> Message {
    match row.charge {
        Charge::Unknown if row.outcome.is_answered() => messages::unstated(),
        Charge::Unknown => messages::in_doubt(),
        Charge::Billed(_) => messages::billed(),
        Charge::Free(_) => messages::free(),
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
fn details(row: &Row, lang: Lang) -> Vec<String> {
    let told = match (&row.outcome, &row.error) {
        (Outcome::Report(report), _) => of_report(report, lang),
        (_, Some(error)) => {
            error.code().into_iter().chain([error.message().in_lang(lang)]).map(str::to_owned).collect()
        }
        (_, None) => Vec::new(),
    };
    told.iter().map(|text| printable(text)).filter(|text| !text.trim().is_empty()).collect()
}

fn of_report(report: &AnyReport, lang: Lang) -> Vec<String> {
    let summary = report.summary();
    let place = [&summary.area, &summary.carrier].into_iter().flatten().map(|text| text.clone().into_owned());
    // A code this version does not know says nothing unless it is seen.
    let code = summary.code.as_ref().filter(|_| summary.status == "unknown");
    let code = code.map(|code| messages::code(code).in_lang(lang).to_owned());
    if let Some(caller) = report.downcast_ref::<CallerReport>() {
        let mark = caller.mark.as_ref();
        let words = mark.and_then(|mark| mark.text.clone()).filter(|text| **text != *summary.status_zh);
        let count = mark.and_then(|mark| mark.count).map(|count| format!("{count} 次"));
        let categories = (!caller.categories.is_empty()).then(|| caller.categories.join("、"));
        let tags = (!caller.finance_tags.is_empty()).then(|| caller.finance_tags.join("、"));
        let [words, name, description] =
            [words, caller.name.clone(), caller.description.clone()].map(|text| text.map(String::from));
        [code, words, count, name, description, categories, tags].into_iter().flatten().chain(place).collect()
    } else {
        let network = report.downcast_ref::<NetworkReport>();
        let words = network.and_then(|network| network.description.clone());
        let words = words.filter(|words| **words != *summary.status_zh);
        code.into_iter().chain(words.map(String::from)).chain(place).collect()
    }
}

#[cfg(test)]
mod tests {
    use numcheck_core::{LineReport, LineStatus, NetworkStatus, Rejection, Timestamp};

    use super::*;
    use crate::Registry;

    fn row(entry: &Entry, number: &str, outcome: Outcome<AnyReport>, charge: Charge) -> Row {
        Row {
            number: number.to_owned(),
            product: entry.product().id().clone(),
            outcome,
            error: None,
            charge,
            order_id: None,
            answered_at: Some(Timestamp::from_millis(0)),
            sandbox: false,
        }
    }

    fn table(columns: usize, color: bool) -> String {
        table_in(Lang::En, columns, color)
    }

    fn table_in(lang: Lang, columns: usize, color: bool) -> String {
        let registry = Registry::standard();
        let entry = &registry.entries()[0];
        let row = |number, outcome, charge| row(entry, number, outcome, charge);
        let report = LineReport {
            status: LineStatus::NotInDatabase,
            code: "3".into(),
            area: Some("新疆维吾尔自治区-巴音郭楞蒙古自治州".into()),
            carrier: Some("中国移动/虚拟\u{1b}[2J".into()),
            last_time: None,
        };
        let rows = [
            row("13800000003", Outcome::Report(AnyReport::new(report)), Charge::FREE),
            row("１３８", Outcome::Rejected(Rejection::NotAccepted), Charge::FREE_INFERRED),
        ];
        let mut out = Vec::new();
        let mut table =
            Table::new(&mut out, Terminal { columns, color }, lang, entry, rows.iter().map(|row| row.number.as_str()));
        table.begin().and_then(|()| table.rows(&rows)).expect("memory takes it");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        for columns in [60, 70, 80, 100, 120, 200] {
            for lang in [Lang::En, Lang::Zh] {
                let table = table_in(lang, columns, false);
                assert!(table.lines().all(|line| width(line) <= columns), "{columns}:\n{table}");
                assert!(!table.contains('\u{1b}'), "{table:?}");
            }
        }
    }

    #[test]
    fn details_stand_beside_a_network_status_at_80_columns() {
        let registry = Registry::standard();
        let entry = registry.find("juhe/network-status").expect("it is there");
        let mut row = row(entry, "13800000004", Outcome::NoRecord, Charge::Unknown);
        let report = NetworkReport {
            status: NetworkStatus::PendingCancellation,
            code: "4".into(),
            province: Some("江苏".into()),
            city: Some("苏州".into()),
            carrier: Some("中国移动".into()),
            description: None,
        };
        row.outcome = Outcome::Report(AnyReport::new(report));
        let mut out = Vec::new();
        let mut table =
            Table::new(&mut out, Terminal { columns: 80, color: false }, Lang::En, entry, [row.number.as_str()]);
        table.begin().and_then(|()| table.rows(&[row])).expect("memory takes it");
        let shown = String::from_utf8(out).expect("UTF-8");
        let lines: Vec<&str> = shown.lines().collect();
        assert!(lines[0].ends_with("DETAILS"), "{shown}");
        assert!(lines[1].starts_with("13800000004  pending_cancellation  ") && lines[1].contains("江苏"), "{shown}");
        assert!(lines[2].trim() == "预销户" && lines.len() == 3, "{shown}");
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
