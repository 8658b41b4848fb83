use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::{LedgerArgs, TextOrJson};

/// Write, show and verify the configuration, numcheck.toml.
///
/// Flags win over the environment, that over ./numcheck.toml or the nearest above it, that over your own in
/// ~/.config/numcheck/numcheck.toml, that over the defaults. A file that is merely found has to be trusted before it pays,
/// orders or names keys.
#[derive(Args, Debug)]
pub(crate) struct ConfigArgs {
    #[command(subcommand)]
    pub(crate) command: ConfigCommand,
}

/// What to do with the configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Verify every configuration file, and name everything wrong at once.
    Check,
    /// Write a numcheck.toml with every setting as a comment; never over a file that is there.
    Init {
        /// Write your own file, for all folders, instead of one in this folder.
        #[arg(long)]
        user: bool,
    },
    /// Show the settings in effect. Of a credential only where it comes from.
    Show {
        /// Say where each setting comes from.
        #[arg(long)]
        origin: bool,
        /// How to print them.
        #[arg(short, long, value_enum, default_value = "text")]
        format: TextOrJson,
    },
    /// Let a found numcheck.toml do what it says, until it changes. A file that only sets how things look needs no trust.
    Trust {
        /// The file; else the one found from this folder.
        #[arg(value_name = "FILE")]
        file: Option<PathBuf>,
        /// Take the trust back.
        #[arg(long)]
        revoke: bool,
    },
}

/// Look whether everything is in order, without asking any vendor.
#[derive(Args, Debug)]
pub(crate) struct DoctorArgs {
    #[command(flatten)]
    pub(crate) ledger: LedgerArgs,

    /// How to print what it finds.
    #[arg(short, long, value_enum, default_value = "text")]
    pub(crate) format: TextOrJson,
}
