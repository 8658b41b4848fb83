//! A table of figures for people: labels, counts with their part of the whole, and words beside labels.

use std::io::{self, Write};

use numcheck_core::{Lang, Message};

use super::figures::{grouped, percent};
use super::live;
use super::terminal::{Paint, Terminal, padded, width, wrapped};
use crate::lang;

/// Words are not wrapped narrower than this.
const NARROWEST: usize = 20;

/// A head and its lines, laid out when all are there.
#[derive(Debug)]
pub(crate) struct Sheet {
    head: Message,
    lines: Vec<Line>,
    /// How wide the labels were that are said already.
    label: usize,
}

#[derive(Debug)]
enum Line {
    Count {
        label: Message,
        indent: usize,
        n: u64,
        whole: u64,
        paint: Option<Paint>,
    },
    /// Words beside a label, wrapped unless they are to be copied whole.
    Words {
        label: Message,
        words: Message,
        wrap: bool,
    },
}

impl Sheet {
    pub(crate) const fn new(head: Message) -> Self {
        Self { head, lines: Vec::new(), label: 0 }
    }

    /// A count, and which part of the whole it is.
    pub(crate) fn count(&mut self, label: Message, n: u64, whole: u64, paint: Option<Paint>) {
        self.lines.push(Line::Count { label, indent: 2, n, whole, paint });
    }

    /// A count that is a part of the one above.
    pub(crate) fn part(&mut self, label: Message, n: u64, whole: u64) {
        self.lines.push(Line::Count { label, indent: 4, n, whole, paint: Some(Paint::Dim) });
    }

    pub(crate) fn text(&mut self, label: Message, words: Message) {
        self.lines.push(Line::Words { label, words, wrap: true });
    }

    /// Words that are to be copied, and so are never broken: paths, commands.
    pub(crate) fn whole(&mut self, label: Message, words: Message) {
        self.lines.push(Line::Words { label, words, wrap: false });
    }

    /// Prints it on standard output, for who asked for nothing else.
    pub(crate) fn print(mut self) -> io::Result<()> {
        let text = self.laid_out(lang::current(), Terminal::stdout());
        let mut out = io::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    }

    /// Says what is there so far, on standard error; what is added later stands under it in the same columns.
    pub(crate) fn say(&mut self) {
        let text = self.laid_out(lang::current(), Terminal::stderr());
        live::above(text.as_bytes());
        self.lines.clear();
        self.head = Message::default();
    }

    fn laid_out(&mut self, lang: Lang, terminal: Option<Terminal>) -> String {
        let painted = |paint, text: &str| match terminal {
            Some(terminal) => terminal.paint(paint, text),
            None => text.to_owned(),
        };
        let mut figures = 0;
        for line in &self.lines {
            match line {
                Line::Count { label, indent, n, .. } => {
                    self.label = self.label.max(indent + width(label.in_lang(lang)));
                    figures = figures.max(grouped(*n).len());
                }
                Line::Words { label, .. } => self.label = self.label.max(2 + width(label.in_lang(lang))),
            }
        }
        let mut text = String::new();
        let mut push = |line: &str| {
            text.push_str(line.trim_end());
            text.push('\n');
        };
        if !self.head.is_empty() {
            push(&painted(Some(Paint::Bold), self.head.in_lang(lang)));
        }
        for line in &self.lines {
            match line {
                Line::Count { label, indent, n, whole, paint } => {
                    let label = padded(&format!("{}{}", " ".repeat(*indent), label.in_lang(lang)), self.label);
                    let counted = format!("{label}  {:>figures$}  {:>7}", grouped(*n), percent(*n, *whole));
                    push(&painted(*paint, &counted));
                }
                Line::Words { label, words, wrap } => {
                    let room = terminal.map_or(usize::MAX, |terminal| terminal.columns.saturating_sub(self.label + 2));
                    let words = words.in_lang(lang);
                    let words = if *wrap { wrapped(words, room.max(NARROWEST)) } else { vec![words.to_owned()] };
                    for (at, words) in words.iter().enumerate() {
                        let label = if at == 0 { label.in_lang(lang) } else { "" };
                        push(&format!("{}  {words}", padded(&format!("  {label}"), self.label)));
                    }
                }
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet() -> Sheet {
        let mut sheet = Sheet::new(Message::of("run 1: list.csv", "任务 1：list.csv"));
        sheet.count(Message::of("lines", "总行数"), 10_000, 10_000, None);
        sheet.part(Message::of("vacant 空号", "空号"), 1250, 10_000);
        sheet.count(Message::of("in doubt", "计费存疑"), 1, 10_000, Some(Paint::Red));
        sheet.text(
            Message::of("receipts", "计费回执"),
            Message::of(
                "not verifiable: the vendor sends no count, or an answer was lost somewhere on the way",
                "无法核对：服务商没有给出计费数，或有结果在路上丢失，请与服务商的账单逐项核对之后再确认",
            ),
        );
        sheet
    }

    #[test]
    fn columns_stand_under_each_other_in_both_languages() {
        for lang in [Lang::En, Lang::Zh] {
            let text = sheet().laid_out(lang, None);
            let ends: Vec<usize> = text.lines().filter(|line| line.ends_with('%')).map(width).collect();
            assert_eq!(ends.len(), 3, "{text}");
            assert!(ends.iter().all(|end| *end == ends[0]), "{text}");
            assert!(!text.contains('\u{1b}'), "{text}");
        }
    }

    #[test]
    fn words_fit_the_terminal() {
        for columns in [50, 80, 120] {
            for lang in [Lang::En, Lang::Zh] {
                let text = sheet().laid_out(lang, Some(Terminal { columns, color: false }));
                assert!(text.lines().all(|line| width(line) <= columns), "{columns}:\n{text}");
            }
        }
    }
}
