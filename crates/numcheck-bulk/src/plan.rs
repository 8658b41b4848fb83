//! What a list asks: its valid numbers in order, which of them are the same, and what is wrong with the rest.

use std::io::{self, Read};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use numcheck_core::{ParseNumberError, PhoneNumber, Product};
use sha2::{Digest, Sha256};

mod numbers;

pub(crate) use numbers::Numbers;

use crate::input::{List, Record, each_ahead, refuse_hole, unread};
use crate::messages::input as messages;
use crate::{Error, Result, Warnings};

/// The most valid numbers a list may hold.
const MOST_NUMBERS: usize = 1 << 31;

/// What a line of a list is.
#[derive(Debug)]
pub(crate) enum Line {
    /// The header.
    Header,
    /// Nothing stands there: a blank line at the end, or between others.
    Blank,
    /// A number that a product of the run takes.
    Number(PhoneNumber),
    /// A number of a kind that no product of the run answers for.
    WrongKind(PhoneNumber),
    /// No number.
    Invalid(ParseNumberError),
}

/// Tells what a record is. Pure, so that planning and exporting agree line by line.
pub(crate) fn classify(list: &List, products: &[Product], record: &Record) -> Line {
    if list.is_header(record) {
        return Line::Header;
    }
    match PhoneNumber::parse(record.field(list.column().index).unwrap_or_default()) {
        Ok(number) if products.iter().any(|product| product.accepts(&number)) => Line::Number(number),
        Ok(number) => Line::WrongKind(number),
        Err(_) if record.fields().all(|field| field.trim().is_empty()) => Line::Blank,
        Err(error) => Line::Invalid(error),
    }
}

/// A list that was read once, whole.
#[derive(Debug)]
pub(crate) struct Plan {
    /// sha256 of the list's bytes, in hex.
    pub hash: String,
    /// Lines of the list, header and blank lines not counted.
    pub lines: u64,
    /// Lines that hold no number.
    pub invalid: u64,
    /// Lines with a number of a kind no product takes.
    pub wrong_kind: u64,
    /// The first few lines that hold no number: line and why.
    pub complaints: Vec<(u64, ParseNumberError)>,
    /// What the owner should know of it before it is paid for.
    pub warnings: Warnings,
    /// The valid numbers, in order, duplicates included: a number's *position* is its place here.
    pub numbers: Numbers,
    /// Positions whose number stood earlier in the list, with the position where it did; by position.
    pub duplicates: Vec<(u32, u32)>,
}

impl Plan {
    pub(crate) fn read(list: &List, products: &[Product]) -> Result<Self> {
        let name = list.source().name();
        let broken = |error: io::Error| {
            Error::Input(match list.sheet() {
                Some(sheet) => messages::broken_sheet(&name, sheet, &error),
                None => messages::unread_to_end(&name, unread(&error)),
            })
        };
        // A spreadsheet is not read from end to end: it is hashed before it is opened. A text is hashed as it is read, so that it is
        // the hash of what was read.
        let hash = if list.sheet().is_some() { hash_of(list)? } else { String::new() };
        let sum = Arc::new(Mutex::new(Sha256::new()));
        let records = list.records_through(|bytes| Box::new(Hashing { bytes, sum: sum.clone() }))?;
        let mut plan = Self {
            hash,
            lines: 0,
            invalid: 0,
            wrong_kind: 0,
            complaints: Vec::new(),
            warnings: Warnings::default(),
            numbers: Numbers::default(),
            duplicates: Vec::new(),
        };
        each_ahead(records, broken, |record| plan.take(list, products, record))?;
        if plan.lines == 0 {
            return Err(Error::Input(messages::only_header(&name)));
        }
        if list.sheet().is_none() {
            plan.hash = hex(&lock(&sum).finalize_reset());
        }
        // Whoever still writes to it is found out before anything is paid for.
        let (duplicates, hash) = thread::scope(|scope| {
            let duplicates = scope.spawn(|| plan.numbers.duplicates());
            let hash = hash_of(list);
            (duplicates.join().unwrap_or_else(|panic| resume_unwind(panic)), hash)
        });
        if hash? != plan.hash {
            return Err(Error::Input(messages::changed_while_read(&name)));
        }
        plan.duplicates = duplicates;
        Ok(plan)
    }
}

