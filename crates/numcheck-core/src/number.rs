use std::borrow::Cow;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::mask::masked;

mod country;
mod parse;

pub use parse::{ParseNumberError, ParseNumberReason};

/// The most digits a number has: SMS ports (1069…) reach twenty.
const LONGEST: usize = 20;

/// One phone number, parsed the way people write it: `138 0000 0001`, `+86 138-0000-0001`, `0571-56264805`, `10086`.
///
/// It is 24 bytes, `Copy`, and equal to every other spelling of the same number. `Debug` masks it
/// (`138****0001`); the whole number is had by [`as_str`](Self::as_str), [`written`](Self::written) and by serialising, and
/// by nothing else.
///
/// ```
/// use numcheck_core::PhoneNumber;
///
/// let number: PhoneNumber = "+86 138-0000-0001".parse()?;
/// assert_eq!(number.as_str(), "13800000001");
/// assert_eq!(format!("{number:?}"), "138****0001");
/// # Ok::<(), numcheck_core::ParseNumberError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhoneNumber {
    country: u16,
    kind: NumberKind,
    len: u8,
    digits: [u8; LONGEST],
}

/// What kind of number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum NumberKind {
    /// A number of another country.
    International,
    /// A 13-digit number of a machine (物联网).
    Iot,
    /// A landline with its area code (固话), `057156264805`.
    Landline,
    /// An 11-digit mobile (手机号).
    Mobile,
    /// A service number (客服、短信端口): `10086`, `95204657`, `4008001234`, `1069…`.
    Service,
}

impl NumberKind {
    /// All kinds.
    pub const ALL: &'static [Self] = &[Self::International, Self::Iot, Self::Landline, Self::Mobile, Self::Service];

    /// `international`, `iot`, `landline`, `mobile` or `service`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::International => "international",
            Self::Iot => "iot",
            Self::Landline => "landline",
            Self::Mobile => "mobile",
            Self::Service => "service",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::International => "境外号码",
            Self::Iot => "物联网号",
            Self::Landline => "固话",
            Self::Mobile => "手机号",
            Self::Service => "服务号码",
        }
    }
}

impl PhoneNumber {
    /// China's country calling code, which a number without one is taken to have.
    pub const CHINA: u16 = 86;

    /// Reads a number as people write it.
    ///
    /// Takes `+86`, `0086`, a bare `86` before a mobile, a trunk `0` before a mobile, spaces, dashes, dots, brackets,
    /// full-width digits, `tel:`, a spreadsheet's leading apostrophe and trailing `.0`. Every mobile segment of
    /// the form `1[3-9]` is taken, new ones such as 192 too. Another country's number begins with `+` or `00`; a `(0)` in it,
    /// which is not dialled from abroad, is dropped. A formula's `="…"` and a comma at the end are taken off.
    ///
    /// Two kinds of text can be read in two ways. What follows `+86` is a landline if it can be one, so `+86 1069800955` is a
    /// number in Beijing; write the port of a text message without `+86`. Eight digits that begin with 10, 11, 12, 95 or
    /// 96 are a service number, so a local number such as `12345678` needs its area code before it.
    ///
    /// # Errors
    ///
    /// [`ParseNumberError`] names what is wrong and the cure, and shows the text masked.
    pub fn parse(text: &str) -> Result<Self, ParseNumberError> {
        parse::parse(text)
    }

    /// The Chinese mobile of these eleven digits, as databases keep one: `13_800_000_001`. `None` where they are none.
    ///
    /// ```
    /// use numcheck_core::PhoneNumber;
    ///
    /// assert_eq!(PhoneNumber::from_mobile(13_800_000_001), Some(PhoneNumber::parse("13800000001")?));
    /// assert_eq!(PhoneNumber::from_mobile(8_613_800_000_001), None);
    /// # Ok::<(), numcheck_core::ParseNumberError>(())
    /// ```
    pub fn from_mobile(digits: u64) -> Option<Self> {
        parse::plain_mobile(itoa::Buffer::new().format(digits))
    }

    /// Reads a number in its national form together with its country calling code, 1 to 999.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), for a calling code that no country has, for a `+` number of another country, and for one
    /// that seems to begin with the calling code once more: it would be asked about as another number.
    pub fn parse_in(country: u16, text: &str) -> Result<Self, ParseNumberError> {
        parse::parse_in(country, text)
    }

    fn from_digits(country: u16, kind: NumberKind, digits: &str) -> Self {
        let mut kept = [0; LONGEST];
        let len = digits.len().min(LONGEST);
        kept[..len].copy_from_slice(&digits.as_bytes()[..len]);
        Self { country, kind, len: u8::try_from(len).unwrap_or_default(), digits: kept }
    }

