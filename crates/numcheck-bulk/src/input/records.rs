use std::io;

use memchr::{memchr_iter, memchr2};

use super::sheet::SheetRecords;
use super::text::TextRecords;

/// A record of more bytes than this is a long one.
const LONG: usize = 1024;

/// One record of a list.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// The line it begins on, from 1; the row of a sheet.
    pub line: u64,
    text: String,
    ends: Vec<usize>,
}

impl Record {
    /// The text of a column, from 0; `None` where the record has fewer.
    pub fn field(&self, column: usize) -> Option<&str> {
        let end = *self.ends.get(column)?;
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }

    /// All its columns.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        (0..self.ends.len()).filter_map(|column| self.field(column))
    }

    /// How many columns it has.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether it has no column at all.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Whether some of its bytes were no characters in the list's encoding.
    pub fn is_garbled(&self) -> bool {
        !self.text.is_ascii() && self.text.contains(char::REPLACEMENT_CHARACTER)
    }

    /// A record of at least one column, whose texts end where `ends` says.
    pub(super) fn set(&mut self, text: &str, ends: &[usize]) {
        self.text.clear();
        self.text.push_str(text);
        self.ends.clear();
        self.ends.extend_from_slice(ends);
        if self.ends.is_empty() {
            self.ends.push(0);
        }
    }

    /// An empty record that begins on this line.
    pub(super) fn begin(&mut self, line: u64) {
        self.line = line;
        self.text.clear();
        self.ends.clear();
    }

    /// What is read into: the texts of its columns, one behind the other.
    pub(super) const fn text(&mut self) -> &mut String {
        &mut self.text
    }

    /// Ends a column where its text ends.
    pub(super) fn end_column(&mut self) {
        self.ends.push(self.text.len());
    }

    /// Puts the columns of a line without quotes into an empty record; `false`, and nothing is done, where there are quotes, or
    /// more than one line, or a byte order mark, as where one file was put behind another.
    pub(super) fn split_plain(&mut self, line: &str, delimiter: u8) -> bool {
        if memchr2(b'"', b'\n', line.as_bytes()).is_some() || line.starts_with('\u{feff}') {
            return false;
        }
        let mut from = 0;
        for at in memchr_iter(delimiter, line.as_bytes()) {
            self.text.push_str(&line[from..at]);
            self.end_column();
            from = at + 1;
        }
        self.text.push_str(&line[from..]);
        self.end_column();
        true
    }

    /// Puts a text into a column behind those that are there; `false` if the column is one of them.
    pub(super) fn push(&mut self, column: usize, text: &str) -> bool {
        if column < self.ends.len() {
            return false;
        }
        self.ends.resize(column, self.text.len());
        self.text.push_str(text);
        self.ends.push(self.text.len());
        true
    }

    /// Makes it ready to be read into once more: a long one gives its memory back, for it may stay among others for long.
    pub(crate) fn reuse(&mut self) {
        if self.size() > LONG {
            *self = Self::default();
        }
    }

    /// How many bytes its texts take.
    pub(super) fn size(&self) -> usize {
        self.text.len() + size_of_val(self.ends.as_slice())
    }
}

/// The records of a list, one after the other. Memory does not grow with the list, nor with a line.
pub struct Records(pub(super) Of);

/// Where they come from.
pub(super) enum Of {
    Sheet(SheetRecords),
    Text(Box<TextRecords>),
}

impl Records {
    /// Reads the next record into `record`; `false` at the end of the list.
    ///
    /// # Errors
    ///
    /// Those of the file.
    pub fn next(&mut self, record: &mut Record) -> io::Result<bool> {
        match &mut self.0 {
            Of::Sheet(records) => records.next(record),
            Of::Text(records) => records.next(record),
        }
    }
}