impl Plan {
    fn take(&mut self, list: &List, products: &[Product], record: &Record) -> Result<()> {
        self.warnings.record(list, record);
        match classify(list, products, record) {
            Line::Header | Line::Blank => return Ok(()),
            Line::Number(number) => {
                self.warnings.number(record.line, Ok(&number));
                self.numbers.push(number);
            }
            Line::WrongKind(_) => self.wrong_kind += 1,
            Line::Invalid(error) => {
                self.invalid += 1;
                self.warnings.number(record.line, Err(&error));
                if self.complaints.len() < 5 {
                    self.complaints.push((record.line, error));
                }
            }
        }
        self.lines += 1;
        if self.numbers.len() >= MOST_NUMBERS {
            return Err(Error::Input(messages::too_many(list.source().name(), MOST_NUMBERS)));
        }
        Ok(())
    }
}

/// Bytes on their way to who reads them, hashed.
struct Hashing {
    bytes: Box<dyn Read + Send>,
    sum: Arc<Mutex<Sha256>>,
}

impl Read for Hashing {
    fn read(&mut self, part: &mut [u8]) -> io::Result<usize> {
        let read = self.bytes.read(part)?;
        lock(&self.sum).update(&part[..read]);
        Ok(read)
    }
}

fn lock(sum: &Mutex<Sha256>) -> MutexGuard<'_, Sha256> {
    sum.lock().unwrap_or_else(PoisonError::into_inner)
}

/// sha256 of a list's bytes, in hex.
pub(crate) fn hash_of(list: &List) -> Result<String> {
    let mut bytes = list.bytes()?;
    let mut hash = Sha256::new();
    let mut part = vec![0; 1 << 16];
    let mut at = 0;
    loop {
        let broken = |error: io::Error| Error::Input(messages::unread_to_end(list.source().name(), unread(&error)));
        let read = bytes.read(&mut part).map_err(broken)?;
        if read == 0 {
            return Ok(hex(&hash.finalize()));
        }
        // A spreadsheet is no text, and may have some.
        if list.sheet().is_none() {
            refuse_hole(&part[..read], at).map_err(broken)?;
        }
        at += read as u64;
        hash.update(&part[..read]);
    }
}

/// sha256 of bytes, in hex.
pub(crate) fn hash_of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(64), |hex, byte| format!("{hex}{byte:02x}"))
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};

    use super::*;
    use crate::input::{ReadOptions, Source};

    #[test]
    fn a_list_that_somebody_still_writes_to_is_not_planned() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("list.csv");
        let mut file = std::fs::File::create(&path).expect("a file");
        writeln!(file, "mobile\n13800000001").expect("a disk");
        let list = List::open(Source::File(path), &ReadOptions::default()).expect("a list");
        let product = [Product::new("acme/line-status", "line-status").batches_of(9)];
        let (begun, done) = (AtomicBool::new(false), AtomicBool::new(false));
        thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::SeqCst) {
                    writeln!(file, "13800000002").expect("a disk");
                    begun.store(true, Ordering::SeqCst);
                    // Slower than it is read, or its end is never reached.
                    thread::sleep(Duration::from_micros(50));
                }
            });
            while !begun.load(Ordering::SeqCst) {
                thread::yield_now();
            }
            // It may be written to just before and just after, and be planned.
            let since = Instant::now();
            let mut refused = false;
            while !refused && since.elapsed() < Duration::from_secs(20) {
                refused = Plan::read(&list, &product).is_err();
            }
            done.store(true, Ordering::SeqCst);
            assert!(refused, "a list is planned while it grows");
        });
        let plan = Plan::read(&list, &product).expect("nobody writes any more");
        assert_eq!(plan.hash, hash_of(&list).expect("a hash"));
    }
}
