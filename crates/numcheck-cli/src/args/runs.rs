use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand};

use super::values::age;
use super::{LedgerArgs, ResultsArgs, TextOrJson};

/// Look at runs.
#[derive(Args, Debug)]
pub(crate) struct RunsArgs {
    #[command(subcommand)]
    pub(crate) command: RunsCommand,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    /// The runs of the sandbox, which keep a ledger of their own.
    #[arg(long, global = true)]
    pub(crate) sandbox: bool,
}

/// What to do with runs.
#[derive(Debug, Subcommand)]
pub(crate) enum RunsCommand {
    /// Write the results of a run again, from the ledger.
    Export {
        /// The run's number.
        run: i64,
        /// Where the results go, .csv, .xlsx, .txt or .ndjson; `-` is standard output.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        #[command(flatten)]
        results: ResultsArgs,
    },
    /// List the runs of the ledger, the newest first.
    List {
        /// How to print them.
        #[arg(short, long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Forget runs and their numbers for good; one with numbers in doubt is kept.
    Purge {
        /// Runs, by their numbers.
        runs: Vec<i64>,
        /// All that began this long ago, and what `check` recorded: 90d.
        #[arg(long, value_name = "AGE", value_parser = age, conflicts_with = "runs")]
        older_than: Option<Duration>,
    },
    /// Report on a run: what its numbers are, what it cost, what went wrong; it holds no whole number and no key.
    Report {
        /// The run's number.
        run: i64,
        /// Write a page that opens offline, prints well and can be handed on.
        #[arg(long, value_name = "FILE", conflicts_with = "json")]
        html: Option<PathBuf>,
        /// Print it as JSON.
        #[arg(long)]
        json: bool,
    },
    /// Say what the vendor's bill says of a run's numbers in doubt.
    Settle {
        /// The run's number.
        run: i64,
        /// They were paid: they stay lost, and are not asked again.
        #[arg(long, conflicts_with = "not_paid")]
        paid: bool,
        /// They were not paid: the run may ask them again.
        #[arg(long)]
        not_paid: bool,
        /// These requests only, as the file of doubts names them.
        #[arg(long, value_name = "REQUEST")]
        request: Vec<i64>,
        /// Those settled otherwise before as well: what was said of them was wrong.
        #[arg(long, conflicts_with = "request")]
        correct: bool,
    },
    /// Show one run: what became of its lines, and the money.
    Show {
        /// The run's number.
        run: i64,
        /// How to print it.
        #[arg(short, long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
}

impl RunsCommand {
    /// The runs it names.
    pub(crate) fn runs(&self) -> Vec<i64> {
        match self {
            Self::Export { run, .. } | Self::Report { run, .. } | Self::Settle { run, .. } | Self::Show { run, .. } => {
                vec![*run]
            }
            Self::Purge { runs, .. } => runs.clone(),
            Self::List { .. } => Vec::new(),
        }
    }
}
