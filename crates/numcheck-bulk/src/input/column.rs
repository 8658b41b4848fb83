use std::io::Cursor;

use numcheck_core::PhoneNumber;

use super::{Encoding, Format, Record, Records};
use crate::{Error, Result};

/// How many rows are looked at to find the column of the numbers.
const SAMPLE: usize = 200;

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
    /// How many columns the list has, as far as its head shows.
    pub width: usize,
}

impl Column {
    /// Its header, or its number from 1.
    pub fn name(&self) -> String {
        let header = self.headers.as_ref().and_then(|headers| headers.get(self.index));
        header.map_or_else(|| format!("column {}", self.index + 1), |header| format!("column {header:?}"))
    }

    pub(super) fn find(name: &str, head: &str, format: Format, wanted: Option<&str>) -> Result<Self> {
        let rows = sample(head, format)?;
        let Some(first) = rows.first() else {
            return Err(Error::Input(format!("{name} is empty: nothing to ask").into()));
        };
        let width = rows.iter().map(Vec::len).max().unwrap_or_default();
        let has_header = is_header(first, &rows[1..]);
        let headers = has_header.then(|| first.clone());
        let data = &rows[usize::from(has_header)..];
        if let Some(wanted) = wanted {
            let index = named(first, has_header, width, wanted).ok_or_else(|| {
                let there = if has_header {
                    format!("its columns are {}", first.join(", "))
                } else {
                    format!("it has {width}, and no header line")
                };
                Error::Input(format!("{name} has no column {wanted:?}: {there}").into())
            })?;
            return Ok(Self { index, headers, width });
        }
        // One column needs no finding; what is in it is told line by line.
        if width == 1 {
            return Ok(Self { index: 0, headers, width });
        }
        let share = |index: usize| {
            let numbers = data.iter().filter(|row| row.get(index).is_some_and(|cell| is_number(cell))).count();
            numbers * 2 > data.len() && numbers > 0
        };
        let likely: Vec<usize> = (0..width).filter(|&index| share(index)).collect();
        let titled: Vec<usize> =
            (0..width).filter(|&index| has_header && first.get(index).is_some_and(|cell| is_title(cell))).collect();
        let show = |columns: &[usize]| {
            columns
                .iter()
                .map(|&index| Self { index, headers: headers.clone(), width }.name())
                .collect::<Vec<_>>()
                .join(" and ")
        };
        match (likely.as_slice(), titled.as_slice()) {
            (&[index], _) | ([], &[index]) => Ok(Self { index, headers, width }),
            ([], []) => Err(Error::Input(
                format!("{name} has no column of phone numbers: name it with --column, by its header or its number")
                    .into(),
            )),
            ([], several) | (several, _) => {
                Err(Error::Input(format!("{name} has numbers in {}: say which with --column", show(several)).into()))
            }
        }
    }
}

fn sample(head: &str, format: Format) -> Result<Vec<Vec<String>>> {
    // The head may end inside a line, which is then no fair sample.
    let whole = head.rfind(char::from(format.line_end())).map_or(head, |end| &head[..end]);
    let mut records = Records::new(Box::new(Cursor::new(whole.to_owned().into_bytes())), Encoding::Utf8, format);
    let mut record = Record::default();
    let mut rows = Vec::new();
    while rows.len() < SAMPLE && records.next(&mut record).map_err(|error| Error::Input(error.to_string().into()))? {
        if record.fields().any(|field| !field.trim().is_empty()) {
            rows.push(record.fields().map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

/// A first row is a header if none of its cells is a number while some below are, or if a cell is called as columns of
/// numbers are.
fn is_header(first: &[String], rest: &[Vec<String>]) -> bool {
    let no_number = !first.iter().any(|cell| is_number(cell));
    let digits = |cell: &String| cell.chars().filter(|c| c.is_numeric()).count();
    no_number
        && (first.iter().any(|cell| is_title(cell)) || (first.iter().all(|cell| digits(cell) < 5) && !rest.is_empty()))
}

fn is_title(cell: &str) -> bool {
    let plain: String = cell.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    HEADERS.contains(&plain.as_str())
}

fn is_number(cell: &str) -> bool {
    // A short figure is more often an age or a row number than a service number.
    cell.chars().filter(|c| c.is_numeric()).count() >= 7 && PhoneNumber::parse(cell).is_ok()
}

fn named(first: &[String], has_header: bool, width: usize, wanted: &str) -> Option<usize> {
    let by_name = || first.iter().position(|cell| cell.trim() == wanted.trim()).filter(|_| has_header);
    let by_number = || wanted.parse::<usize>().ok()?.checked_sub(1).filter(|&index| index < width);
    by_name().or_else(by_number)
}
