use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::ReadingArgs;

/// Read a list, say what is in it, and write its numbers once each, all spelled alike. Free: nothing is sent.
///
/// Exit code 0 if every line holds a number, 3 if some do not, 5 if none does.
#[derive(Args, Debug)]
pub(crate) struct NormalizeArgs {
    /// The list: text, CSV or a spreadsheet, UTF-8, UTF-16 or GBK; `-` reads standard input.
    #[arg(value_name = "LIST")]
    pub(crate) list: PathBuf,

    /// Where the numbers go; standard output if not said, or `-`.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    /// The form of the output; if not said, as FILE ends: .csv, .json, .ndjson, else text.
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<NumbersFormat>,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,
}

/// The form of a list that was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NumbersFormat {
    /// A row a line of the list, duplicates and broken ones too: what it is, and why not.
    Csv,
    /// The same, one object a line.
    #[value(alias = "ndjson")]
    Json,
    /// One number a line, each once.
    Text,
}
