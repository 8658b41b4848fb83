//! How the results of a run are written: what was asked for, and what the name of the file says.

use std::io::IsTerminal;
use std::path::Path;

use numcheck_bulk::export::{ExportOptions, Format, Split};
use numcheck_bulk::input::Encoding;

use crate::args::ResultsArgs;
use crate::fault::Failure;
use crate::messages::results as messages;
use crate::{lang, state};

/// The options of results that go to `to`; `None` is standard output.
pub(super) fn options(args: &ResultsArgs, to: Option<&Path>, sandbox: bool) -> Result<ExportOptions, Failure> {
    if let Some(form) = to.and_then(unwritten_form).filter(|_| args.format.is_none()) {
        return Err(Failure::usage(messages::unwritten_form(form), messages::unwritten_form_cure()));
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
    let said = |to: &Path| match to.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "xlsx" => Some(Format::Xlsx),
        "ndjson" | "jsonl" | "json" => Some(Format::Ndjson),
        "txt" => Some(Format::Txt),
        _ => None,
    };
    args.format.map(Into::into).or_else(|| said(to?)).unwrap_or_default()
}

/// A spreadsheet's extension that would promise what is not written.
fn unwritten_form(to: &Path) -> Option<String> {
    let extension = to.extension()?.to_str()?.to_ascii_lowercase();
    ["xls", "xlsb", "xlsm", "ods", "et"].contains(&extension.as_str()).then_some(extension)
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
