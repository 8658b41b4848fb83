//! Cells of a CSV that a spreadsheet will open: quoted where they must be, and no formula.

/// The cells of a line.
pub(crate) trait Cells: Copy {
    /// Gives each of them, in order.
    fn each(self, put: impl FnMut(&str));

    /// Gives them for a plain line: several at once where they are there as it has them.
    fn each_plain(self, mut put: impl FnMut(Plain<'_>)) {
        self.each(|cell| put(Plain::Cell(cell)));
    }
}

/// What a plain line is made of.
pub(crate) enum Plain<'a> {
    Cell(&'a str),
    /// So many cells that [begin plainly](begins_plain), with what stands between them.
    Cells(&'a str, usize),
}

impl<C: AsRef<str>> Cells for &[C] {
    fn each(self, mut put: impl FnMut(&str)) {
        for cell in self {
            put(cell.as_ref());
        }
    }
}

/// What stands between the cells of a plain line.
pub(super) const DELIMITER: char = ',';

/// Whether a cell begins as no formula does. A full-width sign begins with `EF`.
pub(super) fn begins_plain(cell: &str) -> bool {
    cell.as_bytes().first().is_none_or(|byte| byte.is_ascii_alphanumeric() || (*byte >= 0x80 && *byte != 0xef))
}

/// How the cells of a line are written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dialect {
    /// What stands between them.
    pub delimiter: char,
    /// Whether a spreadsheet opens the file by itself: figures that it would shorten or change are marked as text, by a
    /// tab in front. Excel and `LibreOffice` take such a cell for text and keep each of its digits; an apostrophe would be
    /// shown, and `="…"` is a formula.
    pub excel: bool,
}

impl Dialect {
    /// For programs and databases.
    pub(crate) const PLAIN: Self = Self { delimiter: DELIMITER, excel: false };

    /// One line of cells, with its end.
    pub(crate) fn line<C: AsRef<str>>(self, cells: &[C]) -> String {
        let mut line = String::new();
        self.line_into(&mut line, cells);
        line
    }

    /// The same behind what stands in a text.
    pub(crate) fn line_into(self, line: &mut String, cells: impl Cells) {
        let begin = line.len();
        if !self.plain_line_into(line, cells) {
            line.truncate(begin);
            self.guarded_line_into(line, cells);
        }
    }

    /// A line whose cells are written as they are, as nearly all are: `false` if one of them is not, or may not be. All are
    /// looked at together behind the last of them, many bytes at a time.
    fn plain_line_into(self, line: &mut String, cells: impl Cells) -> bool {
        if self.excel || self.delimiter != DELIMITER {
            return false;
        }
        let begin = line.len();
        let (mut all_begin, mut count) = (true, 0);
        cells.each_plain(|plain| {
            let (text, cells) = match plain {
                Plain::Cell(cell) => {
                    all_begin &= begins_plain(cell);
                    (cell, 1)
                }
                Plain::Cells(text, cells) => (text, cells),
            };
            line.push_str(text);
            line.push(DELIMITER);
            count += cells;
        });
        let is_plain = all_begin && told_apart(&line.as_bytes()[begin..]) == count && line.len() > begin + 1;
        line.truncate(line.len().max(begin + 1) - 1);
        line.push_str("\r\n");
        is_plain
    }

    fn guarded_line_into(self, line: &mut String, cells: impl Cells) {
        let begin = line.len();
        let mut is_first = true;
        cells.each(|cell| {
            if !is_first {
                line.push(self.delimiter);
            }
            is_first = false;
            self.push(line, cell);
        });
        if line.len() == begin {
            // A line of one empty cell is not a blank line.
            line.push_str("\"\"");
        }
        line.push_str("\r\n");
    }