    fn plain_mobile(digits: &[u8; 11]) -> Self {
        let mut kept = [0; LONGEST];
        kept[..11].copy_from_slice(digits);
        Self { country: Self::CHINA, kind: NumberKind::Mobile, len: 11, digits: kept }
    }

    /// The digits as vendors take them, whole: `13800000001`, `057156264805`; without the country calling code.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The digits of some numbers, as [`as_str`](Self::as_str) gives them, with commas between: how vendors take many.
    ///
    /// ```
    /// use numcheck_core::PhoneNumber;
    ///
    /// let numbers = ["13800000001", "+86 138 0000 0002"].map(|text| PhoneNumber::parse(text).expect("a number"));
    /// assert_eq!(PhoneNumber::list(&numbers), "13800000001,13800000002");
    /// assert_eq!(PhoneNumber::list(&[]), "");
    /// ```
    pub fn list(numbers: &[Self]) -> String {
        let mut list = Vec::with_capacity(numbers.len() * 12);
        for number in numbers {
            if !list.is_empty() {
                list.push(b',');
            }
            list.extend_from_slice(number.as_bytes());
        }
        // Digits and commas are text: looked at once, and not number by number.
        String::from_utf8(list).unwrap_or_default()
    }

    /// The same as bytes, each of them an ASCII digit.
    pub fn as_bytes(&self) -> &[u8] {
        &self.digits[..usize::from(self.len)]
    }

    /// The number as data holds it, whole and read back by [`parse`](Self::parse): `13800000001`, `+85212345678`.
    pub fn written(&self) -> Cow<'_, str> {
        match self.country {
            Self::CHINA => Cow::Borrowed(self.as_str()),
            country => Cow::Owned(format!("+{country}{}", self.as_str())),
        }
    }

    /// The country calling code, 86 for China.
    pub const fn country(&self) -> u16 {
        self.country
    }

    /// What kind of number it is.
    pub const fn kind(&self) -> NumberKind {
        self.kind
    }

    /// The number with its middle hidden, at most the first three and last four digits left: `138****0001`.
    pub fn masked(&self) -> String {
        match self.country {
            Self::CHINA => masked(self.as_str()),
            country => format!("+{country} {}", masked(self.as_str())),
        }
    }
}

/// The digits tell numbers apart but for those of other countries: to hash the rest too would cost several times as much.
impl Hash for PhoneNumber {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // As two words, which a hasher takes faster than a text; only the longest have anything in the second.
        let [first @ .., a, b, c, d] = self.digits;
        state.write_u128(u128::from_le_bytes(first));
        if usize::from(self.len) > first.len() {
            state.write_u32(u32::from_le_bytes([a, b, c, d]));
        }
    }
}

impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.masked())
    }
}

impl FromStr for PhoneNumber {
    type Err = ParseNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

/// As it is [written](PhoneNumber::written), whole.
impl Serialize for PhoneNumber {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.written())
    }
}

/// Text as [`parse`](PhoneNumber::parse) reads it, or an integer, as some vendors send one. No error shows the value.
impl<'de> Deserialize<'de> for PhoneNumber {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Parsed)
    }
}

struct Parsed;

impl Visitor<'_> for Parsed {
    type Value = PhoneNumber;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a phone number")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<PhoneNumber, E> {
        PhoneNumber::parse(text).map_err(E::custom)
    }

    fn visit_u64<E: Error>(self, digits: u64) -> Result<PhoneNumber, E> {
        self.visit_str(&digits.to_string())
    }

    fn visit_i64<E: Error>(self, digits: i64) -> Result<PhoneNumber, E> {
        let digits = u64::try_from(digits).map_err(|_| E::custom("a phone number is not below zero"))?;
        self.visit_u64(digits)
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<PhoneNumber, E> {
        Err(E::custom("a phone number is no fraction: its last digits may be lost"))
    }
}

#[cfg(test)]
mod tests {
    use super::PhoneNumber;

    #[test]
    fn reads_an_integer_and_shows_no_value() {
        let read = serde_json::from_str::<PhoneNumber>;
        assert_eq!(read("13800000001").expect("an integer").as_str(), "13800000001");
        assert_eq!(read(r#""138\u0030000 0001""#).expect("an escaped text").as_str(), "13800000001");
        for json in ["12345678901", "-13800000001", "13800000001.5", "1.38e10", r#""12345678901""#, "[13800000001]"] {
            let error = read(json).expect_err(json).to_string();
            assert!(!error.contains("13800000001") && !error.contains("12345678901"), "{json}: {error}");
        }
    }
}
