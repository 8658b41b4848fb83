use std::path::PathBuf;

use clap::Args;

use super::{LedgerArgs, TextOrJson};

/// Say what a month cost, by day, product and key, and compare it with a vendor's statement.
///
/// Exit code 3: the statement differs, or nothing of it could be compared.
#[derive(Args, Debug)]
pub(crate) struct BillArgs {
    /// The month in Beijing time, 2026-11; this month if not said.
    #[arg(long, value_name = "YYYY-MM")]
    pub(crate) month: Option<String>,

    /// A vendor's statement to compare with: CSV, in any encoding lists come in; exit code 3 if it differs or cannot be
    /// compared.
    #[arg(long, value_name = "FILE")]
    pub(crate) statement: Option<PathBuf>,

    /// The statement's columns, where they are not found by their headers: day=HEADER,count=HEADER,order=HEADER,product=HEADER.
    #[arg(long, value_name = "ROLE=HEADER,...", requires = "statement")]
    pub(crate) columns: Option<String>,

    /// Only this product.
    #[arg(short, long, value_name = "VENDOR/PRODUCT")]
    pub(crate) product: Option<String>,

    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    /// The bill of the sandbox's runs, which keep a ledger of their own.
    #[arg(long)]
    pub(crate) sandbox: bool,

    /// How to print it.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: TextOrJson,
}
