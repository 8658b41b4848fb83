use clap::Args;

/// How a list is read; what is not said is found out and said aloud.
#[derive(Args, Debug)]
pub(crate) struct ReadingArgs {
    /// The sheet of a spreadsheet, by its name or its number from 1; the only one with numbers if not said.
    #[arg(long, value_name = "NAME|N")]
    pub(crate) sheet: Option<String>,

    /// The column of the numbers, by its header or its number from 1.
    #[arg(long, value_name = "NAME|N")]
    pub(crate) column: Option<String>,

    /// The encoding of the list: utf-8, gb18030, utf-16le, utf-16be.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
}
