//! What a list asks: its valid numbers in order, which of them are the same, and what is wrong with the rest.

use std::collections::HashMap;
use std::io::{self, Read};
use std::panic::resume_unwind;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use numcheck_core::{NumberKind, ParseNumberError, PhoneNumber, Product};
use sha2::{Digest, Sha256};

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
    if record.fields().all(|field| field.trim().is_empty()) {
        return Line::Blank;
    }
    match PhoneNumber::parse(record.field(list.column().index).unwrap_or_default()) {
        Ok(number) if products.iter().any(|product| product.accepts(&number)) => Line::Number(number),
        Ok(number) => Line::WrongKind(number),
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
        // A text is hashed as it is read, so that it is the hash of what was read.
        let sum = Arc::new(Mutex::new(Sha256::new()));
        let records = list.records_through(|bytes| Box::new(Hashing { bytes, sum: sum.clone() }))?;
        let mut plan = Self {
            hash: if list.sheet().is_some() { hash_of(list)? } else { String::new() },
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

/// Many numbers in order, five bytes each.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    /// A mobile by its digits; anything else by its place in `others`, above [`OTHER`].
    packed: Vec<[u8; WIDTH]>,
    others: Vec<PhoneNumber>,
}

const WIDTH: usize = 5;
/// A mobile's digits are 35 bits.
const OTHER: u64 = 1 << 39;
/// The smallest mobile, so that all of them fit into 33 bits above it.
const FIRST_MOBILE: u64 = 13_000_000_000;
/// A mobile's digits.
const MOBILE: usize = 11;

impl Numbers {
    fn push(&mut self, number: PhoneNumber) {
        let packed = pack_mobile(&number).unwrap_or_else(|| {
            self.others.push(number);
            OTHER | (self.others.len() - 1) as u64
        });
        let mut kept = [0; WIDTH];
        kept.copy_from_slice(&packed.to_le_bytes()[..WIDTH]);
        self.packed.push(kept);
    }

    fn packed(&self) -> impl Iterator<Item = u64> {
        self.packed.iter().map(|packed| unpacked(*packed))
    }

    fn packed_at(&self, position: u32) -> Option<u64> {
        self.packed.get(position as usize).map(|packed| unpacked(*packed))
    }

    pub(crate) const fn len(&self) -> usize {
        self.packed.len()
    }

    pub(crate) fn get(&self, position: u32) -> Option<PhoneNumber> {
        let packed = self.packed_at(position)?;
        if packed & OTHER == 0 {
            let mut digits = [0; MOBILE];
            let mut rest = packed;
            for digit in digits.iter_mut().rev() {
                *digit = b'0' + u8::try_from(rest % 10).unwrap_or_default();
                rest /= 10;
            }
            return PhoneNumber::parse(std::str::from_utf8(&digits).ok()?).ok();
        }
        self.others.get(usize::try_from(packed & !OTHER).ok()?).copied()
    }

    /// Whether the number at a position is this one.
    pub(crate) fn holds(&self, position: u32, number: &PhoneNumber) -> bool {
        match pack_mobile(number) {
            packed @ Some(_) => self.packed_at(position) == packed,
            None => self.get(position) == Some(*number),
        }
    }

    /// Whether the number at a position is this one, as the ledger writes it.
    pub(crate) fn is(&self, position: u32, written: &str) -> bool {
        match self.packed_at(position) {
            Some(packed) if packed & OTHER == 0 => written.parse() == Ok(packed),
            Some(_) => self.get(position).is_some_and(|number| number.written() == written),
            None => false,
        }
    }

    fn duplicates(&self) -> Vec<(u32, u32)> {
        // A mobile and its position in one word each: sorting brings equal numbers together, the first position first.
        let mut words: Vec<u64> = (0_u64..)
            .zip(self.packed())
            .filter(|(_, packed)| packed & OTHER == 0)
            .map(|(position, mobile)| (mobile - FIRST_MOBILE) << 31 | position)
            .collect();
        words.sort_unstable();
        let position = |word: u64| u32::try_from(word & 0x7fff_ffff).unwrap_or(u32::MAX);
        let mut duplicates = Vec::new();
        let mut first = None;
        for word in words {
            match first {
                Some(first) if first >> 31 == word >> 31 => duplicates.push((position(word), position(first))),
                _ => first = Some(word),
            }
        }
        let mut seen = HashMap::new();
        for (at, _) in (0_u32..).zip(self.packed()).filter(|(_, packed)| packed & OTHER != 0) {
            let Some(number) = self.get(at) else { continue };
            match seen.get(&number) {
                Some(&first) => duplicates.push((at, first)),
                None => drop(seen.insert(number, at)),
            }
        }
        duplicates.sort_unstable();
        duplicates
    }

    /// An index from number to position, of those positions that `wanted` takes.
    pub(crate) fn index(&self, wanted: impl Fn(u32) -> bool) -> Index {
        let mut order: Vec<(u64, u32)> = (0_u32..)
            .zip(self.packed())
            .filter(|(position, packed)| packed & OTHER == 0 && wanted(*position))
            .map(|(position, packed)| (packed, position))
            .collect();
        order.sort_unstable();
        let others = (0_u32..)
            .zip(self.packed())
            .filter(|(position, packed)| packed & OTHER != 0 && wanted(*position))
            .filter_map(|(position, _)| Some((self.get(position)?, position)))
            .collect();
        Index { order, others }
    }
}

fn unpacked(packed: [u8; WIDTH]) -> u64 {
    let mut bytes = [0; size_of::<u64>()];
    bytes[..WIDTH].copy_from_slice(&packed);
    u64::from_le_bytes(bytes)
}

/// Finds a number's position.
pub(crate) struct Index {
    order: Vec<(u64, u32)>,
    others: HashMap<PhoneNumber, u32>,
}

impl Index {
    pub(crate) fn position(&self, number: &PhoneNumber) -> Option<u32> {
        match pack_mobile(number) {
            Some(packed) => {
                let at = self.order.binary_search_by_key(&packed, |entry| entry.0).ok()?;
                Some(self.order[at].1)
            }
            None => self.others.get(number).copied(),
        }
    }
}

fn pack_mobile(number: &PhoneNumber) -> Option<u64> {
    if number.kind() != NumberKind::Mobile || number.country() != PhoneNumber::CHINA {
        return None;
    }
    let digits = number.as_bytes().iter().fold(0, |digits, byte| digits * 10 + u64::from(byte - b'0'));
    (digits >= FIRST_MOBILE).then_some(digits)
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

    #[test]
    fn finds_duplicates_of_every_kind() {
        let texts = [
            "13800000001",
            "10086",
            "19900000000",
            "13800000001",
            "10086",
            "057156264805",
            "13000000000",
            "13800000001",
        ];
        let mut numbers = Numbers::default();
        for text in texts {
            numbers.push(text.parse().expect("a number"));
        }
        assert_eq!(numbers.duplicates(), [(3, 0), (4, 1), (7, 0)]);
        for (position, text) in (0..).zip(texts) {
            assert_eq!(numbers.get(position).expect("it is there").as_str(), text);
        }
        let index = numbers.index(|position| !(3..=4).contains(&position));
        assert_eq!(index.position(&"19900000000".parse().expect("a number")), Some(2));
        assert_eq!(index.position(&"10086".parse().expect("a number")), Some(1));
        assert_eq!(index.position(&"13900000000".parse().expect("a number")), None);
    }
}
