//! `numcheck completions`: what a shell needs to complete commands, flags and products.

use std::io::{self, Write};

use clap_complete::Shell;

use crate::Registry;
use crate::args::{self, CompletionsArgs, ShellArg};
use crate::exit::Exit;
use crate::fault::Failure;

pub(crate) fn run(registry: &Registry, args: &CompletionsArgs) -> Result<Exit, Failure> {
    let shell = match args.shell {
        ShellArg::Bash => Shell::Bash,
        ShellArg::Fish => Shell::Fish,
        ShellArg::PowerShell => Shell::PowerShell,
        ShellArg::Zsh => Shell::Zsh,
    };
    // Into memory first: the generator takes a pipe that closes for a fault of the program.
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut args::for_reading(registry), "numcheck", &mut script);
    let mut script = String::from_utf8_lossy(&script).into_owned();
    // `-h` and `--help` stand side by side: neither needs to name the other, in the quotes of each shell.
    for quote in ["'", "\\'", "''", "'\\''"] {
        for other in [format!("see more with {quote}--help{quote}"), format!("see a summary with {quote}-h{quote}")] {
            script = script.replace(&format!(" ({other})"), "");
        }
    }
    let script = args::framed(script);
    let mut out = io::stdout().lock();
    match out.write_all(script.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(Exit::Done),
        Err(error) => super::of_write(&error),
    }
}
