use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A column as the ledger has it.
#[derive(Deserialize)]
pub(super) struct Wire<'a> {
    #[serde(borrow)]
    d: &'a RawValue,
    #[serde(borrow, default)]
    i: Option<&'a str>,
    #[serde(borrow, default)]
    p: Option<Cow<'a, str>>,
}

/// One column: its values, read when they are asked for, and which of them each number has.
#[derive(Debug, Default)]
pub(super) struct Column {
    raw: Option<Box<RawValue>>,
    /// Whether the values are texts, or JSON to be kept as it is.
    json: bool,
    /// What all values begin with, and what is kept of them goes without.
    shared: Box<str>,
    values: OnceLock<Values>,
    /// The places in digits; `None` where all numbers have the one value, or each has its own.
    places: Option<Box<[u8]>>,
    width: usize,
}

impl Column {
    /// `None` for places that are none of `count` numbers.
    pub(super) fn read(wire: &Wire<'_>, count: usize) -> Option<Self> {
        let places = wire.i.map(|places| Box::from(places.as_bytes()));
        let width = wire.i.map_or(0, |places| places.len().checked_div(count).unwrap_or_default());
        let fits = wire.i.is_none_or(|places| width > 0 && width <= 9 && places.len() == width * count);
        fits.then(|| Self {
            raw: Some(wire.d.to_owned()),
            json: false,
            shared: wire.p.as_deref().unwrap_or_default().into(),
            values: OnceLock::new(),
            places,
            width,
        })
    }

    /// `None` too for texts that share a beginning, which JSON cannot.
    pub(super) fn read_json(wire: &Wire<'_>, count: usize) -> Option<Self> {
        let column = Self::read(wire, count).filter(|column| column.shared.is_empty())?;
        Some(Self { json: true, ..column })
    }

    fn values(&self) -> &Values {
        self.values.get_or_init(|| {
            let raw = self.raw.as_deref().map(RawValue::get).unwrap_or_default();
            let values = if self.json { Values::of_json(raw) } else { Values::of_texts(raw, &self.shared) };
            values.unwrap_or_default()
        })
    }

    /// How many values there are.
    pub(super) fn len(&self) -> usize {
        self.values().len()
    }

    /// Whether numbers can have different values.
    pub(super) fn varies(&self) -> bool {
        self.places.is_some() || self.len() > 1
    }

    /// Whether each number has the value at the same place in both.
    pub(super) fn has_places_of(&self, other: &Self) -> bool {
        self.places == other.places
    }

    /// Which of the values the number has.
    pub(super) fn place(&self, item: usize) -> Option<usize> {
        match &self.places {
            None if self.values().len() == 1 => Some(0),
            None => Some(item),
            Some(places) if self.width == 1 => digit(*places.get(item)?),
            Some(places) => places
                .get(item * self.width..(item + 1) * self.width)?
                .iter()
                .try_fold(0, |place, &byte| Some(place * 10 + digit(byte)?)),
        }
    }

    pub(super) fn at(&self, item: usize) -> Option<&str> {
        self.values().get(self.place(item)?)
    }

    /// Whether each of `count` numbers has a value.
    pub(super) fn is_whole(&self, count: usize) -> bool {
        let values = self.values().len();
        match self.few_places() {
            Some(places) => {
                places.iter().fold(true, |all, &byte| all & (usize::from(byte.wrapping_sub(b'0')) < values))
            }
            None => (0..count).all(|item| self.place(item).is_some_and(|place| place < values)),
        }
    }

    /// Whether each of `count` numbers has a value, or is said to have none.
    pub(super) fn is_sound(&self, count: usize) -> bool {
        let values = self.values().len();
        if let Some(places) = self.few_places() {
            let is_sound = |byte: u8| usize::from(byte.wrapping_sub(b'0')) < values || byte == b'-';
            return places.iter().fold(true, |all, &byte| all & is_sound(byte));
        }
        let says_none = |item: usize| {
            let places =
                self.places.as_deref().and_then(|places| places.get(item * self.width..(item + 1) * self.width));
            places.is_some_and(|places| places.iter().all(|&digit| digit == b'-'))
        };
        (0..count).all(|item| self.place(item).is_some_and(|place| place < values) || says_none(item))
    }

    /// The places where each is one digit, which is looked at many at a time; a digit beyond ten values is none of them.
    fn few_places(&self) -> Option<&[u8]> {
        self.places.as_deref().filter(|_| self.width == 1 && self.values().len() <= 10)
    }
}

fn digit(byte: u8) -> Option<usize> {
    byte.is_ascii_digit().then(|| usize::from(byte - b'0'))
}

/// Texts one behind the other.
#[derive(Debug, Default)]
struct Values {
    text: String,
    ends: Vec<usize>,
}

impl Values {
    fn of_json(list: &str) -> Option<Self> {
        let mut values = Self::default();
        let list: Vec<&RawValue> = serde_json::from_str(list).ok()?;
        for value in list {
            values.push("", value.get());
        }
        Some(values)
    }

    /// Texts, each behind what they share.
    fn of_texts(list: &str, shared: &str) -> Option<Self> {
        let mut json = serde_json::Deserializer::from_str(list);
        let values = json.deserialize_seq(List(shared)).ok()?;
        json.end().ok().map(|()| values)
    }

    fn push(&mut self, shared: &str, value: &str) {
        self.text.push_str(shared);
        self.text.push_str(value);
        self.ends.push(self.text.len());
    }

    const fn len(&self) -> usize {
        self.ends.len()
    }

    fn get(&self, place: usize) -> Option<&str> {
        let end = *self.ends.get(place)?;
        let start = place.checked_sub(1).map_or(0, |before| self.ends[before]);
        self.text.get(start..end)
    }
}

/// What its texts share.
struct List<'a>(&'a str);

impl<'de> Visitor<'de> for List<'_> {
    type Value = Values;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of texts")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Values, A::Error> {
        let mut values = Values::default();
        while seq.next_element_seed(Push(&mut values, self.0))?.is_some() {}
        Ok(values)
    }
}

/// Puts a text and what it shares behind the others, without a text of its own.
struct Push<'a>(&'a mut Values, &'a str);

impl<'de> DeserializeSeed<'de> for Push<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Push<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        self.0.push(self.1, text);
        Ok(())
    }
}
