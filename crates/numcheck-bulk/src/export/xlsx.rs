//! Results as a spreadsheet: every cell a text, so that nothing turns into 1.38E+10 and nothing is a formula.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use numcheck_core::{Lang, Message};
use rust_xlsxwriter::{Color, Format, FormatAlign, IgnoreError, Workbook, Worksheet, XlsxError};

use super::file::Whole;
use super::tally::Tally;
use super::{columns, messages};
use crate::input::List;
use crate::view::View;
use crate::{Error, Result};

mod summary;

/// A sheet has 1,048,576 rows, and the header is one of them.
const MOST_ROWS: u32 = (1 << 20) - 1;
/// A sheet's columns.
const MOST_COLUMNS: usize = 1 << 14;
/// A cell's characters, as UTF-16 counts them.
const LONGEST_CELL: usize = 32_767;
/// How wide columns are, in characters.
const NARROWEST: u16 = 8;
const WIDEST: u16 = 40;

/// A workbook that is being written. Its rows go to a file of their own, so that memory does not grow with them; when a sheet
/// is full, they go on in a further one.
pub(super) struct Book {
    workbook: Workbook,
    place: PathBuf,
    lang: Lang,
    headers: Vec<String>,
    widths: Vec<u16>,
    sheets: usize,
    /// Rows of the current sheet below its header.
    rows: u32,
    most_rows: u32,
    text: Format,
    head: Format,
}

impl Book {
    pub(super) fn begin(list: &List, place: &Path, lang: Lang) -> Result<Self> {
        Self::with_rows(columns::headers(list), place, lang, MOST_ROWS)
    }

    fn with_rows(headers: Vec<String>, place: &Path, lang: Lang, most_rows: u32) -> Result<Self> {
        refuse_too_wide(place, headers.len())?;
        let mut workbook = Workbook::new();
        // What is written aside holds whole numbers: it lies where the results will, and has no name there.
        let folder = place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        workbook.set_tempdir(folder).map_err(|error| failed(place, &error))?;
        let text = Format::new().set_num_format("@");
        let head = Format::new()
            .set_num_format("@")
            .set_bold()
            .set_background_color(Color::RGB(0x00ED_F2F7))
            .set_align(FormatAlign::VerticalCenter);
        let widths = vec![NARROWEST; headers.len()];
        let mut book = Self {
            workbook,
            place: place.to_owned(),
            lang,
            headers,
            widths,
            sheets: 0,
            rows: 0,
            most_rows,
            text,
            head,
        };
        book.guarded(Self::begin_sheet)?;
        Ok(book)
    }

    pub(super) fn row<C: AsRef<str>>(&mut self, cells: &[C]) -> Result<()> {
        self.guarded(|book| {
            if book.rows == book.most_rows {
                book.end_sheet()?;
                book.begin_sheet()?;
            }
            book.rows += 1;
            let row = book.rows;
            let sheet = book.workbook.worksheet_from_index(book.sheets - 1)?;
            for ((column, cell), width) in (0_u16..).zip(cells).zip(&mut book.widths) {
                let cell = cut(cell.as_ref());
                if cell.is_empty() {
                    continue;
                }
                *width = (*width).max(width_of(cell));
                sheet.write_string_with_format(row, column, cell, &book.text)?;
            }
            Ok(())
        })
    }

    /// Adds the summary and writes the whole into its file.
    pub(super) fn finish(mut self, view: &View<'_>, tally: &Tally, sandbox: bool, file: &mut Whole) -> Result<()> {
        let lines = summary::lines(view, tally, sandbox)?;
        self.guarded(|book| {
            book.end_sheet()?;
            summary::write(&mut book.workbook, &lines, book.lang)
        })?;
        self.save(file)
    }

    fn save(mut self, file: &mut Whole) -> Result<()> {
        self.guarded(|book| book.workbook.save_to_writer(file.out()))
    }

    fn begin_sheet(&mut self) -> std::result::Result<(), XlsxError> {
        self.sheets += 1;
        self.rows = 0;
        let name = messages::sheet_results();
        let name = name.in_lang(self.lang);
        let name = if self.sheets == 1 { name.to_owned() } else { format!("{name} {}", self.sheets) };
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        sheet.set_name(name)?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.set_landscape().set_print_fit_to_pages(1, 0).set_repeat_rows(0, 0)?;
        for (column, header) in (0_u16..).zip(&self.headers) {
            let header = cut(header);
            sheet.write_string_with_format(0, column, header, &self.head)?;
            // The arrow of the filter covers the end of a header.
            let width = &mut self.widths[usize::from(column)];
            *width = (*width).max((width_of(header) + 3).min(WIDEST));
        }
        Ok(())
    }

