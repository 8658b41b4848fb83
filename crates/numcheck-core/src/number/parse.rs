use std::borrow::Cow;
use std::fmt;

use super::{LONGEST, NumberKind, PhoneNumber, country};
use crate::mask::{is_inside_numbers, is_invisible, masked_head};
use crate::{Lang, Message, Phrase};

/// So much is shown of what is no number, in characters.
const LONGEST_SHOWN: usize = 40;

/// Why a text is not a phone number, and the cure. Shows the text masked.
#[derive(Clone, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is not a phone number: {reason}")]
pub struct ParseNumberError {
    reason: ParseNumberReason,
    text: String,
}

impl ParseNumberError {
    fn new(reason: ParseNumberReason, text: &str) -> Self {
        Self { reason, text: masked_head(text, LONGEST_SHOWN) }
    }

    /// What is wrong with it.
    pub const fn reason(&self) -> ParseNumberReason {
        self.reason
    }

    /// The text as it was given, masked, cleaned and cut at 40 characters.
    pub fn masked_text(&self) -> &str {
        &self.text
    }
}

impl fmt::Debug for ParseNumberError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ParseNumberError({self})")
    }
}

impl Phrase for ParseNumberError {
    fn phrase(&self, lang: Lang) -> Cow<'_, str> {
        let (text, reason) = (&self.text, self.reason.message());
        Cow::Owned(match lang {
            Lang::Zh => format!("“{text}”不是电话号码：{}", reason.in_lang(lang)),
            Lang::En => format!("{text:?} is not a phone number: {reason}"),
        })
    }
}

/// What is wrong with a text that is not a phone number. Displayed with its cure.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ParseNumberReason {
    /// Nothing is there.
    Empty,
    /// An extension follows the number.
    Extension,
    /// A spreadsheet wrote it as 1.38E+10.
    LostDigits,
    /// A character that no number has.
    NotDigits,
    /// A `+` number of another country than the one asked for.
    OtherCountry,
    /// The calling code once more in front of a number that was given with it.
    RepeatedCountry,
    /// Several numbers in one field.
    SeveralNumbers,
    /// Fewer digits than any number of its kind has.
    TooShort,
    /// More digits than any number of its kind has.
    TooLong,
    /// A country calling code that no country has.
    UnknownCountry,
    /// The right number of digits, and no such segment or area code.
    UnknownSegment,
}

impl ParseNumberReason {
    /// What is wrong and the cure, for a person.
    pub const fn message(self) -> Message {
        match self {
            Self::Empty => Message::of("it is empty", "内容为空"),
            Self::Extension => Message::of("it has an extension: write the number alone", "带了分机号，请只写号码本身"),
            Self::LostDigits => Message::of(
                "a spreadsheet shortened it and its last digits are lost: format the column as text and export it again",
                "被表格软件写成了科学计数法，末几位已经丢失，请把该列设为“文本”格式后重新导出",
            ),
            Self::NotDigits => Message::of(
                "it holds something other than digits: write one number, digits only",
                "含有非数字内容，每行只写一个号码",
            ),
            Self::OtherCountry => {
                Message::of("it belongs to another country than the one asked for", "不属于所指定的国家或地区")
            }
            Self::RepeatedCountry => Message::of(
                "it begins with its calling code again: write it with + before the code, or without the code",
                "国家区号重复了，请在区号前加 +，或者不写区号",
            ),
            Self::SeveralNumbers => {
                Message::of("it holds more than one number: write one a line", "一格里有多个号码，请每行只写一个")
            }
            Self::TooShort => Message::of(
                "it has too few digits: a mobile has 11, a landline its area code too",
                "位数不足，手机号为 11 位，固话要带区号",
            ),
            Self::TooLong => Message::of(
                "it has too many digits: a mobile has 11, a machine's number 13",
                "位数过多，手机号为 11 位，物联网号为 13 位",
            ),
            Self::UnknownCountry => Message::of(
                "no country has this calling code: write it as in +852",
                "没有这个国家或地区区号，请写成 +852 这样的形式",
            ),
            Self::UnknownSegment => Message::of(
                "no number in China is like this: a mobile begins with 13 to 19, a landline is 0, its area code and a number that begins with 2 to 9; write one of another country with + and its code",
                "国内没有这样的号段，手机号以 13 到 19 开头，固话是 0 加区号再加 2 到 9 开头的号码，境外号码要写成 +852 这样的形式",
            ),
        }
    }
}

