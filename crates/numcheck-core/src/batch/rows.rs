use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};

use foldhash::fast::FixedState;
use serde_json::Value;

use super::Outcome;
use crate::{Charge, Error, ErrorKind, PhoneNumber, ProductId, Report, Text, messages};

/// One row of a vendor's reply, matched to the number it names.
#[derive(Clone, Debug)]
pub struct Row<R> {
    /// The number the row names.
    pub number: PhoneNumber,
    /// What the row says.
    pub outcome: Outcome<R>,
    /// What the row says of its charge.
    pub charge: Charge,
    /// The row's own order id.
    pub order_id: Option<Text>,
}

/// The numbers of a request that have no row yet.
///
/// For a vendor crate that tells the rows it asked for from strays: rows about numbers nobody asked, and the second row about
/// one.
#[derive(Debug)]
pub struct OpenNumbers<'a> {
    /// Those that follow the last one taken, as long as all were taken in the order sent, as vendors nearly always do.
    in_order: &'a [PhoneNumber],
    /// All that are open, from the first that was not.
    others: Option<HashSet<&'a PhoneNumber, FixedState>>,
}

impl<'a> OpenNumbers<'a> {
    /// All numbers of a request, each of them once.
    pub const fn of(sent: &'a [PhoneNumber]) -> Self {
        Self { in_order: sent, others: None }
    }

    /// Whether the number was open; it is not any more.
    pub fn take(&mut self, number: &PhoneNumber) -> bool {
        if self.others.is_none()
            && let Some((first, rest)) = self.in_order.split_first()
            && first == number
        {
            self.in_order = rest;
            return true;
        }
        self.others.get_or_insert_with(|| self.in_order.iter().collect()).remove(number)
    }
}

/// Whether there is one row for each number, each number once and in the order asked, as in nearly every reply: then no row
/// has to be looked for.
pub(super) fn are_in_order<R>(rows: &[Row<R>], numbers: &[PhoneNumber]) -> bool {
    if rows.len() != numbers.len() || rows.iter().zip(numbers).any(|(row, number)| row.number != *number) {
        return false;
    }
    let mut seen = HashSet::with_capacity_and_hasher(numbers.len(), FixedState::default());
    numbers.iter().all(|number| seen.insert(number))
}

/// Rows by their number, those about one number made one.
pub(super) struct ByNumber<R> {
    /// Where the row of a number stands, or which answer it became.
    places: HashMap<PhoneNumber, Place, FixedState>,
    rows: Vec<Option<Row<R>>>,
}

#[derive(Clone, Copy)]
enum Place {
    Row(usize),
    Answer(usize),
}

/// What there is about a number.
pub(super) enum Taken<R> {
    /// This answer was made of its row, and is its answer again.
    Before(usize),
    Never,
    Row(Row<R>),
}

impl<R: Report> ByNumber<R> {
    pub(super) fn of(rows: Vec<Row<R>>, by: &ProductId) -> Self {
        let mut places = HashMap::with_capacity_and_hasher(rows.len(), FixedState::default());
        let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
        for at in 0..rows.len() {
            let (before, rest) = rows.split_at_mut(at);
            let Some(row) = &rest[0] else { continue };
            match places.entry(row.number) {
                Entry::Vacant(place) => {
                    place.insert(Place::Row(at));
                }
                Entry::Occupied(place) => {
                    if let Place::Row(first) = *place.get()
                        && let Some(first) = &mut before[first]
                    {
                        first.merge(row, by);
                    }
                }
            }
        }
        Self { places, rows }
    }

    /// The row of a number, for the answer at this place.
    pub(super) fn take(&mut self, number: &PhoneNumber, answer: usize) -> Taken<R> {
        let Some(place) = self.places.get_mut(number) else { return Taken::Never };
        match *place {
            Place::Answer(first) => Taken::Before(first),
            Place::Row(at) => {
                *place = Place::Answer(answer);
                self.rows[at].take().map_or(Taken::Never, Taken::Row)
            }
        }
    }
}

impl<R: Report> Row<R> {
    fn merge(&mut self, other: &Self, by: &ProductId) {
        let agreed = match (&mut self.outcome, &other.outcome) {
            (Outcome::Report(mine), Outcome::Report(other)) => {
                let merged = merged(mine, other);
                merged.map(|merged| *mine = merged).is_some()
            }
            (Outcome::NoRecord, Outcome::NoRecord) => true,
            _ => false,
        };
        self.charge = self.charge.merged(other.charge);
        if self.order_id.is_none() {
            self.order_id.clone_from(&other.order_id);
        }
        if !agreed {
            let error = Error::new(ErrorKind::Protocol, self.charge, messages::rows_disagree());
            self.outcome = Outcome::Failed(error.at(by));
        }
    }
}

/// What two reports with one status and code say together; `None` where these differ.
fn merged<R: Report>(one: &R, other: &R) -> Option<R> {
    if one == other {
        return Some(one.clone());
    }
    let (said, other_said) = (one.summary(), other.summary());
    if (&said.status, &said.code) != (&other_said.status, &other_said.code) {
        return None;
    }
    let mut fields = serde_json::to_value(one).ok()?;
    for (name, value) in serde_json::to_value(other).ok()?.as_object()? {
        let mine = fields.get_mut(name)?;
        if is_absent(mine) {
            mine.clone_from(value);
        } else if !is_absent(value) && mine != value {
            *mine = if mine.is_array() { Value::Array(Vec::new()) } else { Value::Null };
        }
    }
    // A field that cannot be left out is no side field.
    serde_json::from_value(fields).ok()
}

fn is_absent(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Beside the plain version, a set, in the order sent and in every other of four numbers and a stranger.
    #[test]
    fn a_number_is_open_until_it_is_taken() {
        let number = |last: usize| PhoneNumber::parse(&format!("1380000000{last}")).expect("a number");
        let sent: Vec<_> = (0..4).map(number).collect();
        for order in 0..5_usize.pow(6) {
            let (mut open, mut plain) = (OpenNumbers::of(&sent), sent.iter().collect::<HashSet<_>>());
            for at in 0..6 {
                let number = number(order / 5_usize.pow(at) % 5);
                assert_eq!(open.take(&number), plain.remove(&number), "{order}");
            }
        }
    }
}
