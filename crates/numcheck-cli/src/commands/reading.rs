//! A list as a command line names it.

use std::io::{self, Read};
use std::path::Path;

use numcheck_bulk::input::{Encoding, ReadOptions, Source};

use crate::args::ReadingArgs;
use crate::exit::Exit;
use crate::fault::Failure;
use crate::messages::reading as messages;

/// A longer list belongs in a file: standard input is held in memory, and kept in the ledger.
const LARGEST: u64 = 256 << 20;

/// A file, or `-` for standard input, which is kept in memory: it is looked at twice, at its head and whole.
pub(super) fn source(list: &Path) -> Result<Source, Failure> {
    if list != Path::new("-") {
        return Ok(Source::File(list.to_owned()));
    }
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::new(Exit::NoInput, messages::stdin(error), messages::stdin_cure()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Failure::new(Exit::NoInput, messages::stdin_too_long(LARGEST >> 20), messages::stdin_cure()));
    }
    Ok(Source::Kept(bytes.into()))
}

/// What was said of the reading.
pub(super) fn options(args: &ReadingArgs) -> Result<ReadOptions, Failure> {
    let named = |name: &String| {
        Encoding::named(name).ok_or_else(|| Failure::usage(messages::no_encoding(name), messages::no_encoding_cure()))
    };
    let encoding = args.encoding.as_ref().map(named).transpose()?;
    Ok(ReadOptions { column: args.column.clone(), encoding, sheet: args.sheet.clone() })
}