impl fmt::Display for ParseNumberReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

pub(super) fn parse(text: &str) -> Result<PhoneNumber, ParseNumberError> {
    if let Some(number) = plain_mobile(text) {
        return Ok(number);
    }
    parse_any(text)
}

/// Eleven digits that are a mobile: nearly every line of a list and row of a reply. [`parse_any`] reads them alike, with
/// three times the instructions.
pub(super) fn plain_mobile(text: &str) -> Option<PhoneNumber> {
    let digits: &[u8; 11] = text.as_bytes().try_into().ok()?;
    // Not one after the other: eleven at once have no branches.
    let all_digits = digits.iter().fold(true, |all, digit| all & digit.is_ascii_digit());
    (all_digits && is_mobile(text)).then(|| PhoneNumber::plain_mobile(digits))
}

fn parse_any(text: &str) -> Result<PhoneNumber, ParseNumberError> {
    let Written { international, digits } = read(text).map_err(|reason| ParseNumberError::new(reason, text))?;
    if international { parse_international(&digits) } else { parse_chinese(&digits) }
        .map_err(|reason| ParseNumberError::new(reason, text))
}

pub(super) fn parse_in(code: u16, text: &str) -> Result<PhoneNumber, ParseNumberError> {
    let refuse = |reason| ParseNumberError::new(reason, text);
    if !country::is_code(code) {
        return Err(refuse(ParseNumberReason::UnknownCountry));
    }
    let Written { international, digits } = read(text).map_err(refuse)?;
    if international {
        let number = parse_international(&digits).map_err(refuse)?;
        return if number.country == code { Ok(number) } else { Err(refuse(ParseNumberReason::OtherCountry)) };
    }
    if code == PhoneNumber::CHINA {
        parse_chinese(&digits)
    } else if repeats_code(code, &digits) {
        Err(ParseNumberReason::RepeatedCountry)
    } else {
        parse_foreign(code, &digits)
    }
    .map_err(refuse)
}

/// Whether a national number seems to begin with its own calling code: what is left is long enough to be the number.
/// In the zones of one digit a number has ten, which may begin with the same digit.
fn repeats_code(code: u16, digits: &str) -> bool {
    let fewest = if code < 10 { 10 } else { 7 };
    digits.strip_prefix(&code.to_string()).is_some_and(|rest| rest.len() >= fewest)
}

/// A text's digits, without whatever people and programs write around them.
struct Written<'a> {
    international: bool,
    digits: Cow<'a, str>,
}

fn read(text: &str) -> Result<Written<'_>, ParseNumberReason> {
    // The plain case, which is nearly every line of a list.
    if !text.is_empty() && text.len() <= 11 && text.bytes().all(|b| b.is_ascii_digit()) && !text.starts_with("00") {
        return Ok(Written { international: false, digits: Cow::Borrowed(text) });
    }
    let text = without_wrapping(text);
    let text = text.strip_prefix(['=', '＝']).map_or(text, without_wrapping);
    let text = strip_prefix_ignore_case(text, "tel:").unwrap_or(text);
    if text.is_empty() {
        return Err(ParseNumberReason::Empty);
    }
    if let Some(digits) = scientific(text)? {
        return Ok(Written { international: false, digits: Cow::Owned(digits) });
    }
    let text = without_trunk_zero(without_zero_fraction(text));
    let mut digits = String::with_capacity(LONGEST);
    let mut plus = false;
    for c in text.chars() {
        match c {
            '0'..='9' => digits.push(c),
            '０'..='９' => digits.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
            '+' | '＋' if digits.is_empty() && !plus => plus = true,
            c if is_inside_numbers(c) => {}
            '转' | '轉' | '#' | 'x' | 'X' if !digits.is_empty() => return Err(ParseNumberReason::Extension),
            '/' | ',' | '，' | '、' | ';' | '；' | '|' if digits.len() >= 7 => {
                return Err(ParseNumberReason::SeveralNumbers);
            }
            _ => return Err(ParseNumberReason::NotDigits),
        }
        if digits.len() > 2 * LONGEST {
            return Err(ParseNumberReason::TooLong);
        }
    }
    if digits.is_empty() {
        return Err(ParseNumberReason::NotDigits);
    }
    let international = plus || digits.starts_with("00");
    if !plus && international {
        digits.drain(..2);
    }
    Ok(Written { international, digits: Cow::Owned(digits) })
}

