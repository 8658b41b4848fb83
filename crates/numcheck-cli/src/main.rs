//! The `numcheck` tool with the vendors it ships with.

use std::process::ExitCode;

use numcheck_cli::Registry;

fn main() -> ExitCode {
    numcheck_cli::run(&Registry::standard())
}
