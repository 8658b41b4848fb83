//! Whether the log of a ledger, its `-wal` file, is whole.
//!
//! After a crash `SQLite` reads the log up to the first frame whose checksum is wrong, and drops the rest without a word:
//! right for a write that was cut off, and wrong where a bit has turned, for then intents that were synced before their
//! request was sent are gone, and their numbers would be paid for again. <https://sqlite.org/fileformat2.html#walformat>

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use crate::messages::ledger as messages;
use crate::{Error, Result};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// Another process may be writing to it: a frame half written is whole a little later.
const LOOKS: u32 = 4;
const PAUSE: Duration = Duration::from_millis(30);

/// Refuses a ledger whose log holds a whole frame that is not what was written.
///
/// A machine that lost its power in the middle of a write can leave such a frame too: what it belongs to was not synced, so
/// nothing was sent for it, and the message says how to go on.
pub(super) fn check(ledger: &Path) -> Result<()> {
    let mut name = ledger.as_os_str().to_owned();
    name.push("-wal");
    let log = PathBuf::from(name);
    let unread = |error: io::Error| Error::Ledger(messages::log_unread(log.display(), error));
    for look in 0..LOOKS {
        let file = match File::open(&log) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            opened => opened.map_err(unread)?,
        };
        if is_whole(BufReader::with_capacity(1 << 16, file)).map_err(unread)? {
            return Ok(());
        }
        if look + 1 < LOOKS {
            sleep(PAUSE);
        }
    }
    Err(Error::Ledger(messages::log_damaged(ledger)))
}

/// Whether every frame of the log's generation is one after another what its checksum says.
fn is_whole(mut log: impl Read) -> io::Result<bool> {
    let mut header = [0; HEADER];
    if !fill(&mut log, &mut header)? {
        return Ok(true);
    }
    let magic = word(&header, 0, true);
    let mut sum = Sum { big: magic & 1 == 1, first: 0, second: 0 };
    sum.add(&header[..24]);
    let page = word(&header, 8, true) as usize;
    let sound = magic >> 1 == 0x377f_0682 >> 1 && sum.is(&header[24..]) && (512..=65536).contains(&page);
    if !sound {
        // Without its header nothing in it is read. Nothing was in it only if nothing follows.
        return Ok(!fill(&mut log, &mut [0; FRAME_HEADER])?);
    }
    let mut frame = vec![0; FRAME_HEADER + page];
    let mut unbroken = true;
    while fill(&mut log, &mut frame)? {
        // What is left of an earlier generation has other salts, both of them.
        let salts = [8, 12].map(|at| frame[at..at + 4] == header[at + 8..at + 12]);
        if unbroken && salts == [true, true] {
            sum.add(&frame[..8]);
            sum.add(&frame[FRAME_HEADER..]);
            unbroken = sum.is(&frame[16..24]);
        } else {
            unbroken = false;
        }
        if !unbroken && salts.contains(&true) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The checksum of `SQLite`'s log, which goes on from frame to frame.
struct Sum {
    big: bool,
    first: u32,
    second: u32,
}

impl Sum {
    fn add(&mut self, bytes: &[u8]) {
        for pair in bytes.chunks_exact(8) {
            self.first = self.first.wrapping_add(word(pair, 0, self.big)).wrapping_add(self.second);
            self.second = self.second.wrapping_add(word(pair, 4, self.big)).wrapping_add(self.first);
        }
    }

    /// Whether it is the one written here, which is always written big end first.
    fn is(&self, written: &[u8]) -> bool {
        (self.first, self.second) == (word(written, 0, true), word(written, 4, true))
    }
}

fn word(bytes: &[u8], at: usize, big: bool) -> u32 {
    let mut four = [0; 4];
    four.copy_from_slice(&bytes[at..at + 4]);
    if big { u32::from_be_bytes(four) } else { u32::from_le_bytes(four) }
}

/// Whether there was enough to fill it.
fn fill(log: &mut impl Read, piece: &mut [u8]) -> io::Result<bool> {
    match log.read_exact(piece) {
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        read => read.map(|()| true),
    }
}
