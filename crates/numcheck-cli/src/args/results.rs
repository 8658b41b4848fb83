use clap::{Args, ValueEnum};
use numcheck_bulk::export::{Format, Split};

/// How results are written.
#[derive(Args, Debug)]
pub(crate) struct ResultsArgs {
    /// The form of the results; what the name of the file says if not said, else CSV.
    #[arg(short, long, value_enum)]
    pub(crate) format: Option<ResultsFormat>,

    /// A file for each status, or for each reachability.
    #[arg(long, value_enum, value_name = "BY")]
    pub(crate) split_by: Option<SplitArg>,

    /// A CSV for Excel: with a byte order mark, and no figure rounded or taken for a formula.
    #[arg(long)]
    pub(crate) excel: bool,

    /// The encoding of CSV and plain numbers, instead of UTF-8.
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) output_encoding: Option<EncodingArg>,
}

/// The form of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ResultsFormat {
    /// The list's own columns, and ours behind them.
    Csv,
    /// One object a line.
    #[value(alias = "json")]
    Ndjson,
    /// The numbers alone, each once, one a line.
    Txt,
    /// A spreadsheet, with a sheet of counts.
    #[value(alias = "excel")]
    Xlsx,
}

impl From<ResultsFormat> for Format {
    fn from(format: ResultsFormat) -> Self {
        match format {
            ResultsFormat::Csv => Self::Csv,
            ResultsFormat::Ndjson => Self::Ndjson,
            ResultsFormat::Txt => Self::Txt,
            ResultsFormat::Xlsx => Self::Xlsx,
        }
    }
}

/// Into which files results go.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum SplitArg {
    /// One for each reachability.
    Reachability,
    /// One for each status.
    Status,
}

impl From<SplitArg> for Split {
    fn from(split: SplitArg) -> Self {
        match split {
            SplitArg::Reachability => Self::Reachability,
            SplitArg::Status => Self::Status,
        }
    }
}

/// The encoding of results.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum EncodingArg {
    /// What older Chinese programs read.
    #[value(alias = "gbk", alias = "gb2312")]
    Gb18030,
    /// With a byte order mark.
    #[value(name = "utf-16le", alias = "utf-16")]
    Utf16Le,
    /// What everything else reads.
    #[value(name = "utf-8", alias = "utf8")]
    Utf8,
}

impl From<EncodingArg> for numcheck_bulk::input::Encoding {
    fn from(encoding: EncodingArg) -> Self {
        match encoding {
            EncodingArg::Gb18030 => Self::Gb18030,
            EncodingArg::Utf16Le => Self::Utf16Le,
            EncodingArg::Utf8 => Self::Utf8,
        }
    }
}
