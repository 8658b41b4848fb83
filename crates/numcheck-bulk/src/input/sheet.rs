//! The sheets of a spreadsheet: which of them holds the list, and its rows one after the other.

use numcheck_core::Message;

use super::column::{Column, SAMPLE, hold_numbers};
use super::{ReadOptions, Record, Source};
use crate::messages::input as messages;
use crate::{Error, Result};

mod book;
mod cell;
mod container;
mod stream;

use book::Book;
pub(super) use container::Kind;
pub(super) use stream::SheetRecords;

/// Finds the sheet of the numbers and their column in it: the sheet named, else the only one that holds numbers.
pub(super) fn find(source: &Source, kind: Kind, options: &ReadOptions) -> Result<(String, Column)> {
    let name = source.name();
    let mut book = Book::open(source, kind)?;
    if let Some(wanted) = &options.sheet {
        let sheet = named(&name, &book, wanted)?;
        return in_sheet(&name, &mut book, &sheet, options);
    }
    // What nobody sees is taken by its name alone.
    let shown: Vec<String> = book.sheets().into_iter().filter(|sheet| sheet.shown).map(|sheet| sheet.name).collect();
    if let [only] = shown.as_slice() {
        return in_sheet(&name, &mut book, only, options);
    }
    let mut with_numbers = Vec::new();
    for sheet in &shown {
        let rows = sample(&name, &mut book, sheet)?;
        if hold_numbers(&rows) {
            let column = Column::find(&place(&name, sheet), &rows, options.column.as_deref());
            with_numbers.push((sheet.clone(), column));
        }
    }
    if options.column.is_some() && with_numbers.len() > 1 {
        with_numbers.retain(|(_, column)| column.is_ok());
    }
    match with_numbers.len() {
        0 => Err(Error::Input(messages::no_sheet_with_numbers(name, list_of(&shown)))),
        1 => with_numbers.remove(0).map_column(),
        _ => {
            let names: Vec<String> = with_numbers.into_iter().map(|(sheet, _)| sheet).collect();
            Err(Error::Input(messages::several_sheets(name, list_of(&names))))
        }
    }
}

/// A sheet and its column, where both are known.
trait MapColumn {
    fn map_column(self) -> Result<(String, Column)>;
}

impl MapColumn for (String, Result<Column>) {
    fn map_column(self) -> Result<(String, Column)> {
        Ok((self.0, self.1?))
    }
}

fn in_sheet(name: &str, book: &mut Book, sheet: &str, options: &ReadOptions) -> Result<(String, Column)> {
    let rows = sample(name, book, sheet)?;
    let column = Column::find(&place(name, sheet), &rows, options.column.as_deref())?;
    Ok((sheet.to_owned(), column))
}

fn named(name: &str, book: &Book, wanted: &str) -> Result<String> {
    let sheets: Vec<String> = book.sheets().into_iter().map(|sheet| sheet.name).collect();
    // Two sheets may differ in a space alone.
    let by_name = || sheets.iter().find(|sheet| *sheet == wanted);
    let by_trimmed_name = || sheets.iter().find(|sheet| sheet.trim() == wanted.trim());
    let by_number = || sheets.get(wanted.trim().parse::<usize>().ok()?.checked_sub(1)?);
    by_name()
        .or_else(by_trimmed_name)
        .or_else(by_number)
        .cloned()
        .ok_or_else(|| Error::Input(messages::no_such_sheet(name, wanted, list_of(&sheets))))
}

fn sample(name: &str, book: &mut Book, sheet: &str) -> Result<Vec<Record>> {
    let mut rows = Vec::new();
    book.each_row(sheet, |row| {
        if row.fields().any(|field| !field.trim().is_empty()) {
            rows.push(std::mem::take(row));
        }
        rows.len() < SAMPLE
    })
    .map_err(|error| Error::Input(messages::broken_sheet(name, sheet, error)))?;
    Ok(rows)
}

fn place(name: &str, sheet: &str) -> Message {
    messages::in_sheet(name, sheet)
}

fn list_of(sheets: &[String]) -> Message {
    Message::new(sheets.join(", "), sheets.join("、"))
}
