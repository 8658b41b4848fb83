use numcheck_core::{Message, PhoneNumber};

use super::Record;
use crate::messages::input as messages;
use crate::{Error, Result};

/// How many rows are looked at to find the column of the numbers.
pub(super) const SAMPLE: usize = 200;

/// A title, a date and a blank line may stand above the header.
const MOST_ABOVE_HEADER: usize = 10;

/// Headers that people give a column of numbers.
const HEADERS: &[&str] = &[
    "手机号",
    "手机号码",
    "手机",
    "电话",
    "电话号码",
    "号码",
    "联系电话",
    "联系方式",
    "移动电话",
    "被叫号码",
    "主叫号码",
    "mobile",
    "mobiles",
    "mobilephone",
    "phone",
    "phonenumber",
    "number",
    "msisdn",
    "tel",
    "telephone",
    "cell",
    "cellphone",
];

/// The column of a list that holds its numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Which it is, from 0.
    pub index: usize,
    /// The headers of all columns, where the list has a header line.
    pub headers: Option<Vec<String>>,
    /// The line of the header, where the list has one.
    pub header_line: Option<u64>,
    /// How many columns the list has, as far as its head shows.
    pub width: usize,
}

impl Column {
    /// Its header, or its number from 1.
    pub fn name(&self) -> Message {
        let header = self.headers.as_ref().and_then(|headers| headers.get(self.index));
        match header.map(|header| header.trim()).filter(|header| !header.is_empty()) {
            Some(header) => messages::column_named(header),
            None => messages::column_numbered(self.index + 1),
        }
    }

    /// Finds it among the first rows of a list; `place` is where people find them.
    pub(super) fn find(place: &Message, rows: &[Record], wanted: Option<&str>) -> Result<Self> {
        let rows: Vec<(u64, Vec<&str>)> = rows.iter().map(|row| (row.line, row.fields().collect())).collect();
        if rows.is_empty() {
            return Err(Error::Input(messages::empty(place)));
        }
        let width = rows.iter().map(|(_, row)| row.len()).max().unwrap_or_default();
        let header = header(&rows);
        let data = &rows[header.map_or(0, |at| at + 1)..];
        let headers = header.map(|at| rows[at].1.iter().map(|&cell| cell.to_owned()).collect::<Vec<_>>());
        let header_line = header.map(|at| rows[at].0);
        let column = |index| Self { index, headers: headers.clone(), header_line, width };
        if let Some(wanted) = wanted {
            let Some(index) = named(headers.as_deref(), width, wanted) else {
                return Err(Error::Input(match &headers {
                    Some(headers) => {
                        messages::no_such_column(place, wanted, Message::new(headers.join(", "), headers.join("、")))
                    }
                    None => messages::no_such_column_number(place, wanted, width),
                }));
            };
            return Ok(column(index));
        }
        // One column needs no finding; what is in it is told line by line.
        if width == 1 {
            return Ok(column(0));
        }
        let share = |index: usize| {
            let numbers = data.iter().filter(|(_, row)| row.get(index).is_some_and(|cell| is_number(cell))).count();
            numbers * 2 > data.len() && numbers > 0
        };
        let likely: Vec<usize> = (0..width).filter(|&index| share(index)).collect();
        let title =
            |index: usize| headers.as_ref().and_then(|headers| headers.get(index)).is_some_and(|cell| is_title(cell));
        let titled: Vec<usize> = (0..width).filter(|&index| title(index)).collect();
        match (likely.as_slice(), titled.as_slice()) {
            (&[index], _) | ([], &[index]) => Ok(column(index)),
            ([], []) => Err(Error::Input(messages::no_column(place))),
            ([], several) | (several, _) => {
                let names = Message::join(several.iter().map(|&index| column(index).name()), " and ", "、");
                Err(Error::Input(messages::several_columns(place, names)))
            }
        }
    }
}

/// Whether a number stands anywhere in these rows.
pub(super) fn hold_numbers(rows: &[Record]) -> bool {
    rows.iter().any(|row| row.fields().any(is_number))
}

/// Which of the rows is the header: one of the first few, above all numbers, with a cell that is called as columns of
/// numbers are; else the first, if it has no digits to speak of.
fn header(rows: &[(u64, Vec<&str>)]) -> Option<usize> {
    let first_number = rows.iter().position(|(_, row)| row.iter().any(|cell| is_number(cell))).unwrap_or(rows.len());
    let above = &rows[..first_number.min(MOST_ABOVE_HEADER)];
    if let Some(at) = above.iter().position(|(_, row)| row.iter().any(|cell| is_title(cell))) {
        return Some(at);
    }
    let digits = |cell: &str| cell.chars().filter(|c| c.is_numeric()).count();
    (first_number > 0 && rows.len() > 1 && rows[0].1.iter().all(|cell| digits(cell) < 5)).then_some(0)
}

fn is_title(cell: &str) -> bool {
    let plain: String = cell.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    HEADERS.contains(&plain.as_str())
}

fn is_number(cell: &str) -> bool {
    // A short figure is more often an age or a row number than a service number.
    cell.chars().filter(|c| c.is_numeric()).count() >= 7 && PhoneNumber::parse(cell).is_ok()
}

fn named(headers: Option<&[String]>, width: usize, wanted: &str) -> Option<usize> {
    let by_name = || headers?.iter().position(|cell| cell.trim() == wanted.trim());
    let by_number = || wanted.trim().parse::<usize>().ok()?.checked_sub(1).filter(|&index| index < width);
    by_name().or_else(by_number)
}
