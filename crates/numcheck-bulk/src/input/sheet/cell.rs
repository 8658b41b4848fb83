use std::borrow::Cow;

use calamine::{Data, DataRef, ExcelDateTime};

/// A figure from here on has more digits than a spreadsheet keeps.
const MOST: f64 = 1e15;
/// A figure as large as a mobile number.
const AS_A_MOBILE: f64 = 1e10;
/// 9999-12-31, the last day a spreadsheet knows.
const LAST_DAY: f64 = 2_958_466.0;

/// A cell as the text that people see in it, with every digit the file holds. A figure that lost digits is written as
/// spreadsheets show it, `1.23456789012346E+17`, so that it is not taken for a number.
pub(super) fn text<'a>(cell: &'a DataRef<'_>) -> Cow<'a, str> {
    match cell {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(figure) => Cow::Owned(figure.to_string()),
        DataRef::Float(figure) => Cow::Owned(digits(*figure)),
        DataRef::Bool(value) => Cow::Borrowed(if *value { "TRUE" } else { "FALSE" }),
        DataRef::DateTime(date) => Cow::Owned(day(date)),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
    }
}

/// The same cell as the other readers give it.
pub(super) fn borrowed(cell: &Data) -> DataRef<'_> {
    match cell {
        Data::Int(figure) => DataRef::Int(*figure),
        Data::Float(figure) => DataRef::Float(*figure),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => DataRef::SharedString(text),
        Data::Bool(value) => DataRef::Bool(*value),
        Data::DateTime(date) => DataRef::DateTime(*date),
        Data::Error(error) => DataRef::Error(error.clone()),
        Data::Empty => DataRef::Empty,
    }
}

fn digits(figure: f64) -> String {
    if !figure.is_finite() {
        return figure.to_string();
    }
    let whole = figure.fract() == 0.0;
    if whole && figure.abs() < MOST {
        return format!("{figure:.0}");
    }
    if whole || figure.abs() >= AS_A_MOBILE {
        return format!("{figure:.14E}").replace('E', "E+");
    }
    // Spreadsheets keep 15 digits: 0.1 + 0.2 is 0.3 there.
    let kept: f64 = format!("{figure:.14e}").parse().unwrap_or(figure);
    kept.to_string()
}

fn day(date: &ExcelDateTime) -> String {
    let value = date.as_f64();
    // A column of numbers that somebody formatted as dates.
    if !(0.0..LAST_DAY).contains(&value) {
        return digits(value);
    }
    let (year, month, day, hour, minute, second, _) = date.to_ymd_hms_milli();
    if date.is_duration() || value < 1.0 {
        let seconds = (value * 86_400.0).round();
        let part = |unit: f64, of: f64| (seconds / unit).floor() % of;
        return format!("{:.0}:{:02.0}:{:02.0}", (seconds / 3600.0).floor(), part(60.0, 60.0), part(1.0, 60.0));
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if value.fract() == 0.0 { date } else { format!("{date} {hour:02}:{minute:02}:{second:02}") }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;
    use numcheck_core::{ParseNumberReason, PhoneNumber};

    use super::*;

    fn shown(cell: &DataRef<'_>) -> String {
        text(cell).into_owned()
    }

    #[test]
    fn a_figure_keeps_its_digits_or_is_no_number() {
        for (figure, written) in [
            (13_800_000_001.0, "13800000001"),
            (0.0, "0"),
            (-5.0, "-5"),
            (12.5, "12.5"),
            (0.1 + 0.2, "0.3"),
            (999_999_999_999_999.0, "999999999999999"),
        ] {
            assert_eq!(shown(&DataRef::Float(figure)), written);
        }
        for lost in [1e15, 1.23e17, 1_234_567_890_123_456.0, 13_800_000_001.5] {
            let written = shown(&DataRef::Float(lost));
            let reason = PhoneNumber::parse(&written).expect_err(&written).reason();
            assert_eq!(reason, ParseNumberReason::LostDigits, "{written}");
        }
    }

    #[test]
    fn dates_are_dates_unless_they_are_numbers() {
        let date = |value| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        for (value, written) in [
            (45_000.0, "2023-03-15"),
            (45_000.5, "2023-03-15 12:00:00"),
            (0.25, "6:00:00"),
            (13_800_000_001.0, "13800000001"),
        ] {
            assert_eq!(shown(&DataRef::DateTime(date(value))), written);
        }
    }
}
