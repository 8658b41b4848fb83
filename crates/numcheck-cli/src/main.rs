//! The `numcheck` tool with the vendors it ships with.

use std::process::ExitCode;

use numcheck_cli::Registry;

/// A run makes and drops some texts for every number, on several threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    numcheck_cli::run(&Registry::standard())
}
