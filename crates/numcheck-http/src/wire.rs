//! How these vendors write JSON: integers arrive as strings and strings as integers, fields are missing, empty or null.
//!
//! Functions for `#[serde(deserialize_with)]` on what `serde_json` reads; with `#[serde(default)]` a missing field is `None`
//! too. None of them fails on a value of another shape, or on one that no text and no number can hold, as half a surrogate
//! pair and 1e400: what cannot be read is `None`, it spoils nothing beside it, and the vendor crate decides what that means.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

mod object;
mod scan;

pub use object::{Object, object};
pub use scan::Scan;

/// A scalar as text: a string trimmed, an integer as its digits; anything else, and the empty string, is `None`.
///
/// # Errors
///
/// Only where the JSON itself is broken.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    Ok(borrowed(deserializer)?.map(Cow::into_owned))
}

/// As [`text`], borrowed from the reply where it stands there as it is: for what is looked at and not kept.
///
/// # Errors
///
/// Only where the JSON itself is broken.
pub fn borrowed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Cow<'de, str>>, D::Error> {
    Ok(scalar(deserializer)?.map(Scalar::into_text))
}

/// An integer, written as an integer or as a string of digits; anything else is `None`.
///
/// # Errors
///
/// Only where the JSON itself is broken.
pub fn integer<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    Ok(scalar(deserializer)?.and_then(|scalar| match scalar {
        Scalar::Text(text) => text.parse().ok(),
        Scalar::Whole(number) => number.try_into().ok(),
    }))
}

/// A list of scalars as text; a single scalar is a list of one, anything else is empty.
///
/// # Errors
///
/// Only where the JSON itself is broken.
pub fn texts<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::Deserializer::from_str(raw.get()).deserialize_any(Texts).unwrap_or_default())
}

fn scalar<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scalar<'de>>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::Deserializer::from_str(raw.get()).deserialize_any(OneScalar).unwrap_or_default())
}

enum Scalar<'de> {
    Text(Cow<'de, str>),
    Whole(i128),
}

impl<'de> Scalar<'de> {
    fn into_text(self) -> Cow<'de, str> {
        match self {
            Self::Text(text) => text,
            Self::Whole(number) => Cow::Owned(number.to_string()),
        }
    }
}

struct OneScalar;

impl<'de> Visitor<'de> for OneScalar {
    type Value = Option<Scalar<'de>>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        let text = text.trim();
        Ok((!text.is_empty()).then_some(Scalar::Text(Cow::Borrowed(text))))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        let text = text.trim();
        Ok((!text.is_empty()).then(|| Scalar::Text(Cow::Owned(text.to_owned()))))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Whole(value.into())))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Some(Scalar::Whole(value.into())))
    }

    /// A whole number that some JSON writer printed as `1.0`.
    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        let whole = value.fract() == 0.0 && value.abs() < 9e15;
        Ok(whole.then(|| Scalar::Text(Cow::Owned(format!("{value:.0}")))))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        while map.next_entry::<serde::de::IgnoredAny, serde::de::IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Vec<String>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("anything")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(OneScalar.visit_str::<E>(text)?.map(|text| text.into_text().into_owned()).into_iter().collect())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(vec![value.to_string()])
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(vec![value.to_string()])
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Self::Value, E> {
        Ok(OneScalar.visit_f64::<E>(value)?.map(|text| text.into_text().into_owned()).into_iter().collect())
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Vec::new())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut texts = Vec::new();
        while let Some(element) = seq.next_element::<Element>()? {
            texts.extend(element.0);
        }
        Ok(texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        OneScalar.visit_map(map)?;
        Ok(Vec::new())
    }
}

struct Element(Option<String>);

impl<'de> Deserialize<'de> for Element {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        text(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    #[derive(Deserialize, Debug, PartialEq, Default)]
    #[serde(default)]
    struct Row {
        #[serde(deserialize_with = "super::text")]
        code: Option<String>,
        #[serde(deserialize_with = "super::integer")]
        time: Option<i64>,
        #[serde(deserialize_with = "super::texts")]
        tags: Vec<String>,
    }

    #[test]
    fn reads_what_these_vendors_write() {
        let read = |json: &str| serde_json::from_str::<Row>(json).expect(json);
        let row = |code: Option<&str>, time, tags: &[&str]| Row {
            code: code.map(str::to_owned),
            time,
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
        };
        assert_eq!(
            read(r#"{"code":"4","time":"1644111310668","tags":["a",2,null]}"#),
            row(Some("4"), Some(1_644_111_310_668), &["a", "2"])
        );
        assert_eq!(
            read(r#"{"code":4,"time":1644111310668,"tags":"one"}"#),
            row(Some("4"), Some(1_644_111_310_668), &["one"])
        );
        assert_eq!(read(r#"{"code":"","time":"","tags":[]}"#), row(None, None, &[]));
        assert_eq!(read(r#"{"code":null,"time":12.5,"tags":{}}"#), row(None, None, &[]));
        assert_eq!(read(r#"{"code":"\ud800","time":1e400,"tags":["a","\ud800"]}"#), row(None, None, &["a"]));
        assert_eq!(read(r#"{"code":1e400,"time":"\udc00\ud800","tags":"\ud800"}"#), row(None, None, &[]));
        assert_eq!(read(r#"{"code":[1,[2]],"time":{"a":{}},"tags":null}"#), row(None, None, &[]));
        assert_eq!(read(r#"{"code":true,"time":-1,"tags":false}"#), row(None, Some(-1), &[]));
        assert_eq!(read("{}"), row(None, None, &[]));
    }
}
