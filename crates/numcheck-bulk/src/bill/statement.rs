use std::collections::HashMap;
use std::path::Path;

use serde::Serialize;

use super::columns::{Columns, Role, too_few};
use super::day::day_of;
use crate::input::{List, ReadOptions, Record, Source};
use crate::{Error, Result};

/// Lines above the header, titles and the like, are looked through this far.
const MOST_TITLES: usize = 20;
/// So many unreadable lines are shown.
const SHOWN: usize = 5;

/// A vendor's statement as it was read.
#[derive(Clone, Debug, Default)]
pub struct Statement {
    /// Which columns were taken for what.
    pub taken: Vec<Taken>,
    /// Lines below the header.
    pub lines: u64,
    /// Lines of other days than those compared.
    pub outside: u64,
    /// Lines that cannot be read, all of them.
    pub unreadable: u64,
    /// The first of them: their line numbers.
    pub unreadable_lines: Vec<u64>,
    /// By order id.
    pub(super) orders: HashMap<String, Order>,
    /// Counts of lines without an order id, by day and the product as written.
    pub(super) days: HashMap<(String, String), u64>,
    pub(super) has_products: bool,
}

/// A column of a statement and what it was taken for: `count`, `day`, `order` or `product`.
#[derive(Clone, Debug, Serialize)]
pub struct Taken {
    /// What it was taken for.
    pub role: &'static str,
    /// Its header, as it stands in the statement.
    pub header: String,
}

/// What a statement says of one order id.
#[derive(Clone, Debug, Default)]
pub(super) struct Order {
    pub day: Option<String>,
    pub product: String,
    /// Numbers billed; `None` where the statement has no count.
    pub count: Option<u64>,
    pub lines: u64,
}

impl Statement {
    /// Reads a vendor's statement: CSV in any encoding lists come in. `columns` names its columns, where they are not found by
    /// their headers; lines of days that `wanted` does not take are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Input`] for a file that cannot be read, and one without columns to compare; [`Error::Usage`] for columns
    /// that are not there.
    pub fn read(path: &Path, columns: Option<&str>, wanted: impl Fn(&str) -> bool) -> Result<Self> {
        // Any column will do: it is not read for numbers.
        let options = ReadOptions { column: Some("1".to_owned()), ..ReadOptions::default() };
        let list = List::open(Source::File(path.to_owned()), &options)?;
        let name = path.display().to_string();
        let mut records = list.records()?;
        let mut record = Record::default();
        let mut next = |record: &mut Record| {
            records
                .next(record)
                .map_err(|error| Error::Input(format!("{name} cannot be read to its end: {error}").into()))
        };
        // The error of the widest line is told: it is likeliest to be the header.
        let (mut found, mut widest) = (None, (0, too_few(&name, &record)));
        for _ in 0..MOST_TITLES {
            if !next(&mut record)? {
                break;
            }
            let tried = match columns {
                Some(words) => Columns::named(&name, words, &record),
                None => Columns::of(&record).ok_or_else(|| too_few(&name, &record)),
            };
            match tried {
                Ok(columns) => {
                    found = Some(columns);
                    break;
                }
                Err(error) if record.len() > widest.0 => widest = (record.len(), error),
                Err(_) => {}
            }
        }
        let columns = found.ok_or(widest.1)?;
        let mut statement = Self::of(&columns);
        while next(&mut record)? {
            if !record.fields().all(|cell| cell.trim().is_empty()) {
                statement.take(&columns, &record, &wanted);
            }
        }
        Ok(statement)
    }

    fn of(columns: &Columns) -> Self {
        Self {
            taken: columns
                .found
                .iter()
                .map(|(role, _, header)| Taken { role: role.word(), header: header.clone() })
                .collect(),
            has_products: columns.place(Role::Product).is_some(),
            ..Self::default()
        }
    }

    fn take(&mut self, columns: &Columns, record: &Record, wanted: impl Fn(&str) -> bool) {
        let cell =
            |role| columns.place(role).and_then(|at| record.field(at)).map(str::trim).filter(|cell| !cell.is_empty());
        self.lines += 1;
        let day = cell(Role::Day).map(day_of);
        let count = cell(Role::Count).map(count_of);
        let product = cell(Role::Product).unwrap_or_default().to_owned();
        match (cell(Role::Order), day, count) {
            // A day or a count that cannot be read is a title, a sum at the end, or a mistake.
            (_, Some(None), _) | (_, _, Some(None)) | (None, None, _) | (None, _, None) => {
                self.unreadable += 1;
                if self.unreadable_lines.len() < SHOWN {
                    self.unreadable_lines.push(record.line);
                }
            }
            (_, Some(Some(day)), _) if !wanted(&day) => self.outside += 1,
            (Some(order), day, count) => {
                let known = self.orders.entry(order.to_owned()).or_insert_with(|| Order {
                    day: day.flatten(),
                    product,
                    count: Some(0),
                    lines: 0,
                });
                known.lines += 1;
                known.count = known.count.zip(count.flatten()).map(|(sum, more)| sum + more);
            }
            (None, Some(Some(day)), Some(Some(count))) => *self.days.entry((day, product)).or_default() += count,
        }
    }
}

/// `1,234`, `12.0`, `12条`.
fn count_of(cell: &str) -> Option<u64> {
    let plain = cell.replace([',', '，', ' '], "");
    let plain = plain.trim_end_matches(['条', '次', '个']);
    let whole =
        plain.split_once('.').map_or(plain, |(whole, rest)| if rest.chars().all(|c| c == '0') { whole } else { plain });
    whole.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_as_statements_write_them() {
        for (cell, count) in [("12", 12), ("1,234", 1234), ("12.0", 12), ("0", 0), ("7条", 7)] {
            assert_eq!(count_of(cell), Some(count), "{cell}");
        }
        for cell in ["", "-1", "1.5", "合计", "1e3"] {
            assert_eq!(count_of(cell), None, "{cell}");
        }
    }
}
