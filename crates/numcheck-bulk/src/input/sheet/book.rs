use std::io::BufReader;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xls, XlsError, Xlsx, XlsxError};

use super::super::{Bytes, Record, Source};
use super::{Kind, cell};
use crate::messages::input as messages;
use crate::{Error, Result};

/// The rows and columns that Excel itself can hold.
const MOST_ROWS: u32 = 1 << 20;
const MOST_COLUMNS: u32 = 1 << 14;

type File = BufReader<Box<dyn Bytes>>;

/// A spreadsheet that was opened.
pub(super) enum Book {
    Xls(Box<Xls<File>>),
    Xlsx(Box<Xlsx<File>>),
}

/// A sheet of numbers and text.
pub(super) struct SheetName {
    pub name: String,
    /// Whether people see it.
    pub shown: bool,
}

impl Book {
    pub(super) fn open(source: &Source, kind: Kind) -> Result<Self> {
        let name = source.name();
        let broken = || Error::Input(messages::broken_book(&name));
        let file = || Ok::<_, Error>(BufReader::with_capacity(1 << 16, source.open()?));
        match kind {
            Kind::Xlsx => match guarded(Xlsx::new, file()?) {
                Some(Ok(book)) => Ok(Self::Xlsx(Box::new(book))),
                Some(Err(XlsxError::Io(error))) => Err(Error::Input(messages::unread(&name, &error))),
                _ => Err(broken()),
            },
            Kind::Xls => {
                if matches!(guarded(Xlsx::new, file()?), Some(Err(XlsxError::Password))) {
                    return Err(Error::Input(messages::protected(&name)));
                }
                match guarded(Xls::new, file()?) {
                    Some(Ok(book)) => Ok(Self::Xls(Box::new(book))),
                    Some(Err(XlsError::Password)) => Err(Error::Input(messages::protected(&name))),
                    Some(Err(XlsError::Io(error))) => Err(Error::Input(messages::unread(&name, &error))),
                    _ => Err(broken()),
                }
            }
        }
    }

    pub(super) fn sheets(&self) -> Vec<SheetName> {
        let all = match self {
            Self::Xls(book) => book.sheets_metadata(),
            Self::Xlsx(book) => book.sheets_metadata(),
        };
        all.iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| SheetName { name: sheet.name.clone(), shown: sheet.visible == SheetVisible::Visible })
            .collect()
    }

    /// Gives each row that is in the file, until `each` says that it has enough. The error says what is wrong with the file.
    pub(super) fn each_row(
        &mut self,
        sheet: &str,
        each: impl FnMut(&mut Record) -> bool,
    ) -> std::result::Result<(), String> {
        let read = || match self {
            Self::Xls(book) => {
                let range = book.worksheet_range(sheet).map_err(|error| words(&error))?;
                let (row, column) = range.start().unwrap_or_default();
                let cells = range.used_cells().map(|(r, c, data)| {
                    let place = |at: usize, from: u32| u32::try_from(at).unwrap_or(u32::MAX).saturating_add(from);
                    Ok((place(r, row), place(c, column), cell::borrowed(data)))
                });
                rows(cells, each)
            }
            Self::Xlsx(book) => {
                let mut cells = book.worksheet_cells_reader(sheet).map_err(|error| words(&error))?;
                let next = || match cells.next_cell() {
                    Ok(None) => None,
                    Ok(Some(cell)) => {
                        let (row, column) = cell.get_position();
                        Some(Ok((row, column, cell.get_value().clone())))
                    }
                    Err(error) => Some(Err(words(&error))),
                };
                rows(std::iter::from_fn(next), each)
            }
        };
        catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|_| Err("its cells make no sense".to_owned()))
    }
}

/// Puts cells together into rows. Cells of nothing are left out, so that a row is as wide as what is in it.
fn rows<'a>(
    cells: impl Iterator<Item = std::result::Result<(u32, u32, DataRef<'a>), String>>,
    mut each: impl FnMut(&mut Record) -> bool,
) -> std::result::Result<(), String> {
    let mut record = Record::default();
    // `each` may take the record away.
    let mut last = 0;
    for cell in cells {
        let (row, column, value) = cell?;
        if row >= MOST_ROWS || column >= MOST_COLUMNS {
            return Err("it has more rows or columns than a sheet can have".to_owned());
        }
        let line = u64::from(row) + 1;
        if line != last {
            if line < last {
                return Err(format!("row {line} stands behind row {last}"));
            }
            if !record.is_empty() && !each(&mut record) {
                return Ok(());
            }
            record.begin(line);
            last = line;
        }
        let text = cell::text(&value);
        if !text.is_empty() && !record.push(column as usize, &text) {
            return Err(format!("the cells of row {line} are out of order"));
        }
    }
    if !record.is_empty() {
        each(&mut record);
    }
    Ok(())
}

/// What the reader says is wrong, without whole numbers: it may repeat what stands in a cell.
fn words(error: &impl std::fmt::Display) -> String {
    let words: String = error.to_string().chars().take(200).collect();
    numcheck_core::mask_text(&words)
}

/// What the reader makes of a file; `None` where it lost its head over it.
fn guarded<B, E>(open: impl Fn(File) -> std::result::Result<B, E>, file: File) -> Option<std::result::Result<B, E>> {
    catch_unwind(AssertUnwindSafe(|| open(file))).ok()
}
