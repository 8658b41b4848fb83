use std::fmt;

use numcheck_bulk::bill::beijing_day;
use numcheck_core::Timestamp;

use crate::fault::Failure;
use crate::messages::bill as messages;

/// A month in Beijing, where the vendors are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    year: i16,
    month: i8,
}

impl Month {
    /// The month of that name, `2026-11`; this month where there is none.
    pub(super) fn of(name: Option<&str>, now: Timestamp) -> Result<Self, Failure> {
        let today = beijing_day(now.as_millis());
        let this = today.get(..7).unwrap_or_default();
        let name = name.map_or(this, str::trim);
        let Some(month) = Self::parse(name) else {
            let shown = numcheck_core::mask_text(name);
            return Err(Failure::question(messages::bad_month(shown), messages::bad_month_cure()));
        };
        if Self::parse(this).is_some_and(|this| (month.year, month.month) > (this.year, this.month)) {
            return Err(Failure::question(messages::future_month(name), messages::future_month_cure(this)));
        }
        Ok(month)
    }

    fn parse(name: &str) -> Option<Self> {
        let (year, month) = name.split_once('-')?;
        let digits = |text: &str, len| text.len() == len && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return None;
        }
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        ((2000..=2199).contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// Its first moment.
    pub(super) fn from(self) -> Timestamp {
        let first = jiff::civil::date(self.year, self.month, 1).at(0, 0, 0, 0);
        let zone = jiff::tz::TimeZone::fixed(jiff::tz::offset(8));
        first
            .to_zoned(zone)
            .map_or(Timestamp::from_millis(0), |first| Timestamp::from_millis(first.timestamp().as_millisecond()))
    }

    /// The first moment after it.
    pub(super) fn to(self) -> Timestamp {
        let next = match self.month {
            12 => Self { year: self.year + 1, month: 1 },
            month => Self { month: month + 1, ..self },
        };
        next.from()
    }

    /// Whether a day, `2026-11-03`, is in it.
    pub(super) fn has(self, day: &str) -> bool {
        day.starts_with(&self.to_string())
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year, self.month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_beijing_s() {
        let now = Timestamp::from_millis(1_793_491_200_000);
        let month = Month::of(Some("2025-12"), now).expect("a month");
        assert_eq!(beijing_day(month.from().as_millis()), "2025-12-01");
        assert_eq!(beijing_day(month.to().as_millis() - 1), "2025-12-31");
        assert!(month.has("2025-12-31") && !month.has("2026-12-31"));
        for bad in ["2026", "2026-13", "2026-1", "11-2026", "2026-11-01", "", "next", "9999-12"] {
            assert!(Month::of(Some(bad), now).is_err(), "{bad}");
        }
    }
}
