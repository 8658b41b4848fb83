use super::Encoding;
use crate::messages::input as messages;
use crate::{Error, Result};

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Format {
    /// What stands between the columns; `None` for one number a line.
    pub delimiter: Option<char>,
    /// Whether lines end with a carriage return alone, as old spreadsheets on a Mac write them.
    pub(super) bare_cr: bool,
}

impl Format {
    /// Finds the form of a list from its head: the separator that most lines have, and equally often.
    pub(super) fn of(head: &str) -> Self {
        let bare_cr = head.contains('\r') && !head.contains('\n');
        let lines: Vec<&str> = head
            .split(if bare_cr { '\r' } else { '\n' })
            .map(str::trim_end)
            .filter(|line| !line.is_empty())
            .take(50)
            .collect();
        let delimiter = [',', '\t', ';', '|'].into_iter().max_by_key(|&delimiter| score(&lines, delimiter));
        let delimiter = delimiter.filter(|&delimiter| score(&lines, delimiter) * 2 > lines.len());
        Self { delimiter, bare_cr }
    }

    pub(super) const fn line_end(self) -> u8 {
        if self.bare_cr { b'\r' } else { b'\n' }
    }
}

/// How many lines have this separator, as often as the first line has it.
fn score(lines: &[&str], delimiter: char) -> usize {
    let count = |line: &str| {
        let mut quoted = false;
        line.chars()
            .filter(|&c| {
                quoted ^= c == '"';
                c == delimiter && !quoted
            })
            .count()
    };
    let first = lines.first().map_or(0, |line| count(line));
    if first == 0 { 0 } else { lines.iter().filter(|line| count(line) == first).count() }
}

/// Refuses what is no text: a PDF, an archive, a picture.
pub(super) fn refuse_binary(name: &str, head: &[u8], encoding: Encoding) -> Result<()> {
    let what = match head {
        [b'%', b'P', b'D', b'F', ..] => messages::pdf(name),
        [0x1f, 0x8b, ..] => messages::compressed(name),
        _ if matches!(encoding, Encoding::Utf16Be | Encoding::Utf16Le) => return Ok(()),
        _ => {
            let part = &head[..head.len().min(8192)];
            let odd = part.iter().filter(|&&byte| byte < 0x20 && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x1b)).count();
            if odd * 10 <= part.len() {
                return Ok(());
            }
            messages::no_text(name)
        }
    };
    Err(Error::Input(what))
}
