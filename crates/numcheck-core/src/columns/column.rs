use std::fmt;
use std::hash::BuildHasher;
use std::ops::Range;

use foldhash::fast::RandomState;
use hashbrown::HashTable;

/// Few values are found faster by looking at each.
const FEW: usize = 8;
/// Where so many values all differ, as order ids do, hardly one comes twice: it is not worth looking.
const ALL_DIFFER: usize = 64;

/// One column: its values, each once and in the order they came, and which of them each number has.
#[derive(Clone, Default)]
pub struct Column {
    /// The values one behind the other, and where each ends.
    text: String,
    ends: Vec<usize>,
    count: usize,
    /// Which of the values each number has; none as long as [`plain_place`] tells it, as it does for most columns to the end.
    places: Vec<u32>,
    /// The places of the values by their hash, once there are more than few.
    known: HashTable<u32>,
    hasher: RandomState,
}

/// Where a number's value is in a column of no value, of one for all, or of as many as there are numbers.
fn plain_place(number: usize, values: usize) -> u32 {
    match values {
        0 => Column::NONE,
        1 => 0,
        _ => place(number),
    }
}

fn place(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(Column::NONE)
}

impl Column {
    /// The place of a number that has no value.
    pub const NONE: u32 = u32::MAX;

    /// A column of which this many numbers have nothing.
    pub fn behind(count: usize) -> Self {
        Self { count, ..Self::default() }
    }

    /// A column with room for this many values of about so many bytes each.
    pub(super) fn with_room(values: usize, bytes: usize) -> Self {
        let (text, ends) = (String::with_capacity(values * bytes), Vec::with_capacity(values));
        Self { text, ends, ..Self::default() }
    }

    /// A column in which this many numbers have one value.
    pub fn all(value: &str, count: usize) -> Self {
        let mut column = Self::default();
        if count > 0 {
            column.add(value);
        }
        Self { count, ..column }
    }

