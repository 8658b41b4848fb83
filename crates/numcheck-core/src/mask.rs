use std::fmt::Write;

/// The longest text of a vendor that is kept for people, in characters.
const LONGEST: usize = 300;

/// A vendor's words made safe to show: digits of phone numbers masked, control characters gone, cut at 300
/// characters.
///
/// A run of seven or more digits, ASCII or full-width, keeps at most its first three and last four. It goes on across
/// everything that people write inside a number: blanks, dashes, dots, brackets, slashes, marks nobody sees, and control
/// characters, which are shown as blanks. An IPv4 address is left as it is.
pub fn mask_text(text: &str) -> String {
    masked_head(text, LONGEST)
}

/// The same, cut at so many characters. It is cut after it is masked: half a number is no number to a mask.
pub(crate) fn masked_head(text: &str, longest: usize) -> String {
    let mut shown = String::new();
    let mut run = Run::default();
    for c in text.chars() {
        match ascii_digit(c) {
            Some(digit) => run.push(digit),
            None if !run.digits.is_empty()
                && (is_inside_numbers(c) || matches!(visible(c), '/' | '／' | '_' | ' ')) =>
            {
                run.gap.push(c);
            }
            // No character has more than four bytes: this is enough, and no number is under way.
            None if run.digits.is_empty() && shown.len() > 4 * longest => break,
            None => {
                run.flush(&mut shown);
                shown.push(visible(c));
            }
        }
    }
    run.flush(&mut shown);
    cut(shown.trim(), longest)
}

/// Digits and what stands between them.
#[derive(Default)]
struct Run {
    digits: String,
    /// As it is written, up to the last digit.
    written: String,
    /// What came after the last digit.
    gap: String,
}

impl Run {
    fn push(&mut self, digit: char) {
        self.written.extend(self.gap.drain(..).map(visible));
        self.written.push(digit);
        self.digits.push(digit);
    }

    fn flush(&mut self, shown: &mut String) {
        if self.digits.len() < 7 || self.is_address() {
            shown.push_str(&self.written);
        } else {
            shown.push_str(&masked(&self.digits));
        }
        shown.extend(self.gap.drain(..).map(visible));
        self.digits.clear();
        self.written.clear();
    }

    /// The address a vendor refuses is what its owner must know; nobody writes a number as four parts of 0 to 255.
    fn is_address(&self) -> bool {
        self.written.parse::<std::net::Ipv4Addr>().is_ok()
    }
}

/// A digit of any decimal script that vendors' texts use.
fn ascii_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// What people and programs write inside one number.
pub(crate) fn is_inside_numbers(c: char) -> bool {
    matches!(c, '-' | '‐'..='―' | '－' | '−' | '.' | '．' | '·' | '(' | ')' | '（' | '）')
        || c.is_whitespace()
        || is_invisible(c)
}

/// Marks of direction, joiners, soft hyphens and choosers of a glyph, which nobody sees and which travel along when a number
/// is copied from a chat or a page.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{34f}'
            | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// Control characters and the marks that turn text around would let a vendor write on the terminal.
fn visible(c: char) -> char {
    let unsafe_to_show = c.is_control() || is_invisible(c) || matches!(c, '\u{2028}' | '\u{2029}');
    if unsafe_to_show { ' ' } else { c }
}

fn cut(text: &str, longest: usize) -> String {
    let mut kept: String = text.chars().take(longest).collect();
    if let Some(next) = text[kept.len()..].chars().next() {
        // Half an address is no address, and looks like half a number.
        let is_part = |c: char| ascii_digit(c).is_some() || c == '.';
        if is_part(next) {
            kept.truncate(kept.trim_end_matches(is_part).len());
        }
        let _ = write!(kept, "…");
    }
    kept
}

/// Digits with their middle gone: at most the first three and the last four are left.
pub(crate) fn masked(digits: &str) -> String {
    let (head, tail) = match digits.len() {
        0..=4 => (0, 1),
        5..=6 => (1, 1),
        7..=10 => (2, 2),
        _ => (3, 4),
    };
    let tail_at = digits.len().saturating_sub(tail);
    format!("{}****{}", &digits[..head], &digits[tail_at..])
}

#[cfg(test)]
mod tests {
    use super::mask_text;

    #[test]
    fn hides_numbers_however_they_are_written() {
        for text in ["bad 13800000001", "bad 138-0000-0001", "bad １３８０００００００１", "bad 138 0000 0001"]
        {
            assert_eq!(mask_text(text), "bad 138****0001");
        }
        assert_eq!(mask_text("错误的请求KEY 10001"), "错误的请求KEY 10001");
        assert_eq!(mask_text("a 13800000001,13800000002 b"), "a 138****0001,138****0002 b");
    }

    /// Whatever the parser reads as one number, the mask hides as one.
    #[test]
    fn hides_numbers_across_every_separator_of_the_parser() {
        for gap in [
            ".",
            "．",
            "·",
            "-",
            "‐",
            "—",
            "－",
            "−",
            "(",
            "）",
            " ",
            "  ",
            "\t",
            "\u{3000}",
            "\u{a0}",
            "\u{200b}",
            "\u{2060}",
            "/",
            "_",
            " - ",
            "\r\n",
            ") ",
            "\0",
            "\u{1b}",
            "\u{7f}",
            "\u{2028}",
            "\u{ad}",
            "\u{fe0f}",
            "\u{e0020}",
        ] {
            let text = format!("bad 138{gap}0000{gap}0001abc");
            assert_eq!(mask_text(&text), "bad 138****0001abc", "{text:?}");
            assert!(!crate::PhoneNumber::parse(&text).expect_err(&text).to_string().contains("0000"), "{text:?}");
        }
        assert_eq!(mask_text("号码 138.0000.0001 转 5"), "号码 138****0001 转 5");
        assert_eq!(mask_text("（10001） [10002], 10003"), "（10001） [10002], 10003");
    }

    /// Shown as a blank, a control character between the digits would have left the whole number to read.
    #[test]
    fn hides_numbers_across_control_characters() {
        for gap in ['\u{0}', '\u{7}', '\u{1b}', '\u{7f}', '\u{9b}'] {
            assert_eq!(mask_text(&format!("bad 138{gap}0000{gap}0001")), "bad 138****0001", "{gap:?}");
        }
    }

    #[test]
    fn leaves_an_address() {
        assert_eq!(mask_text("被禁止的IP 192.168.100.15"), "被禁止的IP 192.168.100.15");
        assert_eq!(mask_text("138.000.000.01"), "138****0001");
        assert_eq!(mask_text("057.156.264.805"), "057****4805");
        // The shortest that one cut short could be read as a number.
        for before in 285..300 {
            let shown = mask_text(&format!("{}192.168.100.15", "长".repeat(before)));
            let digits = shown.chars().filter(char::is_ascii_digit).count();
            assert!(digits == 0 || digits == 11, "{shown}");
        }
    }

    #[test]
    fn takes_a_terminal_no_orders() {
        assert_eq!(mask_text("\u{1b}[2Jgone\r\n\u{202e}txt"), "[2Jgone   txt");
        assert_eq!(mask_text(&"长".repeat(1000)).chars().count(), 301);
    }
}
