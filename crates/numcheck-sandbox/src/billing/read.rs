//! Reads the ledger's file, also while a sandbox writes it and after one was killed.

use std::fs::File;
use std::io::BufReader;
use std::iter::FusedIterator;
use std::path::Path;

use super::journal::{Line, Lines, file_of};
use super::tally::Bills;
use super::{Entry, Ledger, NumberBill, Request, StateError, ledger};

/// Reads the ledger of a state, in memory whole; see [`requests`] and [`numbers`] for large ones.
///
/// Takes the folder given to [`Options::state`](crate::Options::state), or the file in it. A torn last line
/// is left out: its reply was never sent.
///
/// # Errors
///
/// [`StateError`], but never `Locked`.
pub fn read(state: impl AsRef<Path>) -> Result<Ledger, StateError> {
    let entries = Entries::open(state.as_ref())?.collect::<Result<Vec<_>, _>>()?;
    Ok(ledger(entries.iter(), true))
}

/// Reads the requests of a state one by one, in the order they were written, which under load is not quite
/// that of [`Request::seq`].
///
/// # Errors
///
/// As [`read`]; so is every item.
pub fn requests(state: impl AsRef<Path>) -> Result<Requests, StateError> {
    Entries::open(state.as_ref()).map(Requests)
}

/// Reads what every number cost and was answered, by product and then number. Takes about 100 bytes a number.
///
/// # Errors
///
/// As [`read`].
pub fn numbers(state: impl AsRef<Path>) -> Result<Vec<NumberBill>, StateError> {
    let mut bills = Bills::default();
    for entry in Entries::open(state.as_ref())? {
        bills.add(&entry?);
    }
    Ok(bills.into_sorted().collect())
}

/// The requests of a ledger's file; made by [`requests`]. Ends after an error.
#[derive(Debug)]
pub struct Requests(Entries);

impl Iterator for Requests {
    type Item = Result<Request, StateError>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map(|entry| entry.unpack(true)))
    }
}

impl FusedIterator for Requests {}

#[derive(Debug)]
struct Entries(Option<Lines<BufReader<File>>>);

impl Entries {
    fn open(state: &Path) -> Result<Self, StateError> {
        let path = file_of(state);
        match File::open(&path) {
            Ok(file) => Ok(Self(Some(Lines::new(&path, BufReader::with_capacity(1 << 20, file))))),
            Err(source) => Err(StateError::Io { path, source }),
        }
    }
}

impl Iterator for Entries {
    type Item = Result<Entry, StateError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.0.as_mut()?.next() {
                Ok(Some(Line::Request(entry))) => return Some(Ok(entry)),
                Ok(Some(Line::Begin { .. } | Line::TopUp { .. })) => {}
                Ok(None) => {
                    self.0 = None;
                    return None;
                }
                Err(error) => {
                    self.0 = None;
                    return Some(Err(error));
                }
            }
        }
    }
}
