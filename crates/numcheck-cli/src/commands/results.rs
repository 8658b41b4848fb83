//! How the results of a run are written: what was asked for, and what the name of the file says.

use std::io::IsTerminal;
use std::path::Path;

use numcheck_bulk::export::{ExportOptions, Format, Split};
use numcheck_bulk::input::Encoding;

use crate::args::ResultsArgs;
use crate::fault::Failure;
use crate::messages::results as messages;
use crate::{lang, state};

/// Spreadsheets of other forms.
const SHEETS: [&str; 5] = ["xls", "xlsb", "xlsm", "ods", "et"];

/// The options of results that go to `to`; `None` is standard output.
pub(super) fn options(args: &ResultsArgs, to: Option<&Path>, sandbox: bool) -> Result<ExportOptions, Failure> {
    if let Some(form) = to.and_then(unwritten_form).filter(|_| args.format.is_none()) {
        let sheet = SHEETS.contains(&form.as_str());
        let cure = if sheet { messages::unwritten_form_cure() } else { messages::other_form_cure() };
        return Err(Failure::usage(messages::unwritten_form(form), cure));
    }
    let options = ExportOptions {
        format: format(args, to),
        split: args.split_by.map_or(Split::None, Into::into),
        sandbox,
        excel: args.excel,
        encoding: args.output_encoding.map_or(Encoding::Utf8, Into::into),
        lang: lang::current(),
    };
    if to.is_none() && options.split != Split::None {
        return Err(Failure::usage(messages::several_files(), messages::name_file()));
    }
    if to.is_none() && options.format == Format::Xlsx && std::io::stdout().is_terminal() {
        return Err(Failure::usage(messages::sheet_on_terminal(), messages::name_file()));
    }
    options.checked().map_err(|error| state::of_bulk(&error))
}

/// The form asked for, else the one that the name of the file says.
fn format(args: &ResultsArgs, to: Option<&Path>) -> Format {
    let said = || form_of(&extension(to?)?);
    args.format.map(Into::into).or_else(said).unwrap_or_default()
}

fn form_of(extension: &str) -> Option<Format> {
    match extension {
        "csv" => Some(Format::Csv),
        "xlsx" => Some(Format::Xlsx),
        "ndjson" | "jsonl" | "json" => Some(Format::Ndjson),
        "txt" => Some(Format::Txt),
        _ => None,
    }
}

/// An extension that would promise what is not written.
fn unwritten_form(to: &Path) -> Option<String> {
    extension(to).filter(|extension| form_of(extension).is_none())
}

fn extension(to: &Path) -> Option<String> {
    Some(to.extension()?.to_string_lossy().to_ascii_lowercase()).filter(|extension| !extension.is_empty())
}

/// What follows the list's name in that of its results. Plain numbers that are split go into a folder, `实号.txt` in it.
pub(super) fn suffix(args: &ResultsArgs) -> &'static str {
    match (format(args, None), args.split_by) {
        (Format::Ndjson, _) => "results.ndjson",
        (Format::Xlsx, _) => "results.xlsx",
        (Format::Txt, Some(_)) => "results",
        (Format::Txt, None) => "results.txt",
        _ => "results.csv",
    }
}
