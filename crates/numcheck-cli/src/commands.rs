//! The commands, a file each.

pub(crate) mod bill;
pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod config;
pub(crate) mod demo;
pub(crate) mod doctor;
pub(crate) mod explain;
pub(crate) mod man;
pub(crate) mod normalize;
pub(crate) mod products;
mod reading;
pub(crate) mod report;
mod results;
pub(crate) mod run;
pub(crate) mod runs;
pub(crate) mod sandbox;
pub(crate) mod schema;

use std::io;

use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::fault as messages;

/// What a command's failed write means: a reader that has gone away has seen enough, all else is unexpected.
pub(crate) fn of_write(error: &io::Error) -> Result<Exit, Failure> {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Ok(Exit::Done),
        _ => Err(Failure::unexpected(messages::stdout_failed(error))),
    }
}
