//! Values that people write with a unit.

use std::time::Duration;

use numcheck_core::Message;

use crate::lang;
use crate::messages::values as messages;

/// A time-out: `30s`, `500ms`, `2m`; an hour at most.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let duration = time(text, messages::timeout_cure)?;
    match duration.as_secs() {
        _ if duration.is_zero() => Err(told(&messages::zero())),
        3601.. => Err(told(&messages::longer_than_an_hour())),
        _ => Ok(duration),
    }
}

/// An age: `90m`, `12h`, `7d`.
pub(super) fn age(text: &str) -> Result<Duration, String> {
    match text.trim().strip_suffix('d') {
        Some(days) => days
            .trim()
            .parse()
            .map(|days: u32| Duration::from_secs(u64::from(days) * 86_400))
            .map_err(|_| told(&messages::age_cure())),
        None => time(text, messages::age_cure),
    }
}

/// An age up to which answers are used, or `none`: an age of zero, which no answer has.
pub(super) fn reuse(text: &str) -> Result<Duration, String> {
    if text.trim() == "none" { Ok(Duration::ZERO) } else { age(text) }
}

/// Requests in a time: `5/s`, `300/min`, `10000/h`. In requests a second.
pub(crate) fn rate(text: &str) -> Result<f64, String> {
    let cure = || told(&messages::rate_cure());
    let (requests, time) = text.split_once('/').ok_or_else(cure)?;
    let requests: f64 = requests.trim().parse().map_err(|_| cure())?;
    let seconds = match time.trim() {
        "s" | "sec" => 1.0,
        "m" | "min" => 60.0,
        "h" => 3600.0,
        _ => return Err(cure()),
    };
    let rate = requests / seconds;
    // One a day is as slow as anyone waits for, and a million a second is faster than any vendor.
    if (1.0 / 86_400.0..=1e6).contains(&rate) { Ok(rate) } else { Err(told(&messages::too_slow())) }
}

/// Money, in millionths: `0.01`, `50CNY`, `50元`.
pub(crate) fn money(text: &str) -> Result<i64, String> {
    let cure = || told(&messages::money_cure());
    let plain = text.trim().trim_end_matches("CNY").trim_end_matches(['元', '¥']).trim_start_matches('¥').trim();
    let (whole, part) = plain.split_once('.').unwrap_or((plain, ""));
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(part) || part.len() > 6 {
        return Err(cure());
    }
    let whole: i64 = whole.parse().map_err(|_| cure())?;
    let part: i64 = format!("{part:0<6}").parse().map_err(|_| cure())?;
    whole.checked_mul(1_000_000).and_then(|whole| whole.checked_add(part)).ok_or_else(cure)
}

/// The price of one number, of all products or of one: `0.01`, `juhe/line-status=0.01`.
pub(super) fn price(text: &str) -> Result<(Option<String>, i64), String> {
    match text.split_once('=') {
        Some((product, price)) => Ok((Some(product.trim().to_owned()), money(price)?)),
        None => Ok((None, money(text)?)),
    }
}

fn time(text: &str, cure: fn() -> Message) -> Result<Duration, String> {
    let signed: jiff::SignedDuration = text.parse().map_err(|_| told(&cure()))?;
    Duration::try_from(signed).map_err(|_| told(&messages::negative()))
}

/// The parser of arguments takes an error's words as they are: in the language of this process.
fn told(message: &Message) -> String {
    message.in_lang(lang::current()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_needs_a_unit() {
        assert_eq!(duration("30s"), Ok(Duration::from_secs(30)));
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("1m 30s"), Ok(Duration::from_secs(90)));
        for bad in ["30", "", "0s", "-3s", "soon", "2h"] {
            assert!(duration(bad).is_err(), "{bad}");
        }
        assert_eq!(age("7d"), Ok(Duration::from_secs(7 * 86_400)));
        assert_eq!(age("12h"), Ok(Duration::from_secs(12 * 3600)));
        assert!(age("7").is_err() && age("d").is_err());
        assert_eq!((reuse("none"), reuse("7d")), (Ok(Duration::ZERO), age("7d")));
    }

    #[test]
    fn rates_and_money_are_read_as_people_write_them() {
        assert_eq!((rate("5/s"), rate("300/min"), rate("7200/h")), (Ok(5.0), Ok(5.0), Ok(2.0)));
        for bad in ["5", "0/s", "-1/s", "x/s", "5/day", "inf/s"] {
            assert!(rate(bad).is_err(), "{bad}");
        }
        assert_eq!(
            (money("50CNY"), money("0.015"), money("50元"), money("¥1.5")),
            (Ok(50_000_000), Ok(15_000), Ok(50_000_000), Ok(1_500_000))
        );
        for bad in ["", "-1", "1.2.3", "1e3", ".5", "0.0000001", "99999999999999999999"] {
            assert!(money(bad).is_err(), "{bad}");
        }
        assert_eq!(price("juhe/line-status=0.01"), Ok((Some("juhe/line-status".to_owned()), 10_000)));
    }
}