/// Without the quotes around a text, and the comma that a list leaves behind it.
fn without_wrapping(text: &str) -> &str {
    let is_blank = |c: char| c.is_whitespace() || is_invisible(c);
    text.trim_end_matches(|c: char| is_blank(c) || matches!(c, ',' | '，' | '、' | ';' | '；' | '。'))
        .trim_matches(|c: char| is_blank(c) || matches!(c, '\'' | '"' | '`' | '’' | '‘' | '“' | '”'))
}

/// `+44 (0)20 7946 0018`: the bracketed zero is for callers inside the country.
fn without_trunk_zero(text: &str) -> Cow<'_, str> {
    if !text.starts_with(['+', '＋']) && !text.starts_with("00") {
        return Cow::Borrowed(text);
    }
    match ["(0)", "（0）", "（０）"].iter().find_map(|zero| text.split_once(zero)) {
        Some((code, rest)) => Cow::Owned(format!("{code}{rest}")),
        None => Cow::Borrowed(text),
    }
}

fn strip_prefix_ignore_case<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    let head = text.get(..prefix.len())?;
    head.eq_ignore_ascii_case(prefix).then(|| text[prefix.len()..].trim_start())
}

/// `13800000001.0`, as spreadsheets write a number that they took for a quantity.
fn without_zero_fraction(text: &str) -> &str {
    match text.split_once(['.', '．']) {
        Some((whole, zeros))
            if !whole.is_empty() && !zeros.is_empty() && zeros.chars().all(|c| matches!(c, '0' | '０')) =>
        {
            whole
        }
        _ => text,
    }
}

/// `1.38E+10`, unless it still holds every digit, as `1.3800000001E+10` does.
fn scientific(text: &str) -> Result<Option<String>, ParseNumberReason> {
    if !text.contains(['E', 'e', 'Ｅ', 'ｅ']) {
        return Ok(None);
    }
    let plain: String = text.chars().map(narrow).collect();
    let Some((mantissa, exponent)) = plain.split_once('e') else { return Ok(None) };
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    let is_number = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once(['.', ',']).unwrap_or((mantissa, ""));
    if !is_number(whole) || !is_number(exponent) || !(fraction.is_empty() || is_number(fraction)) {
        return Ok(None);
    }
    match exponent.parse::<usize>() {
        Ok(exponent) if exponent == fraction.len() && exponent < LONGEST => Ok(Some(format!("{whole}{fraction}"))),
        _ => Err(ParseNumberReason::LostDigits),
    }
}

/// The ASCII character of a full-width one, in lower case.
fn narrow(c: char) -> char {
    let ascii = match c {
        '！'..='～' => char::from_u32(u32::from(c) - u32::from('！') + u32::from('!')).unwrap_or(c),
        _ => c,
    };
    ascii.to_ascii_lowercase()
}

