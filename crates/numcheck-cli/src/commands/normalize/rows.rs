//! What is written of each line, described by `schemas/normalize.v1.json` where it is JSON.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use numcheck_core::{ParseNumberError, ParseNumberReason, PhoneNumber};
use serde::Serialize;

use super::target::Target;
use crate::args::NumbersFormat;
use crate::output::csv::guarded;
use crate::output::{json, printable};

/// The most characters of a line's text that are written where it is no number.
const LONGEST_TEXT: usize = 64;

const HEADER: [&str; 7] = ["line", "number", "kind", "duplicate_of", "error", "error_message", "text"];

/// One line of the list.
#[derive(Debug)]
pub(super) struct Row<'a> {
    pub(super) line: u64,
    /// As it stands in the list.
    pub(super) text: &'a str,
    pub(super) number: Result<&'a PhoneNumber, &'a ParseNumberError>,
    /// The line in which the same number stood first.
    pub(super) duplicate_of: Option<u64>,
}

#[derive(Serialize)]
struct Cells<'a> {
    v: u8,
    line: u64,
    number: Option<&'a PhoneNumber>,
    kind: Option<&'static str>,
    duplicate_of: Option<u64>,
    error: Option<Problem>,
    text: String,
}

#[derive(Serialize)]
struct Problem {
    reason: &'static str,
    message: String,
}

/// Writes rows in one of three forms.
#[derive(Debug)]
pub(super) enum Rows {
    Csv(Box<csv::Writer<Target>>),
    Json(Target),
    Text(Target),
}

/// The form that a file's name asks for.
pub(super) fn format_of(output: Option<&Path>) -> NumbersFormat {
    let extension = output.and_then(Path::extension).map(std::ffi::OsStr::to_ascii_lowercase);
    match extension.as_ref().and_then(|extension| extension.to_str()) {
        Some("csv") => NumbersFormat::Csv,
        Some("json" | "ndjson" | "jsonl") => NumbersFormat::Json,
        _ => NumbersFormat::Text,
    }
}

impl Rows {
    pub(super) fn new(target: Target, format: NumbersFormat) -> Self {
        match format {
            NumbersFormat::Csv => Self::Csv(Box::new(csv::Writer::from_writer(target))),
            NumbersFormat::Json => Self::Json(target),
            NumbersFormat::Text => Self::Text(target),
        }
    }

    pub(super) fn begin(&mut self) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.write_record(HEADER).map_err(io_error),
            Self::Json(_) | Self::Text(_) => Ok(()),
        }
    }

    pub(super) fn write(&mut self, row: &Row<'_>) -> io::Result<()> {
        match self {
            Self::Csv(csv) => csv.write_record(fields(row)).map_err(io_error),
            Self::Json(out) => json::write_line(out, &Cells::of(row)),
            Self::Text(out) => match (row.number, row.duplicate_of) {
                (Ok(number), None) => writeln!(out, "{}", number.written()),
                _ => Ok(()),
            },
        }
    }

    pub(super) fn finish(self) -> io::Result<Option<PathBuf>> {
        match self {
            Self::Csv(csv) => csv.into_inner().map_err(csv::IntoInnerError::into_error)?.finish(),
            Self::Json(out) | Self::Text(out) => out.finish(),
        }
    }
}

impl<'a> Cells<'a> {
    fn of(row: &Row<'a>) -> Self {
        Self {
            v: 1,
            line: row.line,
            number: row.number.ok(),
            kind: row.number.ok().map(|number| number.kind().word()),
            duplicate_of: row.duplicate_of,
            error: row
                .number
                .err()
                .map(|error| Problem { reason: word(error.reason()), message: error.reason().to_string() }),
            text: text_of(row),
        }
    }
}

fn fields(row: &Row<'_>) -> [String; HEADER.len()] {
    let cells = Cells::of(row);
    let number = cells.number.map(|number| guarded(&number.written()).into_owned());
    let (reason, message) = cells.error.map(|error| (error.reason, error.message)).unwrap_or_default();
    [
        cells.line.to_string(),
        number.unwrap_or_default(),
        cells.kind.unwrap_or_default().to_owned(),
        cells.duplicate_of.map(|line| line.to_string()).unwrap_or_default(),
        reason.to_owned(),
        message,
        guarded(&cells.text).into_owned(),
    ]
}

/// What went wrong underneath, so that a reader who has gone away is told from a full disk.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => io::Error::other(format!("{other:?}")),
    }
}

/// Enough of a line to find it again, without what would move a terminal's cursor.
fn text_of(row: &Row<'_>) -> String {
    let text = printable(row.text);
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// A reason as programs read it.
fn word(reason: ParseNumberReason) -> &'static str {
    match reason {
        ParseNumberReason::Empty => "empty",
        ParseNumberReason::Extension => "extension",
        ParseNumberReason::LostDigits => "lost_digits",
        ParseNumberReason::NotDigits => "not_digits",
        ParseNumberReason::OtherCountry => "other_country",
        ParseNumberReason::RepeatedCountry => "repeated_country",
        ParseNumberReason::SeveralNumbers => "several_numbers",
        ParseNumberReason::TooLong => "too_long",
        ParseNumberReason::TooShort => "too_short",
        ParseNumberReason::UnknownCountry => "unknown_country",
        ParseNumberReason::UnknownSegment => "unknown_segment",
        _ => "other",
    }
}
