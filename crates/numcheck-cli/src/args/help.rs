//! Prints help and the version: in the terminal's width, with colours where they are wanted.

use std::io::{self, IsTerminal, Write};

use clap::builder::StyledStr;
use numcheck_core::Lang;

use super::zh;
use crate::lang;
use crate::output::terminal::{columns, fitted, wants_colors};

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
