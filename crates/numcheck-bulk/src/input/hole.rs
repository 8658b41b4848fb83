//! Zeros where text is due: a file that was made long and never written, as a broken copy or a full disk leaves it.

use std::{error, fmt, io};

use numcheck_core::Message;

use crate::messages::input as messages;

/// So many bytes of text with nothing in them are no text. UTF-16 has a zero in every other byte at most.
const SMALLEST: usize = 4096;

/// Refuses a piece of a list's text, at this byte of it, that holds zeros alone: reading on would end after gigabytes.
pub(crate) fn refuse(piece: &[u8], at: u64) -> io::Result<()> {
    if piece.len() >= SMALLEST && piece.iter().all(|&byte| byte == 0) {
        return Err(io::Error::new(io::ErrorKind::InvalidData, Hole(at)));
    }
    Ok(())
}

/// What is wrong with the reading of a list, for people.
pub fn unread(error: &io::Error) -> Message {
    match error.get_ref().and_then(|error| error.downcast_ref::<Hole>()) {
        Some(hole) => hole.words(),
        None => Message::from(error.to_string()),
    }
}

/// Where it begins.
#[derive(Debug)]
struct Hole(u64);

impl Hole {
    fn words(&self) -> Message {
        messages::hole(self.0)
    }
}

impl fmt::Display for Hole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words().fmt(f)
    }
}

impl error::Error for Hole {}
