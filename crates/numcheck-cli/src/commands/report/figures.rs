//! Figures, money and moments as people read them.

use numcheck_core::{Lang, Message, Timestamp};

use crate::messages::report as messages;
pub(crate) use crate::output::figures::{grouped, money, percent};

/// Days and hours are Beijing's, where the vendors are.
const BEIJING: i64 = 8 * 3_600_000;

/// The part of a whole in per cent.
#[expect(clippy::cast_precision_loss, reason = "shown to people")]
pub(crate) fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 }
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
    fn a_moment_is_beijing_s() {
        assert_eq!(moment(Timestamp::from_millis(0)), "1970-01-01 08:00:00");
    }
}
