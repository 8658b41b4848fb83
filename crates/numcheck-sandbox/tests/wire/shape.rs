//! The shape of a JSON text: its keys in their order and the types of its values.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// Reads a JSON text and writes its shape: `{"a":int,"b":[text]}`.
pub(crate) fn shape(json: &str) -> String {
    let shape: Shape = serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"));
    shape.0
}

struct Shape(String);

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor).map(Self)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_u64<E>(self, _: u64) -> Result<String, E> {
        Ok("int".into())
    }

    fn visit_str<E>(self, _: &str) -> Result<String, E> {
        Ok("text".into())
    }

    fn visit_unit<E>(self) -> Result<String, E> {
        Ok("null".into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<String, A::Error> {
        let mut items = Vec::new();
        while let Some(Shape(item)) = seq.next_element()? {
            items.push(item);
        }
        Ok(format!("[{}]", items.join(",")))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<String, A::Error> {
        let mut entries = Vec::new();
        while let Some((key, Shape(value))) = map.next_entry::<String, Shape>()? {
            entries.push(format!("{key:?}:{value}"));
        }
        Ok(format!("{{{}}}", entries.join(",")))
    }
}

#[test]
fn order_and_types_tell_shapes_apart() {
    assert_eq!(shape(r#"{"b": [1, "2"], "a": null}"#), r#"{"b":[int,text],"a":null}"#);
    assert_ne!(shape(r#"{"a":1,"b":1}"#), shape(r#"{"b":1,"a":1}"#));
}
