//! A report field by field, without a JSON text of the whole.

use std::fmt::{self, Display};

use serde::ser::{Error, Impossible, Serialize, SerializeStruct, Serializer};

/// Takes the fields of a report, in their order.
pub trait Fields {
    /// A field that is a text.
    fn text(&mut self, name: &'static str, text: &str);

    /// A field that is anything else, as JSON.
    fn json(&mut self, name: &'static str, json: &str);
}

/// Gives each field of a struct; `false` for what is none, or does not serialise, of which some fields may have been given.
pub(super) fn each(report: &impl Serialize, to: &mut dyn Fields) -> bool {
    report.serialize(Struct { to }).is_ok()
}

/// It is no struct of scalars.
#[derive(Debug)]
struct Other;

impl std::error::Error for Other {}

impl Display for Other {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a plain field")
    }
}

impl Error for Other {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

struct Struct<'s> {
    to: &'s mut dyn Fields,
}

impl SerializeStruct for Struct<'_> {
    type Ok = ();
    type Error = Other;

    fn serialize_field<T: ?Sized + Serialize>(&mut self, name: &'static str, value: &T) -> Result<(), Other> {
        if value.serialize(Field { name, to: &mut *self.to }).is_err() {
            self.to.json(name, &serde_json::to_string(value).map_err(Other::custom)?);
        }
        Ok(())
    }

    fn end(self) -> Result<(), Other> {
        Ok(())
    }
}

/// One field's value.
struct Field<'s> {
    name: &'static str,
    to: &'s mut dyn Fields,
}

/// What is not taken here is left to JSON.
macro_rules! others {
    ($($method:ident($($type:ty),*) -> $ok:ty;)*) => {
        $(fn $method(self, $(_: $type),*) -> Result<$ok, Other> { Err(Other) })*
    };
}

/// What neither a whole report nor a field may be.
macro_rules! others_of_both {
    () => {
        others! {
            serialize_i8(i8) -> ();
            serialize_i16(i16) -> ();
            serialize_i32(i32) -> ();
            serialize_u8(u8) -> ();
            serialize_u16(u16) -> ();
            serialize_u32(u32) -> ();
            serialize_f32(f32) -> ();
            serialize_f64(f64) -> ();
            serialize_char(char) -> ();
            serialize_bytes(&[u8]) -> ();
            serialize_unit() -> ();
            serialize_unit_struct(&'static str) -> ();
            serialize_seq(Option<usize>) -> Never;
            serialize_tuple(usize) -> Never;
            serialize_tuple_struct(&'static str, usize) -> Never;
            serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never;
            serialize_map(Option<usize>) -> Never;
            serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never;
        }

        fn serialize_newtype_struct<T: ?Sized + Serialize>(self, _: &'static str, _: &T) -> Result<(), Other> {
            Err(Other)
        }

        fn serialize_newtype_variant<T: ?Sized + Serialize>(
            self,
            _: &'static str,
            _: u32,
            _: &'static str,
            _: &T,
        ) -> Result<(), Other> {
            Err(Other)
        }
    };
}

type Never = Impossible<(), Other>;

impl Serializer for Struct<'_> {
    type Ok = ();
    type Error = Other;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Self;
    type SerializeStructVariant = Never;

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Self, Other> {
        // A `RawValue` says that it is a struct, and is whatever its text is.
        if name.starts_with("$serde_json") { Err(Other) } else { Ok(self) }
    }

    others! {
        serialize_bool(bool) -> ();
        serialize_i64(i64) -> ();
        serialize_u64(u64) -> ();
        serialize_str(&str) -> ();
        serialize_none() -> ();
        serialize_unit_variant(&'static str, u32, &'static str) -> ();
    }

    fn serialize_some<T: ?Sized + Serialize>(self, _: &T) -> Result<(), Other> {
        Err(Other)
    }

    others_of_both!();
}

impl Serializer for Field<'_> {
    type Ok = ();
    type Error = Other;
    type SerializeSeq = Never;
    type SerializeTuple = Never;
    type SerializeTupleStruct = Never;
    type SerializeTupleVariant = Never;
    type SerializeMap = Never;
    type SerializeStruct = Never;
    type SerializeStructVariant = Never;

    fn serialize_bool(self, value: bool) -> Result<(), Other> {
        self.to.json(self.name, if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Other> {
        self.to.json(self.name, itoa::Buffer::new().format(value));
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Other> {
        self.to.json(self.name, itoa::Buffer::new().format(value));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Other> {
        self.to.text(self.name, text);
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Other> {
        self.to.json(self.name, "null");
        Ok(())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Result<(), Other> {
        self.serialize_str(variant)
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Other> {
        value.serialize(self)
    }

    others! {
        serialize_struct(&'static str, usize) -> Never;
    }

    others_of_both!();
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::value::RawValue;
    use serde_json::{Map, Value, json};

    use super::*;
    use crate::{CallerMark, CallerReport, LineReport, LineStatus, MarkKind, Text};

    #[derive(Default)]
    struct Kept(Map<String, Value>);

    impl Fields for Kept {
        fn text(&mut self, name: &'static str, text: &str) {
            assert!(self.0.insert(name.to_owned(), text.into()).is_none(), "{name} twice");
        }

        fn json(&mut self, name: &'static str, json: &str) {
            let value = serde_json::from_str(json).expect(json);
            assert!(self.0.insert(name.to_owned(), value).is_none(), "{name} twice");
        }
    }

    /// Beside the plain version, the JSON of the whole.
    fn same(report: &impl Serialize) {
        let mut kept = Kept::default();
        assert!(each(report, &mut kept));
        assert_eq!(Value::from(kept.0), serde_json::to_value(report).expect("JSON"));
    }

    #[derive(serde::Serialize)]
    struct Odd {
        float: f64,
        small: u8,
        unit: (),
        character: char,
        tuple: (i8, bool),
        map: BTreeMap<String, i32>,
        nested: Option<Box<Option<Vec<u8>>>>,
        switch: bool,
        raw: Box<RawValue>,
        #[serde(skip_serializing_if = "Option::is_none")]
        absent: Option<u8>,
    }

    #[test]
    fn fields_are_those_of_the_json() {
        let (area, carrier) = (Some("北京-\"北京\"\n".into()), None);
        let status = LineStatus::Unknown("9".to_owned());
        same(&LineReport { status, code: "9".into(), area, carrier, last_time: Some(-5) });
        let mark = CallerMark { kind: MarkKind::Sales, code: None, text: Some(Text::default()), count: Some(u64::MAX) };
        same(&CallerReport { mark: Some(mark), categories: vec!["a".into()], ..CallerReport::default() });
        same(&CallerReport::default());
        let raw = RawValue::from_string("[1,{}]".to_owned()).expect("JSON");
        let map = BTreeMap::from([("x".to_owned(), 1)]);
        let (tuple, nested) = ((-1, true), Some(Box::new(Some(vec![1]))));
        same(&Odd {
            float: 1.5,
            small: 1,
            unit: (),
            character: '号',
            tuple,
            map,
            nested,
            switch: false,
            raw,
            absent: None,
        });
    }

    #[test]
    fn what_is_no_struct_has_no_fields() {
        let raw = RawValue::from_string("{}".to_owned()).expect("JSON");
        assert!(!each(&json!({ "a": 1 }), &mut Kept::default()));
        assert!(!each(&raw, &mut Kept::default()));
        assert!(!each(&"text", &mut Kept::default()));
        assert!(!each(&Some(1), &mut Kept::default()));
    }
}
