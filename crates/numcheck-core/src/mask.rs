use std::fmt::Write;

/// The longest text of a vendor that is kept for people, in characters.
const LONGEST: usize = 300;

/// A vendor's words made safe to show: digits of phone numbers masked, control characters gone, cut at 300
/// characters.
///
/// A run of seven or more digits, ASCII or full-width, with nothing but single spaces or dashes between
/// them, keeps at most its first three and last four.
pub fn mask_text(text: &str) -> String {
    let mut shown = String::new();
    let mut run: Vec<char> = Vec::new();
    let mut gap: Option<char> = None;
    for c in text.chars() {
        if let Some(digit) = ascii_digit(c) {
            if let Some(gap) = gap.take() {
                // Kept inside the run, so that `138-0000-0001` is one number.
                run.push(gap);
            }
            run.push(digit);
        } else if matches!(c, ' ' | '-') && !run.is_empty() && gap.is_none() {
            gap = Some(c);
        } else {
            flush(&mut shown, &mut run);
            shown.extend(gap.take());
            shown.push(if is_unsafe(c) { ' ' } else { c });
        }
    }
    flush(&mut shown, &mut run);
    cut(shown.trim())
}

/// A digit of any decimal script that vendors' texts use.
fn ascii_digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => None,
    }
}

/// Control characters and the marks that turn text around would let a vendor write on the terminal.
fn is_unsafe(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn flush(shown: &mut String, run: &mut Vec<char>) {
    let digits: Vec<char> = run.iter().copied().filter(char::is_ascii_digit).collect();
    if digits.len() < 7 {
        shown.extend(run.iter());
    } else {
        shown.push_str(&masked(&digits.iter().collect::<String>()));
    }
    run.clear();
}

fn cut(text: &str) -> String {
    let mut kept: String = text.chars().take(LONGEST).collect();
    if kept.len() < text.len() {
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

    #[test]
    fn takes_a_terminal_no_orders() {
        assert_eq!(mask_text("\u{1b}[2Jgone\r\n\u{202e}txt"), "[2Jgone   txt");
        assert_eq!(mask_text(&"长".repeat(1000)).chars().count(), 301);
    }
}
