//! What the terminal is, and text laid out in columns of its cells: a Chinese character takes two.

use std::io::IsTerminal;

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Nothing is laid out narrower than this.
const NARROWEST: usize = 40;

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
    /// No colours with `NO_COLOR` set to anything but nothing (no-color.org), nor with `TERM=dumb`.
    pub(crate) fn stdout() -> Option<Self> {
        let stdout = std::io::stdout();
        let wide = |terminal: Self| Self { columns: terminal.columns.max(NARROWEST), ..terminal };
        stdout.is_terminal().then(|| wide(Self::of(terminal_size::terminal_size_of(&stdout))))
    }

    /// Standard error, if it is a terminal.
    pub(crate) fn stderr() -> Option<Self> {
        let stderr = std::io::stderr();
        stderr.is_terminal().then(|| Self::of(terminal_size::terminal_size_of(&stderr)))
    }

    fn of(size: Option<(terminal_size::Width, terminal_size::Height)>) -> Self {
        let columns = size.map_or(80, |(width, _)| usize::from(width.0));
        let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        Self { columns, color: !set("NO_COLOR") && moves() }
    }

    pub(crate) fn paint(self, paint: Option<Paint>, text: &str) -> String {
        match paint {
            Some(paint) if self.color => format!("\u{1b}[{}m{text}\u{1b}[0m", paint as u8),
            _ => text.to_owned(),
        }
    }
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

/// The text in lines of at most this many cells, broken at spaces where that is possible.
pub(crate) fn wrapped(text: &str, cells: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ') {
        if !line.is_empty() && width(&line) + 1 + width(word) > cells {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        for c in word.chars() {
            if !line.is_empty() && width(&line) + c.width().unwrap_or(0) > cells {
                lines.push(std::mem::take(&mut line));
            }
            line.push(c);
        }
    }
    lines.push(line);
    lines
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
}
