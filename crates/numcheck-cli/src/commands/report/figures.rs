//! Figures, money and moments as people read them.

use numcheck_core::{Lang, Message, Timestamp};

use crate::messages::report as messages;

/// Days and hours are Beijing's, where the vendors are.
const BEIJING: i64 = 8 * 3_600_000;

/// `12,345`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// The part of a whole in per cent.
#[expect(clippy::cast_precision_loss, reason = "shown to people")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
}

/// `12.3%`; a part that is not nothing is never `0.0%`.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    match share(part, whole) {
        _ if part == whole && whole > 0 => "100%".to_owned(),
        share if part > 0 && share < 0.05 => "<0.1%".to_owned(),
        share if part < whole && share >= 99.95 => ">99.9%".to_owned(),
        share => format!("{share:.1}%"),
    }
}

/// Millionths as money: `¥78.11`. Prices are told in yuan.
pub(crate) fn money(millionths: i64) -> String {
    let text = numcheck_bulk::export::money(millionths);
    match text.split_once('.').and_then(|(whole, rest)| Some((whole.parse::<u64>().ok()?, rest))) {
        Some((whole, rest)) => format!("¥{}.{rest}", grouped(whole)),
        None => format!("¥{text}"),
    }
}

/// `2026-11-22 18:15:00` in Beijing.
pub(crate) fn moment(at: Timestamp) -> String {
    let shifted = Timestamp::from_millis(at.as_millis().saturating_add(BEIJING)).to_string();
    shifted.get(..19).unwrap_or(&shifted).replace('T', " ")
}

/// The part of a moment that tells it from others within `span` milliseconds: the time of day, or the day too.
pub(crate) fn short_moment(at: Timestamp, span: i64) -> String {
    let whole = moment(at);
    let part = if span > 20 * 3_600_000 { whole.get(5..16) } else { whole.get(11..19) };
    part.unwrap_or(&whole).to_owned()
}

/// A stretch of time: `10 s`, `2 min`.
pub(crate) fn stretch(millis: i64, lang: Lang) -> String {
    let message: Message = match millis {
        ..1_000 => messages::unit_ms(millis),
        1_000..60_000 => messages::unit_s(millis / 1_000),
        60_000..3_600_000 => messages::unit_min(millis / 60_000),
        3_600_000..86_400_000 => messages::unit_h(millis / 3_600_000),
        _ => messages::unit_day(),
    };
    message.in_lang(lang).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_read_as_people_write_them() {
        assert_eq!((grouped(0), grouped(999), grouped(1_234_567)), ("0".into(), "999".into(), "1,234,567".into()));
        assert_eq!((percent(1, 3), percent(0, 3), percent(3, 3)), ("33.3%".into(), "0.0%".into(), "100%".into()));
        assert_eq!((percent(1, 100_000), percent(99_999, 100_000)), ("<0.1%".into(), ">99.9%".into()));
        assert_eq!((money(78_110_000), money(1_234_500_000)), ("¥78.11".into(), "¥1,234.50".into()));
        assert_eq!(moment(Timestamp::from_millis(0)), "1970-01-01 08:00:00");
    }
}
