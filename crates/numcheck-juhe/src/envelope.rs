//! What every reply of Juhe is wrapped in: `error_code`, `reason`, `result`.

use std::borrow::Cow;

use numcheck_core::{PhoneNumber, Product, Result};
use numcheck_http::wire::Scan;
use numcheck_http::{Reply, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::{codes, messages};

#[derive(Deserialize)]
struct Envelope<'a, T> {
    #[serde(borrow, default, deserialize_with = "wire::borrowed")]
    error_code: Option<Cow<'a, str>>,
    /// 旧版本: the code less 9900. Some replies carry only this.
    #[serde(borrow, default, deserialize_with = "wire::borrowed")]
    resultcode: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "wire::borrowed")]
    reason: Option<Cow<'a, str>>,
    result: Option<T>,
}

impl<T> Envelope<'_, T> {
    /// The code alone decides: `reason` varies, and the HTTP status is 200 for most errors.
    fn code(&self) -> Option<u64> {
        match (&self.error_code, &self.resultcode) {
            (Some(code), _) => code.parse().ok(),
            (None, Some(legacy)) => {
                legacy.parse().ok().filter(|legacy| (101..=121).contains(legacy)).map(|legacy: u64| legacy + 9900)
            }
            (None, None) => None,
        }
    }
}

/// What a reply of code 0 holds in `result`, read with the envelope in one pass; `None` where anything is not as it should
/// be, and [`open`] must tell what.
pub(crate) fn at_once<'a, T: Deserialize<'a>>(reply: &'a Reply) -> Option<T> {
    let envelope: Envelope<'_, wire::Object<T>> = reply.json()?;
    if envelope.code() == Some(0) { envelope.result?.0 } else { None }
}

/// As [`at_once`], by a scan: `result` reads what `result` is.
pub(crate) fn scanned<'a, T>(reply: &'a Reply, mut result: impl FnMut(&mut Scan<'a>) -> Option<T>) -> Option<T> {
    reply.scan(|scan| {
        let (mut said, mut code, mut legacy) = (None, None, None);
        scan.object(|scan, name| match name {
            "result" if said.is_none() => result(scan).map(|read| said = Some(read)),
            "error_code" if code.is_none() => scan.scalar().map(|read| code = Some(read)),
            "resultcode" if legacy.is_none() => scan.scalar().map(|read| legacy = Some(read)),
            // What came before, and no more than the deserialiser passes over.
            "result" | "error_code" | "resultcode" => None,
            _ => scan.scalar().map(drop),
        })?;
        let (error_code, resultcode) = (code.flatten(), legacy.flatten());
        let envelope = Envelope { error_code, resultcode, reason: None, result: said };
        if envelope.code() == Some(0) { envelope.result } else { None }
    })
}

/// What a reply of code 0 holds in `result`, read by `read`, and the reply; any other code is its error.
///
/// `read` gives `None` for what it cannot read: a success with nothing readable inside is in doubt.
pub(crate) fn open<T>(
    product: &Product,
    reply: Reply,
    read: impl FnOnce(&Reply, &RawValue) -> Option<T>,
) -> Result<(T, Reply)> {
    let Some(envelope) = reply.json::<Envelope<'_, &RawValue>>() else { return Err(reply.fault().at(product.id())) };
    match envelope.code() {
        Some(0) => match envelope.result.and_then(|result| read(&reply, result)) {
            Some(result) => Ok((result, reply)),
            None => Err(reply.unreadable(messages::no_result()).at(product.id())),
        },
        Some(code) => {
            let error = codes::error(product, code, envelope.reason.as_deref(), &reply);
            Err(error.with_raw_reply(reply.into_raw()).at(product.id()))
        }
        None => Err(reply.fault().at(product.id())),
    }
}

/// Whether the number a reply names is the one asked, with its calling code or without, whole or masked; a reply that
/// names none is about the one asked.
pub(crate) fn names(echoed: Option<&str>, asked: &PhoneNumber) -> bool {
    let Some(echoed) = echoed else { return true };
    if let Ok(number) = PhoneNumber::parse_in(asked.country(), echoed) {
        return number == *asked;
    }
    let is_mask = |c: char| matches!(c, '*' | '＊' | 'x' | 'X' | '●' | '•');
    let written: String = echoed.chars().filter(|c| !matches!(c, ' ' | '-' | '+' | '(' | ')')).collect();
    let head = written.split(is_mask).next().unwrap_or_default().trim_start_matches('0');
    let tail = written.rsplit(is_mask).next().unwrap_or_default();
    let is_masked = written.contains(is_mask);
    if !written.contains(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let (country, digits) = (asked.country(), asked.as_str().trim_start_matches('0'));
    [digits.to_owned(), format!("{country}{digits}"), format!("{country}0{digits}")].iter().any(|whole| {
        if is_masked {
            whole.starts_with(head) && whole.ends_with(tail) && head.len() + tail.len() < whole.len()
        } else {
            whole == head
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_number_asked_however_it_is_echoed() {
        let asked = |text: &str| PhoneNumber::parse(text).expect("a number");
        for (number, echoed, is_it) in [
            ("+85223456789", "85223456789", true),
            ("+85223456789", "0085223456789", true),
            ("+85223456789", "+852 2345 6789", true),
            ("+85223456789", "23456789", true),
            ("+85223456789", "852****6789", true),
            ("+85223456789", "85223456780", false),
            ("+442079460018", "4402079460018", true),
            ("13800000001", "138****0001", true),
            ("13800000001", "138xxxx0001", true),
            ("13800000001", "+86138****0001", true),
            ("13800000001", "008613800000001", true),
            ("13800000001", "138****0002", false),
            ("13800000001", "139****0001", false),
            ("13800000001", "1380000****13800000001", false),
            ("13800000001", "13800000002", false),
            ("13800000001", "-", true),
            ("13800000001", "***********", true),
            ("057156264805", "57156264805", true),
            ("057156264805", "0571****4805", true),
            ("057156264805", "86571****4805", true),
        ] {
            assert_eq!(names(Some(echoed), &asked(number)), is_it, "{number} {echoed}");
        }
        assert!(names(None, &asked("13800000001")));
    }
}
