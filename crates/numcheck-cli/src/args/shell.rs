use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Write the completions of a shell to standard output.
#[derive(Args, Debug)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: ShellArg,
}

/// A shell that completes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShellArg {
    Bash,
    Fish,
    #[value(name = "powershell", alias = "pwsh")]
    PowerShell,
    Zsh,
}

/// Write the manual pages.
#[derive(Args, Debug)]
pub(crate) struct ManArgs {
    /// The folder they are written to; without it the page of the tool goes to standard output.
    #[arg(value_name = "DIR")]
    pub(crate) dir: Option<PathBuf>,
}