fn parse_international(digits: &str) -> Result<PhoneNumber, ParseNumberReason> {
    if digits.len() < 3 {
        return Err(ParseNumberReason::TooShort);
    }
    let len = country::code_len(digits).ok_or(ParseNumberReason::UnknownCountry)?;
    let (code, national) = digits.split_at(len);
    let code: u16 = code.parse().map_err(|_| ParseNumberReason::UnknownCountry)?;
    if code != PhoneNumber::CHINA {
        return parse_foreign(code, national);
    }
    // Abroad a landline is written without its trunk 0: +86 571 5626 4805.
    let landline = format!("0{national}");
    if is_landline(&landline) {
        return Ok(PhoneNumber::from_digits(code, NumberKind::Landline, &landline));
    }
    parse_chinese(national)
}

fn parse_foreign(code: u16, national: &str) -> Result<PhoneNumber, ParseNumberReason> {
    // ITU-T E.164: at most 15 digits with the country calling code.
    match national.len() + code.to_string().len() {
        0..=4 => Err(ParseNumberReason::TooShort),
        16.. => Err(ParseNumberReason::TooLong),
        _ => Ok(PhoneNumber::from_digits(code, NumberKind::International, national)),
    }
}

fn parse_chinese(digits: &str) -> Result<PhoneNumber, ParseNumberReason> {
    let digits = match digits.len() {
        // A mobile behind a bare country calling code, or behind the old trunk 0.
        13 if digits.starts_with("86") && is_mobile(&digits[2..]) => &digits[2..],
        12 if digits.starts_with('0') && is_mobile(&digits[1..]) => &digits[1..],
        _ => digits,
    };
    if let Some(kind) = classify(digits) {
        return Ok(PhoneNumber::from_digits(PhoneNumber::CHINA, kind, digits));
    }
    Err(match digits.len() {
        0..=10 => ParseNumberReason::TooShort,
        11 | 13 => ParseNumberReason::UnknownSegment,
        12 if digits.starts_with('0') => ParseNumberReason::UnknownSegment,
        _ => ParseNumberReason::TooLong,
    })
}

fn classify(digits: &str) -> Option<NumberKind> {
    if is_mobile(digits) {
        Some(NumberKind::Mobile)
    } else if is_iot(digits) {
        Some(NumberKind::Iot)
    } else if is_service(digits) {
        Some(NumberKind::Service)
    } else if is_landline(digits) {
        Some(NumberKind::Landline)
    } else {
        None
    }
}

fn is_mobile(digits: &str) -> bool {
    matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..]) && digits.len() == 11
}

/// 13 digits from the segments for machines: 140 to 149, and 10646 to 10649.
fn is_iot(digits: &str) -> bool {
    digits.len() == 13
        && (digits.starts_with("14")
            || ["10646", "10647", "10648", "10649"].iter().any(|head| digits.starts_with(head)))
}

/// Emergency and carriers' numbers (110, 10086), short services (12306, 95204657, 96110), 400 and 800 numbers, and
/// the ports that send text messages (1065…, 1069…).
fn is_service(digits: &str) -> bool {
    matches!(
        (digits.len(), digits.as_bytes()),
        (3, [b'1', b'1' | b'2', ..])
            | (5 | 6 | 8, [b'1', b'0' | b'1' | b'2', ..])
            | (5..=8, [b'9', b'5' | b'6', ..])
            | (10, [b'4' | b'8', b'0', b'0', ..])
            | (9..=LONGEST, [b'1', b'0', b'6', b'5'..=b'9', ..])
    )
}

/// 0, the area code (10, 2x, or three digits from 3 to 9), and seven or eight digits that begin with neither 0 nor 1.
fn is_landline(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', _, ..] => 3,
        // 400 and 800 are no areas.
        [b'0', b'4' | b'8', b'0', b'0', ..] => return false,
        [b'0', b'3'..=b'9', _, _, ..] => 4,
        _ => return false,
    };
    let subscriber = &digits.as_bytes()[area..];
    matches!(subscriber.len(), 7 | 8) && !matches!(subscriber[0], b'0' | b'1')
}

#[cfg(test)]
mod tests;
