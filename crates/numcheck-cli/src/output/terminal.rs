//! What the terminal is, and text laid out in columns of its cells: a Chinese character takes two.

use std::ffi::OsString;
use std::io::IsTerminal;

mod fit;

pub(crate) use fit::fitted;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Nothing is laid out narrower than this.
pub(super) const NARROWEST: usize = 40;

/// Set by the demo, which prints in its own terminal what a command prints on one: how many columns there are.
pub(crate) const SHOWN_IN: &str = "NUMCHECK_SHOWN_IN";

/// The terminal that standard output or standard error is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Terminal {
    pub(crate) columns: usize,
    pub(crate) color: bool,
}

/// A colour of the sixteen that every terminal has.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Paint {
    Bold = 1,
    Dim = 2,
    Green = 32,
    Red = 31,
    Yellow = 33,
}

impl Terminal {
    /// Standard output, if it is a terminal.
    ///
    pub(crate) fn stdout() -> Option<Self> {
        let stdout = std::io::stdout();
        let wide = |terminal: Self| Self { columns: terminal.columns.max(NARROWEST), ..terminal };
        stdout.is_terminal().then(|| wide(Self::of(terminal_size::terminal_size_of(&stdout))))
    }

    /// Standard output, if it is a terminal or will be shown on one.
    pub(crate) fn shown() -> Option<Self> {
        let columns = || std::env::var(SHOWN_IN).ok()?.parse().ok();
        let shown = || columns().map(|columns: usize| Self { columns: columns.max(NARROWEST), color: false });
        Self::stdout().or_else(shown)
    }

    /// Standard error, if it is a terminal.
    pub(crate) fn stderr() -> Option<Self> {
        let stderr = std::io::stderr();
        stderr.is_terminal().then(|| Self::of(terminal_size::terminal_size_of(&stderr)))
    }

    fn of(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Self {
        let columns = size.map_or(80, |(width, _)| usize::from(width.0));
        Self { columns, color: wants_colors(|name| std::env::var_os(name)) }
    }

    pub(crate) fn paint(self, paint: Option<Paint>, text: &str) -> String {
        match paint {
            Some(paint) if self.color => format!("\u{1b}[{}m{text}\u{1b}[0m", paint as u8),
            _ => text.to_owned(),
        }
    }
}

/// How wide the terminal is.
pub(crate) fn columns() -> usize {
    terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)).max(NARROWEST)
}

/// Whether a terminal of this environment is to have colours: not with `NO_COLOR` set to anything but nothing (no-color.org),
/// nor with `CLICOLOR=0`, nor with `TERM=dumb`.
pub(crate) fn wants_colors(env: impl Fn(&str) -> Option<OsString>) -> bool {
    let is = |name, wanted: &str| env(name).is_some_and(|value| value == wanted);
    env("NO_COLOR").is_none_or(|value| value.is_empty()) && !is("CLICOLOR", "0") && !is("TERM", "dumb")
}

/// Whether a terminal's cursor can be moved: not with `TERM=dumb`.
pub(crate) fn moves() -> bool {
    std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// How many cells a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// The text filled up with spaces to this many cells.
pub(crate) fn padded(text: &str, cells: usize) -> String {
    format!("{text}{}", " ".repeat(cells.saturating_sub(width(text))))
}

/// As much of a text as this many cells hold, with `…` where it was cut.
pub(crate) fn cut(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut taken = 0;
    for c in text.chars() {
        taken += c.width().unwrap_or(0);
        if taken >= cells {
            break;
        }
        short.push(c);
    }
    if cells > 0 {
        short.push('…');
    }
    short
}

/// The text in lines of at most this many cells, broken at spaces and between Chinese characters where that is possible.
pub(crate) fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for (at, word) in text.split(' ').enumerate() {
        for (part, unit) in units(word).into_iter().enumerate() {
            let gap = at > 0 && part == 0 && !line.is_empty();
            if !line.is_empty() && width(&line) + usize::from(gap) + width(unit) > cells {
                lines.push(std::mem::take(&mut line));
            } else if gap {
                line.push(' ');
            }
            for c in unit.chars() {
                if !line.is_empty() && width(&line) + c.width().unwrap_or(0) > cells {
                    lines.push(std::mem::take(&mut line));
                }
                line.push(c);
            }
        }
    }
    lines.push(line);
    lines
}

/// The parts of a word between which a line may break: next to a Chinese character, but no line begins with what closes a
/// sentence or a bracket, nor ends with what opens one.
fn units(word: &str) -> Vec<&str> {
    let wide = |c: char| c.width() == Some(2);
    let opens = |c: char| matches!(c, '（' | '“' | '《' | '【' | '(' | '[' | '<');
    let closes = |c: char| !c.is_alphanumeric() && !opens(c) && !matches!(c, '\u{1b}');
    let mut units = Vec::new();
    let (mut from, mut before) = (0, ' ');
    for (at, c) in word.char_indices() {
        if at > 0 && (wide(before) || wide(c)) && !closes(c) && !opens(before) {
            units.push(&word[from..at]);
            from = at;
        }
        before = c;
    }
    units.push(&word[from..]);
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chinese_character_takes_two_cells() {
        assert_eq!(width("沉默号"), 6);
        assert_eq!(padded("空号", 6), "空号  ");
        assert_eq!(padded("longer than that", 4), "longer than that");
    }

    #[test]
    fn no_line_is_wider_than_asked() {
        let text = "北京-北京 中国移动/虚拟 an-unbroken-word-that-is-longer-than-the-line 末";
        for cells in 2..30 {
            let lines = wrapped(text, cells);
            assert!(lines.iter().all(|line| width(line) <= cells), "{cells}: {lines:?}");
            let whole: String = lines.concat().replace(' ', "");
            assert_eq!(whole, text.replace(' ', ""));
        }
        assert_eq!(wrapped("", 10), [""]);
    }

    #[test]
    fn chinese_is_broken_as_it_is_written() {
        assert_eq!(wrapped("计费存疑：可能已经计费（重查）", 10), ["计费存疑：", "可能已经计", "费（重查）"]);
        assert_eq!(wrapped("提示语言：en 或 zh；不写", 12), ["提示语言：en", "或 zh；不写"]);
    }

    #[test]
    fn colours_can_be_switched_off() {
        let wants = |vars: &[(&str, &str)]| {
            wants_colors(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, value)| OsString::from(value)))
        };
        assert!(wants(&[]) && wants(&[("NO_COLOR", ""), ("CLICOLOR", "1"), ("TERM", "xterm")]));
        for off in [("NO_COLOR", "1"), ("CLICOLOR", "0"), ("TERM", "dumb")] {
            assert!(!wants(&[off]), "{off:?}");
        }
    }
}
