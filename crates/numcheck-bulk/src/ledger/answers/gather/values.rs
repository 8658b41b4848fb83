//! The values of one column, each once, and which of them each number has.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

use foldhash::fast::RandomState;

use crate::same::same;

/// The place of a number that has no value.
const NONE: u32 = u32::MAX;
/// Few values are found faster by looking at each.
const FEW: usize = 8;
/// Where so many values all differ, as order ids do, hardly one comes twice: it is not worth looking.
const ALL_DIFFER: usize = 64;
/// A beginning that saves less than this is not worth its own place.
const WORTH: usize = 16;

/// How values are written.
#[derive(Clone, Copy)]
pub(super) enum Form<'a> {
    /// As they are, for they are JSON.
    Json,
    /// As texts, without what all of them begin with.
    Texts { shared: &'a str },
}

/// What a column is made of.
pub(super) struct Gathered<V> {
    values: Vec<V>,
    /// How many numbers there are.
    count: usize,
    /// Which of the values each number has; none as long as [`plain_place`] tells it, as it does for most columns to the end.
    places: Vec<u32>,
    known: HashMap<V, u32, RandomState>,
}

/// Where a number's value is in a column of no value, of one for all, or of as many as there are numbers.
fn plain_place(number: usize, values: usize) -> u32 {
    match values {
        0 => NONE,
        1 => 0,
        _ => u32::try_from(number).unwrap_or(NONE),
    }
}

impl<V> Default for Gathered<V> {
    fn default() -> Self {
        Self { values: Vec::new(), count: 0, places: Vec::new(), known: HashMap::default() }
    }
}

impl<V: Borrow<str> + Clone + Eq + Hash> Gathered<V> {
    /// A column of which some numbers had nothing.
    pub(super) fn behind(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// What a number has.
    pub(super) fn value(&self, number: usize) -> Option<&V> {
        let place = self.places.get(number).copied().unwrap_or_else(|| plain_place(number, self.values.len()));
        self.values.get(place as usize)
    }

    /// The next number's value, kept as `keep` makes it if it is a new one.
    pub(super) fn push(&mut self, value: Option<&str>, keep: impl FnOnce() -> V) {
        let before = self.values.len();
        let place = value.map_or(NONE, |value| self.place_of(value, keep));
        let (values, count) = (self.values.len(), self.count);
        if self.places.is_empty() && count > 0 {
            let still_plain = place == plain_place(count, values) && (values == before || values == count + 1);
            if !still_plain {
                self.places = (0..count).map(|number| plain_place(number, before)).collect();
            }
        }
        if !self.places.is_empty() {
            self.places.push(place);
        }
        self.count += 1;
    }

    fn place_of(&mut self, value: &str, keep: impl FnOnce() -> V) -> u32 {
        let next = u32::try_from(self.values.len()).unwrap_or(NONE);
        if self.values.len() > ALL_DIFFER && self.values.len() == self.count {
            self.values.push(keep());
            return next;
        }
        let known = match self.values.len() {
            0..=FEW => {
                (0..).zip(&self.values).find(|(_, known)| same((*known).borrow(), value)).map(|(place, _)| place)
            }
            _ => self.known.get(value).copied(),
        };
        known.unwrap_or_else(|| {
            self.values.push(keep());
            match self.values.len() {
                0..=FEW => {}
                len if len == FEW + 1 => self.known = self.values.iter().cloned().zip(0..).collect(),
                len => drop(self.known.insert(self.values[len - 1].clone(), next)),
            }
            next
        })
    }

    /// What all values begin with, where it is worth while to keep it once.
    pub(super) fn shared(&self) -> &str {
        let mut values = self.values.iter().map(Borrow::borrow);
        let first: &str = values.next().unwrap_or_default();
        let mut shared = first;
        for value in values {
            if !value.starts_with(shared) {
                let alike = shared.bytes().zip(value.bytes()).take_while(|(one, other)| one == other).count();
                let end = (0..=alike).rev().find(|&end| first.is_char_boundary(end)).unwrap_or_default();
                shared = &first[..end];
            }
        }
        if shared.len() * self.values.len().saturating_sub(1) < WORTH { "" } else { shared }
    }

    /// Adds the column to an object, unless no number has anything in it.
    pub(super) fn write(&self, out: &mut Vec<u8>, form: Form<'_>) -> bool {
        if self.values.is_empty() {
            return false;
        }
        out.push(b'{');
        if let Form::Texts { shared } = form
            && !shared.is_empty()
        {
            out.extend_from_slice(b"\"p\":");
            push_text(out, shared);
            out.push(b',');
        }
        out.extend_from_slice(b"\"d\":[");
        for (at, value) in self.values.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            match form {
                Form::Texts { shared } => push_text(out, &value.borrow()[shared.len()..]),
                Form::Json => out.extend_from_slice(value.borrow().as_bytes()),
            }
        }
        out.push(b']');
        if !self.places.is_empty() {
            out.extend_from_slice(b",\"i\":\"");
            let width = (self.values.len() - 1).checked_ilog10().map_or(1, |digits| digits as usize + 1);
            let mut digits = vec![b'-'; width];
            for &place in &self.places {
                let mut rest = place;
                for digit in digits.iter_mut().rev() {
                    *digit = if place == NONE { b'-' } else { b'0' + u8::try_from(rest % 10).unwrap_or_default() };
                    rest /= 10;
                }
                out.extend_from_slice(&digits);
            }
            out.push(b'"');
        }
        out.push(b'}');
        true
    }
}

pub(super) fn push_text(out: &mut Vec<u8>, text: &str) {
    // A text can be written, and memory be written to.
    let _ = serde_json::to_writer(out, text);
}
