use std::path::{Path, PathBuf};

use super::cells::{Cells, Dialect};
use super::columns::RowCells;
use super::file::Whole;
use super::rows::Row;
use super::stream::Stream;
use super::tally::Tally;
use super::xlsx::Book;
use super::{ExportOptions, Format, columns, ndjson};
use crate::Result;
use crate::input::{Encoding, List};
use crate::view::View;

/// A file of results that is being written.
pub(super) struct Sink {
    options: ExportOptions,
    file: Whole,
    /// The sheets of an XLSX.
    book: Option<Box<Book>>,
    form: Form,
    stream: Stream,
}

impl Sink {
    pub(super) fn begin(list: &List, place: &Path, options: ExportOptions) -> Result<Self> {
        let file = Whole::begin(place)?;
        let book = match options.format {
            Format::Xlsx => Some(Box::new(Book::begin(list, place, options.lang)?)),
            _ => None,
        };
        let stream = Stream::new(file.writer()?, options.encoding);
        let form = Form::of(list, options);
        let mut sink = Self { options, file, book, form, stream };
        match options.format {
            Format::Csv => {
                // Excel takes UTF-8 for GBK without the mark, and UTF-16 for nothing at all.
                if options.encoding == Encoding::Utf16Le || (options.excel && options.encoding == Encoding::Utf8) {
                    sink.stream.text().push('\u{feff}');
                }
                form.dialect().line_into(sink.stream.text(), columns::headers(list).as_slice());
            }
            Format::Txt if options.encoding == Encoding::Utf16Le => sink.stream.text().push('\u{feff}'),
            _ => {}
        }
        Ok(sink)
    }

    /// Where the next rows go, as [`Form`] writes them. [`advance`](Self::advance) is called behind some of them.
    pub(super) const fn rows(&mut self) -> &mut String {
        self.stream.text()
    }

    /// Hands rows over to be written, once they are many.
    pub(super) fn advance(&mut self) -> Result<()> {
        self.stream.advance().map_err(|error| self.file.failed(error))
    }

    /// Adds rows that were written as [`Form`] writes them.
    pub(super) fn text(&mut self, rows: &str) -> Result<()> {
        self.rows().push_str(rows);
        self.advance()
    }

    /// Adds a row to the sheets of an XLSX.
    pub(super) fn cells(&mut self, row: &Row<'_>) -> Result<()> {
        let mut cells = Vec::new();
        RowCells { own: self.form.own_width, row }.each(|cell| cells.push(cell.to_owned()));
        self.book.as_mut().map_or(Ok(()), |book| book.row(&cells))
    }

    pub(super) fn finish(mut self, view: &View<'_>, tally: &Tally) -> Result<PathBuf> {
        self.stream.finish().map_err(|error| self.file.failed(error))?;
        if let Some(book) = self.book {
            book.finish(view, tally, self.options.sandbox, &mut self.file)?;
        }
        self.file.done()
    }
}

/// How rows are written as text.
#[derive(Clone, Copy)]
pub(super) struct Form {
    options: ExportOptions,
    own_width: usize,
}

impl Form {
    pub(super) fn of(list: &List, options: ExportOptions) -> Self {
        Self { options, own_width: columns::own_width(list) }
    }

    /// Writes a row behind what stands in a text.
    pub(super) fn row(self, text: &mut String, row: &Row<'_>) {
        match self.options.format {
            Format::Csv => self.dialect().line_into(text, RowCells { own: self.own_width, row }),
            Format::Ndjson => ndjson::row(text, row, self.options.sandbox),
            Format::Txt => {
                if let Some(number) = row.number() {
                    text.push_str(&number);
                    text.push_str("\r\n");
                }
            }
            // Its rows are cells.
            Format::Xlsx => {}
        }
    }

    fn dialect(self) -> Dialect {
        // Excel splits UTF-16 at tabs, and at nothing else.
        let tabs = self.options.excel && self.options.encoding == Encoding::Utf16Le;
        Dialect { delimiter: if tabs { '\t' } else { ',' }, excel: self.options.excel }
    }
}
