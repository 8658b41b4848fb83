//! The command line as people read it: help and the version, in the terminal's width and with colours where they are wanted.

use std::ffi::OsString;
use std::io::{self, IsTerminal, Write};

use clap::builder::{PossibleValuesParser, StyledStr};
use clap::error::ErrorKind;
use numcheck_core::Lang;

use super::zh;
use crate::output::terminal::{columns, fitted, wants_colors};
use crate::{Registry, lang};

/// Lines are not longer than this however wide the terminal is.
const WIDEST: usize = 100;

/// Prints a help text. A reader that has gone away has seen enough.
pub(super) fn print(text: &StyledStr, to_stderr: bool) {
    let is_terminal = if to_stderr { io::stderr().is_terminal() } else { io::stdout().is_terminal() };
    let colors = is_terminal && wants_colors(|name| std::env::var_os(name));
    let text = if colors { text.ansi().to_string() } else { text.to_string() };
    let text = if lang::current() == Lang::Zh { zh::framed(&text) } else { text };
    let text = fitted(&text, if is_terminal { columns().min(WIDEST) } else { usize::MAX });
    let _ = if to_stderr { io::stderr().write_all(text.as_bytes()) } else { io::stdout().write_all(text.as_bytes()) };
}

/// The help that a command line asks for, with all of it in the language of this process.
pub(super) fn asked_for(registry: &Registry, args: &[OsString]) -> Option<clap::Error> {
    let error = for_reading(registry).try_get_matches_from(args).err()?;
    (error.kind() == ErrorKind::DisplayHelp).then_some(error)
}

/// The command line to be read by people and completed by shells, and not to parse with.
pub(crate) fn for_reading(registry: &Registry) -> clap::Command {
    let products = super::products(registry);
    let command = super::command(registry).mut_subcommand("run", |run| {
        run.mut_arg("products", |arg| arg.value_parser(PossibleValuesParser::new(products)))
    });
    match lang::current() {
        Lang::Zh => zh::shown(command),
        Lang::En => command,
    }
}

/// The parser's frame around help texts, in the language of this process.
pub(crate) fn framed(text: String) -> String {
    match lang::current() {
        Lang::Zh => zh::framed(&text),
        Lang::En => text,
    }
}
