//! A request as the ledger keeps it: 16 bytes a number, so that a million of them are no burden.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{BilledNumber, Delivery, Request};
use crate::Product;

/// [`Request`], packed. Also its line in the file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct Entry {
    pub(crate) seq: u64,
    pub(crate) at_ms: u64,
    pub(crate) product: Option<Product>,
    pub(crate) path: Cow<'static, str>,
    pub(crate) key: Cow<'static, str>,
    pub(crate) http_status: u16,
    pub(crate) code: Option<String>,
    pub(crate) order_id: Option<String>,
    pub(crate) hint: Option<Cow<'static, str>>,
    pub(crate) delivery: Delivery,
    pub(crate) faults: Vec<Cow<'static, str>>,
    pub(crate) numbers: Vec<Asked>,
}

/// [`BilledNumber`], packed; `["13800000001",1,1]` in the file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Asked {
    pub(crate) number: Digits,
    pub(crate) billed: u16,
    pub(crate) answer: Option<u16>,
}

impl Entry {
    pub(crate) fn units(&self) -> u64 {
        self.numbers.iter().map(|asked| u64::from(asked.billed)).sum()
    }

    /// The public form, with or without its numbers.
    pub(crate) fn unpack(&self, numbers: bool) -> Request {
        let unpack = |asked: &Asked| BilledNumber {
            number: asked.number.to_string(),
            billed: asked.billed.into(),
            answer: asked.answer,
        };
        Request {
            seq: self.seq,
            at_ms: self.at_ms,
            product: self.product,
            path: self.path.clone().into_owned(),
            key: self.key.clone().into_owned(),
            numbers: if numbers { self.numbers.iter().map(unpack).collect() } else { Vec::new() },
            http_status: self.http_status,
            code: self.code.clone(),
            order_id: self.order_id.clone(),
            hint: self.hint.clone().map(Cow::into_owned),
            delivery: self.delivery,
            faults: self.faults.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A phone number of up to 18 digits in 8 bytes: the digits behind a 1, so that leading zeros are kept.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Digits(u64);

impl Digits {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if text.len() > 18 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        Some(Self(text.bytes().fold(1, |packed, digit| packed * 10 + u64::from(digit - b'0'))))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_string()[1..])
    }
}

/// Not the whole number: this ends up in logs.
impl fmt::Debug for Digits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "*{:02}", self.0 % 100)
    }
}

impl Serialize for Asked {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Formatted on the stack: a line holds thousands.
        let mut digits = [0; 20];
        let mut start = digits.len();
        let mut rest = self.number.0;
        while rest > 9 {
            start -= 1;
            digits[start] = b'0' + u8::try_from(rest % 10).unwrap_or_default();
            rest /= 10;
        }
        let number = std::str::from_utf8(&digits[start..]).unwrap_or_default();
        (number, self.billed, self.answer).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Asked {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (number, billed, answer) = <(&str, u16, Option<u16>)>::deserialize(deserializer)?;
        let number = Digits::parse(number).ok_or_else(|| serde::de::Error::custom("not a phone number"))?;
        Ok(Self { number, billed, answer })
    }
}

#[cfg(test)]
mod tests {
    use super::{Asked, Digits};

    #[test]
    fn a_number_is_packed_and_comes_back() {
        assert_eq!(size_of::<Asked>(), 16);
        for text in ["", "0", "057156264805", "10086", "13800000001", "999999999999999999"] {
            let number = Digits::parse(text).expect("digits");
            assert_eq!(number.to_string(), text);
            let line = serde_json::to_string(&Asked { number, billed: 1, answer: None }).expect("JSON");
            assert_eq!(line, format!("[\"{text}\",1,null]"));
            let asked: Asked = serde_json::from_str(&line).expect("what was written");
            assert_eq!((asked.number, asked.billed, asked.answer), (number, 1, None));
        }
        assert_eq!(Digits::parse("1380000000a"), None);
        assert_eq!(Digits::parse("1234567890123456789"), None);
        assert_eq!(format!("{:?}", Digits::parse("13812345678")), "Some(*78)");
    }
}