    fn end_sheet(&mut self) -> std::result::Result<(), XlsxError> {
        let last = u16::try_from(self.headers.len() - 1).unwrap_or(u16::MAX);
        let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
        sheet.autofilter(0, 0, self.rows, last)?;
        // Numbers as text are meant so: no green corners.
        sheet.ignore_error_range(0, 0, self.rows, last, IgnoreError::NumberStoredAsText)?;
        set_widths(sheet, &self.widths)
    }

    /// Does a part of the work. The writer panics where it cannot write aside, which is no reason to lose the run's words.
    fn guarded(&mut self, work: impl FnOnce(&mut Self) -> std::result::Result<(), XlsxError>) -> Result<()> {
        match catch_unwind(AssertUnwindSafe(|| work(self))) {
            Ok(done) => done.map_err(|error| failed(&self.place, &error)),
            Err(_) => Err(Error::output(&self.place, messages::no_room())),
        }
    }
}

/// A sheet has so many columns and no more.
pub(super) fn refuse_too_wide(place: &Path, columns: usize) -> Result<()> {
    if columns <= MOST_COLUMNS {
        return Ok(());
    }
    let own = columns.saturating_sub(columns::OURS.len());
    Err(Error::Output(messages::too_wide(place.display(), own)))
}

fn set_widths(sheet: &mut Worksheet, widths: &[u16]) -> std::result::Result<(), XlsxError> {
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, *width + 1)?;
    }
    Ok(())
}

fn failed(place: &Path, error: &XlsxError) -> Error {
    Error::output(place, Message::from(error.to_string()))
}

/// What a cell can hold of a text.
fn cut(text: &str) -> &str {
    if text.len() <= LONGEST_CELL {
        return text;
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > LONGEST_CELL
    });
    end.map_or(text, |(at, _)| &text[..at])
}

/// How wide a text stands, at most as wide as a column may be.
fn width_of(text: &str) -> u16 {
    let wide = text.chars().take(usize::from(WIDEST)).map(|c| if c >= '\u{1100}' { 2 } else { 1 });
    wide.sum::<u16>().min(WIDEST)
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader, Xlsx};

    use super::*;

    #[test]
    fn a_full_sheet_goes_on_in_the_next_and_a_cell_is_a_text() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("out.xlsx");
        let headers = vec!["number".to_owned(), "note".to_owned()];
        let mut book = Book::with_rows(headers, &place, Lang::En, 3).expect("a book");
        for n in 0..7 {
            book.row(&[format!("1380000000{n}"), "=1+1".to_owned()]).expect("a row");
        }
        book.guarded(Book::end_sheet).expect("the last sheet");
        let mut file = Whole::begin(&place).expect("a file");
        book.save(&mut file).expect("it is written");
        file.finish().expect("it is in place");
        let mut book: Xlsx<_> = calamine::open_workbook(&place).expect("a workbook");
        let mut numbers = Vec::new();
        for name in book.sheet_names() {
            let sheet = book.worksheet_range(&name).expect("a sheet");
            assert_eq!(sheet.get_value((0, 0)), Some(&Data::String("number".to_owned())), "{name}");
            assert_eq!(sheet.get_value((1, 1)), Some(&Data::String("=1+1".to_owned())), "{name}");
            assert!(book.worksheet_formula(&name).expect("a sheet").used_cells().next().is_none());
            numbers.extend(sheet.rows().skip(1).map(|row| row[0].clone()));
        }
        assert_eq!(book.sheet_names(), ["results", "results 2", "results 3"]);
        let wanted: Vec<Data> = (0..7).map(|n| Data::String(format!("1380000000{n}"))).collect();
        assert_eq!(numbers, wanted);
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_between_characters() {
        assert_eq!(cut("short"), "short");
        assert_eq!(cut(&"号".repeat(40_000)).chars().count(), LONGEST_CELL);
        assert_eq!(cut(&"😀".repeat(40_000)).chars().count(), LONGEST_CELL / 2);
    }
}
