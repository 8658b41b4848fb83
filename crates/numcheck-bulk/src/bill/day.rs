use numcheck_core::Timestamp;

/// Days begin in Beijing, where the vendors are: UTC+8.
const BEIJING: i64 = 8 * 3_600_000;

/// The day in Beijing of a moment, in milliseconds since 1970: `2026-11-03`.
pub fn beijing_day(millis: i64) -> String {
    let shifted = Timestamp::from_millis(millis.saturating_add(BEIJING)).to_string();
    shifted.split('T').next().unwrap_or_default().to_owned()
}

/// A day as statements write it: `2026-11-03 10:22:11`, `2026/11/3`, `2026年11月3日`, `20261103`.
pub(super) fn day_of(cell: &str) -> Option<String> {
    let cell = cell.trim();
    // A moment of another time zone says so, and is none of Beijing's days by its digits.
    if cell.ends_with('Z')
        && let Ok(moment) = serde_json::from_value::<Timestamp>(cell.into())
    {
        return Some(beijing_day(moment.as_millis()));
    }
    let digits: String = cell.chars().take_while(char::is_ascii_digit).collect();
    let parts: Vec<u32> = if digits.len() >= 8 {
        [&digits[..4], &digits[4..6], &digits[6..8]].iter().filter_map(|part| part.parse().ok()).collect()
    } else {
        let mut parts = cell.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty());
        (&mut parts).take(3).filter_map(|part| part.parse().ok()).collect()
    };
    match parts.as_slice() {
        &[year @ 2000..=2199, month @ 1..=12, day @ 1..=31] => Some(format!("{year:04}-{month:02}-{day:02}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begins_in_beijing() {
        assert_eq!(beijing_day(1_793_491_200_000 - 8 * 3_600_000), "2026-11-01");
        assert_eq!(beijing_day(1_793_491_200_000 - 8 * 3_600_000 - 1), "2026-10-31");
    }

    #[test]
    fn days_are_read_as_statements_write_them() {
        for cell in [
            "2026-11-03",
            "2026/11/3",
            "2026-11-03 10:22:11",
            "2026年11月3日",
            "20261103",
            "20261103102211",
            "2026.11.03",
            "2026-11-02T16:00:00.000Z",
        ] {
            assert_eq!(day_of(cell).as_deref(), Some("2026-11-03"), "{cell}");
        }
        for cell in ["", "合计", "13800000001", "2026-13-01", "11-03", "2026"] {
            assert_eq!(day_of(cell), None, "{cell}");
        }
    }
}
