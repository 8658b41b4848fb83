use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

use super::values::{money, price, rate, reuse};
use super::{ConnectArgs, EncryptArg, LedgerArgs, ReadingArgs, ResultsArgs};

/// Ask about a whole list, never twice.
///
/// Stopped, killed or out of quota: the same command goes on where it was. Nothing that was answered is asked again, and
/// what may have been paid for without an answer is declared (exit code 8) and left alone until you order otherwise.
#[derive(Args, Debug)]
pub(crate) struct RunArgs {
    /// The list: XLSX, XLS, CSV or text, in UTF-8, UTF-16 or GBK; `-` reads standard input.
    #[arg(value_name = "LIST")]
    pub(crate) list: PathBuf,

    /// The product to ask; several, between commas, are asked in turn about what the one before leaves open.
    #[arg(short, long = "product", value_name = "VENDOR/PRODUCT,...", value_delimiter = ',')]
    pub(crate) products: Vec<String>,

    /// Statuses the next product is asked about as well: `not_in_database`.
    #[arg(long, value_name = "STATUS,...", value_delimiter = ',')]
    pub(crate) next_on: Vec<String>,

    /// Where the results go, .csv, .xlsx, .txt or .ndjson; LIST.results.csv if not said, `-` is standard output.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) results: ResultsArgs,

    #[command(flatten)]
    pub(crate) reading: ReadingArgs,

    /// Say what it would ask and cost, and send nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// Ask about N of the numbers only, drawn evenly; without it the same command asks about the rest.
    #[arg(long, value_name = "N")]
    pub(crate) sample: Option<u64>,

    /// Requests at most: 5/s, 300/min.
    #[arg(long, value_name = "N/TIME", value_parser = rate)]
    pub(crate) rate: Option<f64>,

    /// Requests under way at once.
    #[arg(long, value_name = "N", default_value_t = 8, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(crate) concurrency: u16,

    /// Numbers that a crash may leave in doubt at most; smaller and fewer requests are under way for it.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub(crate) max_doubt: Option<u64>,

    /// Numbers that may be billed at most, over all resumes.
    #[arg(long, value_name = "N")]
    pub(crate) max_billed: Option<u64>,

    /// Money that may be spent at most, over all resumes; needs --price.
    #[arg(long, value_name = "AMOUNT", value_parser = money)]
    pub(crate) max_cost: Option<i64>,

    /// What one number costs: 0.01, or juhe/line-status=0.01.
    #[arg(long, value_name = "[PRODUCT=]AMOUNT", value_parser = price)]
    pub(crate) price: Vec<(Option<String>, i64)>,

    /// Use answers up to this age from earlier runs and checks: 7d; none uses none.
    #[arg(long, value_name = "AGE", value_parser = reuse)]
    pub(crate) reuse: Option<Duration>,

    /// What to do about numbers in doubt: declare them, leave them without a word, or buy them again; declare if not said.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub(crate) in_doubt: Option<InDoubtArg>,

    /// Ask again after this code although the numbers may be paid for twice.
    #[arg(long, value_name = "CODE")]
    pub(crate) repay_on: Vec<String>,

    /// Begin another run although there is one of this list.
    #[arg(long)]
    pub(crate) new: bool,

    #[arg(skip)]
    pub(crate) named_by: NamedBy,

    /// How numbers travel, inside https: in clear, or encrypted where the product sells that.
    #[arg(long, value_enum, default_value = "none")]
    pub(crate) encrypt: EncryptArg,

    /// What goes wrong in the sandbox: a preset or parts such as lost=0.01,delay=50ms,quota=1000.
    #[arg(long, value_name = "PLAN", requires = "sandbox")]
    pub(crate) sandbox_faults: Option<String>,

    /// How far it is, on standard error.
    #[arg(long, value_enum, value_name = "HOW", default_value = "auto")]
    pub(crate) progress: ProgressArg,

    /// The same as `--progress none`.
    #[arg(long, hide = true, conflicts_with = "progress")]
    pub(crate) no_progress: bool,

    #[command(flatten)]
    pub(crate) connect: ConnectArgs,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,
}

/// Who named the products to ask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum NamedBy {
    #[default]
    CommandLine,
    /// The configuration, or the default: it may change without anybody thinking of this list.
    Configuration,
}

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ProgressArg {
    /// A line that is drawn again on a terminal, a line every 10 s elsewhere.
    Auto,
    /// One JSON object a line, every second and at the end.
    Json,
    /// A line every 10 s.
    #[value(alias = "plain")]
    Line,
    /// Nothing.
    None,
}

/// What to do about numbers in doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum InDoubtArg {
    /// Declare them: exit code 8, and a file of them.
    Declare,
    /// Buy them again: they may be paid for twice.
    Repay,
    /// Leave them: they are no fault of this run.
    Skip,
}