    /// Adds the next number's value, if it has one.
    pub fn push(&mut self, value: Option<&str>) {
        let before = self.ends.len();
        let place = value.map_or(Self::NONE, |value| self.place_of(value));
        let (values, count) = (self.ends.len(), self.count);
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

    /// How many numbers there are.
    pub const fn count(&self) -> usize {
        self.count
    }

    /// Its values, in the order they came.
    pub fn values(&self) -> impl ExactSizeIterator<Item = &str> {
        (0..self.ends.len()).map(|place| self.at(place))
    }

    /// All values one behind the other.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Which of the values each number has, [`NONE`](Self::NONE) where it has none; `None` where there are no values, one for
    /// all numbers, or as many as numbers, in their order.
    pub fn places(&self) -> Option<&[u32]> {
        (!self.places.is_empty()).then_some(&self.places)
    }

    /// Which of the values a number has.
    pub fn place(&self, number: usize) -> Option<usize> {
        if number >= self.count {
            return None;
        }
        let place = self.places.get(number).copied().unwrap_or_else(|| plain_place(number, self.ends.len()));
        (place != Self::NONE).then_some(place as usize)
    }

    /// What a number has.
    pub fn value(&self, number: usize) -> Option<&str> {
        self.place(number).map(|place| self.at(place))
    }

    /// Whether every number has a value.
    pub fn is_whole(&self) -> bool {
        match self.places() {
            Some(places) => !places.contains(&Self::NONE),
            None => self.count == 0 || !self.ends.is_empty(),
        }
    }

    /// Whether each number has the same in both.
    pub fn is_same(&self, other: &Self) -> bool {
        self.count == other.count && self.places == other.places && self.text == other.text && self.ends == other.ends
    }

    /// The column of what `map` makes of each value; it is asked once for each.
    pub fn map<T: AsRef<str>>(&self, mut map: impl FnMut(&str) -> Option<T>) -> Self {
        let mut mapped = Self::default();
        let new: Vec<u32> =
            self.values().map(|value| map(value).map_or(Self::NONE, |value| mapped.place_of(value.as_ref()))).collect();
        let place = |number| self.place(number).map_or(Self::NONE, |place| new[place]);
        mapped.with_places((0..self.count).map(place).collect())
    }

    /// The column in which each number has the one of `values` that `which` says, as if they had been pushed.
    pub(super) fn chosen<const N: usize>(values: &[Option<&str>; N], which: impl Iterator<Item = usize>) -> Self {
        let mut column = Self::default();
        let mut known = [None; N];
        let place = |which: usize| {
            *known[which].get_or_insert_with(|| values[which].map_or(Self::NONE, |value| column.place_of(value)))
        };
        let places = which.map(place).collect();
        column.with_places(places)
    }

    /// Values in the order of their first places, with these.
    fn with_places(self, places: Vec<u32>) -> Self {
        let count = places.len();
        let is_plain = match self.ends.len() {
            0 => true,
            1 => places.iter().all(|place| *place == 0),
            values => values == count,
        };
        Self { count, places: if is_plain { Vec::new() } else { places }, ..self }
    }

    /// How many numbers have each value, by place.
    pub fn tally(&self) -> Vec<usize> {
        let mut tally = vec![0; self.ends.len()];
        for number in 0..self.count {
            if let Some(place) = self.place(number) {
                tally[place] += 1;
            }
        }
        tally
    }

    fn at(&self, place: usize) -> &str {
        &self.text[self.extent(place)]
    }

    /// As bytes, which are not asked whether a character ends there.
    #[inline]
    fn bytes_at(&self, place: usize) -> &[u8] {
        &self.text.as_bytes()[self.extent(place)]
    }

    #[inline]
    fn extent(&self, place: usize) -> Range<usize> {
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        start..self.ends[place]
    }

    fn place_of(&mut self, value: &str) -> u32 {
        let values = self.ends.len();
        if values > ALL_DIFFER && values == self.count {
            return self.add(value);
        }
        if values <= FEW {
            let known = (0..values).find(|&known| same_bytes(self.bytes_at(known), value.as_bytes()));
            return known.map_or_else(|| self.add(value), place);
        }
        if self.known.is_empty() {
            (0..values).for_each(|known| self.know(known));
        }
        let hash = self.hasher.hash_one(value.as_bytes());
        if let Some(&known) = self.known.find(hash, |&known| self.bytes_at(known as usize) == value.as_bytes()) {
            return known;
        }
        let new = self.add(value);
        self.know(values);
        new
    }

    fn add(&mut self, value: &str) -> u32 {
        self.text.push_str(value);
        self.ends.push(self.text.len());
        place(self.ends.len() - 1)
    }

    /// Makes a value one that is found by its hash.
    fn know(&mut self, value: usize) {
        let mut known = std::mem::take(&mut self.known);
        let hash = |value| self.hasher.hash_one(self.bytes_at(value));
        known.insert_unique(hash(value), place(value), |&other| hash(other as usize));
        self.known = known;
    }
}

/// Whether two texts are equal, for texts of which most are the same piece of memory, or empty, or differ in their first byte.
///
/// To compare two empty texts as bytes is dear: the processor is made to read where nothing is. It was 4 % of a long run.
pub fn same(one: &str, other: &str) -> bool {
    same_bytes(one.as_bytes(), other.as_bytes())
}

#[inline]
fn same_bytes(bytes: &[u8], others: &[u8]) -> bool {
    match (bytes, others) {
        ([], []) => true,
        ([first, ..], [other_first, ..]) if bytes.len() == others.len() && first == other_first => {
            // A code is one byte, mostly.
            bytes.len() == 1 || bytes.as_ptr() == others.as_ptr() || bytes == others
        }
        _ => false,
    }
}

/// Its values may be numbers, or hold some.
impl fmt::Debug for Column {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Column({} values for {} numbers)", self.ends.len(), self.count)
    }
}

#[cfg(test)]
mod tests;
