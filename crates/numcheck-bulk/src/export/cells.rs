//! Cells of a CSV that a spreadsheet will open: quoted where they must be, and no formula.

/// One line of cells, with its end.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, cell) in cells.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        push(&mut line, cell);
    }
    if line.is_empty() {
        // A line of one empty cell is not a blank line.
        line.push_str("\"\"");
    }
    line.push_str("\r\n");
    line
}

/// A cell guarded and quoted.
pub(crate) fn push(line: &mut String, cell: &str) {
    let guard = is_formula(cell);
    if !guard && !cell.contains([',', '"', '\n', '\r']) {
        line.push_str(cell);
        return;
    }
    line.push('"');
    if guard {
        line.push('\'');
    }
    for c in cell.chars() {
        if c == '"' {
            line.push('"');
        }
        line.push(c);
    }
    line.push('"');
}

/// Whether a spreadsheet would take the cell for a formula. `+86 138…` and `-5` are plain figures and are left alone.
fn is_formula(cell: &str) -> bool {
    let mut chars = cell.chars();
    match chars.next() {
        Some('=' | '@' | '\t' | '\r' | '＝' | '＠') => true,
        Some('+' | '-' | '＋' | '－') => !chars.all(|c| c.is_numeric() || matches!(c, ' ' | '-' | '.' | '(' | ')')),
        _ => false,
    }
}

/// Millionths of the currency as people write money: `0.00`, `12.50`, `0.012345`.
pub fn money(millionths: i64) -> String {
    let (whole, rest) = (millionths / 1_000_000, (millionths % 1_000_000).abs());
    let text = format!("{whole}.{rest:06}");
    let text = text.trim_end_matches('0');
    let short = text.len() - text.find('.').unwrap_or(text.len());
    format!("{text}{}", &"00"[..3_usize.saturating_sub(short).min(2)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_formula_and_loses_nothing() {
        for (cell, written) in [
            ("plain", "plain"),
            ("a,b", "\"a,b\""),
            ("say \"hi\"", "\"say \"\"hi\"\"\""),
            ("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("+86 138-0000-0001", "+86 138-0000-0001"),
            ("+A1", "\"'+A1\""),
            ("-5", "-5"),
            ("-2+3+cmd", "\"'-2+3+cmd\""),
            ("＝1", "\"'＝1\""),
            ("\tx", "\"'\tx\""),
        ] {
            let mut line = String::new();
            push(&mut line, cell);
            assert_eq!(line, written);
        }
        assert_eq!(line(["", "b", ""]), ",b,\r\n");
        assert_eq!(line([""]), "\"\"\r\n");
        assert_eq!(line(["a"]), "a\r\n");
    }

    #[test]
    fn money_reads_as_money() {
        for (millionths, text) in
            [(0, "0.00"), (10_000, "0.01"), (1_500_000, "1.50"), (12_345, "0.012345"), (50_000_000, "50.00")]
        {
            assert_eq!(money(millionths), text);
        }
    }
}
