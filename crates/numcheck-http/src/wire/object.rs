use std::fmt;
use std::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// An object read as `T`; `None` for anything but an object, an array that serde would take by position too.
pub fn object<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    let json = raw.get();
    json.trim_start().starts_with('{').then(|| serde_json::from_str(json).ok())?
}

/// An object read as `T` together with what is around it, in one pass; anything but an object is `None`.
///
/// An object that is no `T` spoils what is around it too: then read that with a [`RawValue`] in its place, and this by
/// [`object`].
#[derive(Clone, Copy, Debug)]
pub struct Object<T>(pub Option<T>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OneObject(PhantomData)).map(Self)
    }
}

struct OneObject<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneObject<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Some)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    type Map<'a> = BTreeMap<&'a str, u8>;

    #[test]
    fn anything_but_an_object_is_none() {
        for (json, read) in [(r#" {"a":1}"#, Some(1)), ("[[1]]", None), (r#""a""#, None), ("null", None), ("-1", None)]
        {
            let raw: &RawValue = serde_json::from_str(json).expect(json);
            let one_pass: Object<Map<'_>> = serde_json::from_str(json).expect(json);
            assert_eq!(one_pass.0.map(|map| map["a"]), read, "{json}");
            assert_eq!(object::<Map<'_>>(raw).map(|map| map["a"]), read, "{json}");
        }
        assert!(serde_json::from_str::<Object<Map<'_>>>(r#"{"a":"x"}"#).is_err());
    }
}
