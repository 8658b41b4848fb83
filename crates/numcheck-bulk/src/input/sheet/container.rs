//! What a file is by its first bytes and, where it is a zip, by what is in it.

use std::io::{Read, SeekFrom};

use super::super::Bytes;
use crate::messages::input as messages;
use crate::{Error, Result};

/// A spreadsheet that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Kind {
    /// Excel 97 to 2003.
    Xls,
    /// Excel since 2007.
    Xlsx,
}

/// What all parts of a spreadsheet may be unpacked: a full sheet of a million rows and twenty columns is smaller.
const MOST_UNPACKED: u64 = 4 << 30;
/// What a part other than a sheet may be: such parts are held in memory.
const MOST_HELD: u64 = 1 << 30;
/// From this size on, a file that is packed more than [`MOST_PACKED`] times is no list.
const SUSPICIOUS: u64 = 64 << 20;
const MOST_PACKED: u64 = 200;
/// The directory of a zip may be this large: a spreadsheet has tens of parts, not millions.
const LONGEST_DIRECTORY: u64 = 16 << 20;

impl Kind {
    /// Tells a spreadsheet from a text; refuses what is neither or too large.
    pub(in super::super) fn of(name: &str, head: &[u8], file: &mut dyn Bytes) -> Result<Option<Self>> {
        match head {
            [b'P', b'K', 3, 4, ..] => of_zip(name, file).map(Some),
            // Excel 97's files and protected ones of Excel 2007 are both of this form.
            [0xd0, 0xcf, 0x11, 0xe0, ..] => Ok(Some(Self::Xls)),
            _ => Ok(None),
        }
    }
}

/// A part of a zip: its name, and its size unpacked as the directory says. One that is larger is an error when it is read.
struct Part {
    name: String,
    unpacked: u64,
}

fn of_zip(name: &str, file: &mut dyn Bytes) -> Result<Kind> {
    let size = file.seek(SeekFrom::End(0)).map_err(|error| Error::Input(messages::unread(name, &error)))?;
    let parts = directory(file, size).ok_or_else(|| Error::Input(messages::broken_book(name)))?;
    let has = |part: &str| parts.iter().any(|there| there.name.eq_ignore_ascii_case(part));
    if has("xl/workbook.bin") || has("content.xml") {
        return Err(Error::Input(messages::other_book(name)));
    }
    if !has("xl/workbook.xml") && !has("[Content_Types].xml") {
        return Err(Error::Input(messages::archive(name)));
    }
    if !parts.iter().any(|part| part.name.to_ascii_lowercase().starts_with("xl/")) {
        return Err(Error::Input(messages::archive(name)));
    }
    let is_sheet = |part: &Part| part.name.to_ascii_lowercase().contains("worksheets/");
    let unpacked: u64 = parts.iter().fold(0, |sum, part| sum.saturating_add(part.unpacked));
    let held = parts.iter().filter(|part| !is_sheet(part)).fold(0, |sum: u64, part| sum.saturating_add(part.unpacked));
    if unpacked > MOST_UNPACKED || held > MOST_HELD || (unpacked > SUSPICIOUS && unpacked / size.max(1) > MOST_PACKED) {
        return Err(Error::Input(messages::too_large(name, unpacked >> 20)));
    }
    Ok(Kind::Xlsx)
}

/// The directory at a zip's end; `None` where there is none. PKWARE's APPNOTE, 4.3.12, 4.3.14 to 4.3.16 and 4.5.3.
fn directory(file: &mut dyn Bytes, size: u64) -> Option<Vec<Part>> {
    let tail_at = size.saturating_sub(66_000);
    let tail = bytes(file, tail_at, size - tail_at)?;
    let end = tail.windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let (mut length, mut at) = (u64::from(u32_at(&tail, end + 12)?), u64::from(u32_at(&tail, end + 16)?));
    if let Some(long) = tail.windows(4).rposition(|window| window == b"PK\x06\x06") {
        (length, at) = (u64_at(&tail, long + 40)?, u64_at(&tail, long + 48)?);
    }
    if length > LONGEST_DIRECTORY || at > size {
        return None;
    }
    let directory = bytes(file, at, length)?;
    let mut parts = Vec::new();
    let mut next = 0;
    while directory.get(next..next + 4) == Some(b"PK\x01\x02") {
        let (name, extra, comment) =
            (u16_at(&directory, next + 28)?, u16_at(&directory, next + 30)?, u16_at(&directory, next + 32)?);
        let name_at = next + 46;
        let extra_at = name_at + name;
        let mut unpacked = u64::from(u32_at(&directory, next + 24)?);
        if unpacked == u64::from(u32::MAX) {
            unpacked = long_size(directory.get(extra_at..extra_at + extra)?)?;
        }
        let name = String::from_utf8_lossy(directory.get(name_at..extra_at)?).replace('\\', "/");
        parts.push(Part { name, unpacked });
        next = extra_at + extra + comment;
    }
    (!parts.is_empty()).then_some(parts)
}

/// The size in the extra field of parts that may be larger than 4 GB.
fn long_size(extra: &[u8]) -> Option<u64> {
    let mut at = 0;
    loop {
        let (id, length) = (u16_at(extra, at)?, u16_at(extra, at + 2)?);
        if id == 1 {
            return u64_at(extra, at + 4);
        }
        at += 4 + length;
    }
}

fn bytes(file: &mut dyn Bytes, at: u64, length: u64) -> Option<Vec<u8>> {
    file.seek(SeekFrom::Start(at)).ok()?;
    let mut bytes = Vec::new();
    file.take(length).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<usize> {
    Some(usize::from(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?)))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    Some(u64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
