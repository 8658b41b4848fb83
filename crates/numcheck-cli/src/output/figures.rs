//! Figures as people write them.

use numcheck_core::Message;

use crate::messages::figures as messages;

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Millionths as money: `¥1,604.00`. Prices are told in yuan.
pub(crate) fn money(millionths: i64) -> String {
    let text = numcheck_bulk::export::money(millionths);
    match text.split_once('.').and_then(|(whole, rest)| Some((whole.parse::<u64>().ok()?, rest))) {
        Some((whole, rest)) => format!("¥{}.{rest}", grouped(whole)),
        None => format!("¥{text}"),
    }
}

/// A part of a whole: `12.5 %`, and `<0.1 %` rather than nothing where there is something.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if part == 0 || whole == 0 {
        return "0.0 %".to_owned();
    }
    // In tenths, rounded; what is not all is never shown as all.
    let tenths = (u128::from(part) * 1000 + u128::from(whole) / 2) / u128::from(whole);
    match tenths {
        0 => "<0.1 %".to_owned(),
        1000 if part < whole => ">99.9 %".to_owned(),
        tenths => format!("{}.{} %", tenths / 10, tenths % 10),
    }
}

/// A time in seconds as people say it: `12 s`, `3 min`, `2.5 h`.
pub(crate) fn time(seconds: f64) -> Message {
    match seconds {
        seconds if seconds < 10.0 => messages::seconds(format!("{seconds:.1}")),
        seconds if seconds < 90.0 => messages::seconds(format!("{seconds:.0}")),
        seconds if seconds < 5400.0 => messages::minutes(format!("{:.0}", seconds / 60.0)),
        seconds => messages::hours(format!("{:.1}", seconds / 3600.0)),
    }
}

/// A time to come, which nobody knows to a tenth of a second.
pub(crate) fn about(seconds: f64) -> Message {
    if seconds < 90.0 { messages::seconds(format!("{:.0}", seconds.max(1.0))) } else { time(seconds) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_grouped() {
        for (n, text) in [(0, "0"), (999, "999"), (1000, "1,000"), (10_000, "10,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), text);
        }
    }

    #[test]
    fn money_is_told_in_yuan() {
        for (millionths, text) in
            [(0, "¥0.00"), (15_000, "¥0.015"), (27_110_000, "¥27.11"), (1_604_000_000, "¥1,604.00")]
        {
            assert_eq!(money(millionths), text);
        }
    }

    #[test]
    fn what_is_not_all_is_not_shown_as_all_nor_something_as_nothing() {
        for (part, whole, text) in [
            (0, 10, "0.0 %"),
            (1, 8, "12.5 %"),
            (1, 1_000_000, "<0.1 %"),
            (999_999, 1_000_000, ">99.9 %"),
            (7, 7, "100.0 %"),
            (0, 0, "0.0 %"),
        ] {
            assert_eq!(percent(part, whole), text);
        }
    }
}