    /// A cell guarded and quoted.
    fn push(self, line: &mut String, cell: &str) {
        let guard = match () {
            () if is_formula(cell) => Some('\''),
            () if self.excel && is_changed(cell) => Some('\t'),
            () => None,
        };
        if guard.is_none() && !cell.contains([self.delimiter, '"', '\n', '\r']) {
            line.push_str(cell);
            return;
        }
        line.push('"');
        line.extend(guard);
        for c in cell.chars() {
            if c == '"' {
                line.push('"');
            }
            line.push(c);
        }
        line.push('"');
    }
}

/// How many of the bytes stand between cells, or would have a cell quoted. Counted in bytes, of which sixteen are added at once.
fn told_apart(bytes: &[u8]) -> usize {
    let is_told = |byte: &u8| u8::from(matches!(byte, b',' | b'"' | b'\n' | b'\r'));
    bytes.chunks(usize::from(u8::MAX)).map(|part| usize::from(part.iter().map(is_told).sum::<u8>())).sum()
}

/// Whether a spreadsheet would make something else of the cell: a long figure is rounded or shown as 1.38E+10, a leading
/// zero or plus is dropped, `1-2` becomes a day.
fn is_changed(cell: &str) -> bool {
    let plain = cell.trim();
    if !plain.starts_with(|c: char| c.is_numeric() || matches!(c, '+' | '-' | '＋' | '－' | '.' | '(')) {
        return false;
    }
    let figure = |c: char| c.is_numeric() || c.is_whitespace() || "+-.,:/()eE%TZ年月日时分秒＋－．".contains(c);
    let (whole, fraction) = plain.split_once('.').unwrap_or((plain, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let short = all_digits(whole) && all_digits(fraction) && plain.len() <= 10;
    let kept = short
        && plain == cell
        && (whole == "0" || !whole.starts_with('0'))
        && !whole.is_empty()
        && !fraction.ends_with('0');
    !kept && plain.chars().all(figure)
}

/// Whether a spreadsheet would take the cell for a formula. `+86 138…` and `-5` are plain figures and are left alone.
fn is_formula(cell: &str) -> bool {
    let mut chars = cell.chars();
    match chars.next() {
        Some('=' | '@' | '\t' | '\r' | '\n' | '＝' | '＠') => true,
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
            ("\n=1", "\"'\n=1\""),
        ] {
            assert_eq!(Dialect::PLAIN.line(&[cell, "x"]), format!("{written},x\r\n"));
        }
        assert_eq!(Dialect::PLAIN.line(&["", "b", ""]), ",b,\r\n");
        assert_eq!(Dialect::PLAIN.line(&[""]), "\"\"\r\n");
        assert_eq!(Dialect::PLAIN.line(&["a"]), "a\r\n");
        assert_eq!(Dialect { delimiter: '\t', excel: false }.line(&["a,b", "c\td"]), "a,b\t\"c\td\"\r\n");
    }

    /// Beside the plain version, cell by cell: every line of up to three of these.
    #[test]
    fn a_line_at_once_is_the_line_cell_by_cell() {
        let cells = [
            "",
            "a",
            "号,",
            "+86 1",
            "+A1",
            "-5",
            "=1",
            "＝1",
            " ",
            "b\"",
            "c\n",
            "\rd",
            "\t",
            "'",
            "13800000001",
            "中国移动 GSM",
        ];
        for count in 0..4 {
            for which in 0..cells.len().pow(count) {
                let line: Vec<_> = (0..count).map(|at| cells[which / cells.len().pow(at) % cells.len()]).collect();
                let mut slowly = String::new();
                Dialect::PLAIN.guarded_line_into(&mut slowly, line.as_slice());
                assert_eq!(Dialect::PLAIN.line(&line), slowly);
            }
        }
    }

    /// Some cells at once, and one by itself.
    #[derive(Clone, Copy)]
    struct Pieces(&'static str, usize, &'static str);

    impl Cells for Pieces {
        fn each(self, mut put: impl FnMut(&str)) {
            self.0.split(',').chain([self.2]).for_each(&mut put);
        }

        fn each_plain(self, mut put: impl FnMut(Plain<'_>)) {
            put(Plain::Cells(self.0, self.1));
            put(Plain::Cell(self.2));
        }
    }

    #[test]
    fn cells_at_once_are_the_cells_one_by_one() {
        for (cells, is_plain) in [
            (Pieces("silent,沉默号,4", 3, "x"), true),
            (Pieces(",,", 3, ""), true),
            (Pieces("a", 1, "b,c"), false),
            (Pieces("a,\"", 2, "b"), false),
            (Pieces("a,b", 2, "=1"), false),
        ] {
            let (mut at_once, mut slowly) = (String::new(), String::new());
            assert_eq!(Dialect::PLAIN.plain_line_into(&mut at_once, cells), is_plain, "{}", cells.0);
            Dialect::PLAIN.guarded_line_into(&mut slowly, cells);
            assert!(!is_plain || at_once == slowly, "{at_once} {slowly}");
        }
    }

    #[test]
    fn a_spreadsheet_changes_no_figure() {
        let excel = Dialect { delimiter: ',', excel: true };
        for kept in ["", "12", "0", "0.5", "1234567890", "3号楼", "active", "12.5"] {
            assert_eq!(excel.line(&[kept, "x"]), format!("{kept},x\r\n"));
        }
        for text in [
            "13800000001",
            "057156264805",
            "+85251234567",
            "1-2",
            "1E5",
            "01",
            "2026-11-22T10:00:00Z",
            "１３８",
            "1.50",
            "3月4日",
        ] {
            assert_eq!(excel.line(&[text]), format!("\"\t{text}\"\r\n"));
        }
        assert_eq!(excel.line(&["=1+1"]), "\"'=1+1\"\r\n");
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
