//! Text laid out in the terminal's width, without breaking what is to be copied.

use super::{width, wrapped};

/// The text with its long lines broken, each under where its description begins.
pub(crate) fn fitted(text: &str, columns: usize) -> String {
    let mut shown = String::new();
    for line in text.lines() {
        let (head, tail) = parted(line, columns);
        let room = columns.saturating_sub(width(&bare(head))).max(20);
        let indent = " ".repeat(width(&bare(head)));
        // A line to be copied stays whole.
        let whole = line.trim_start().starts_with("numcheck ") || width(&bare(line)) <= columns;
        let lines = if whole { vec![tail.to_owned()] } else { wrapped(tail, room) };
        for (at, part) in lines.iter().enumerate() {
            shown.push_str(if at == 0 { head } else { &indent });
            shown.push_str(part);
            shown.truncate(shown.trim_end_matches(' ').len());
            shown.push('\n');
        }
    }
    shown
}

/// A line's indent or its column of names, and what may be broken.
fn parted(line: &str, columns: usize) -> (&str, &str) {
    let begin = line.len() - line.trim_start().len();
    let gap = line[begin..].find("  ").map(|at| begin + at);
    let described = gap.map(|at| at + line[at..].len() - line[at..].trim_start().len());
    match described {
        Some(at) if width(&bare(&line[..at])) + 20 <= columns => line.split_at(at),
        _ => line.split_at(begin),
    }
}

/// Without the sequences that colour a text.
fn bare(text: &str) -> String {
    let mut shown = String::new();
    let mut parts = text.split('\u{1b}');
    shown.push_str(parts.next().unwrap_or_default());
    for part in parts {
        shown.push_str(part.split_once('m').map_or("", |(_, rest)| rest));
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_line_goes_on_under_its_description() {
        let text = "  -p, --product <P>  the product to ask about all of these numbers\n\nplain\n";
        assert_eq!(
            fitted(text, 45),
            "  -p, --product <P>  the product to ask about\n                     all of these numbers\n\nplain\n"
        );
        let colored = "  \u{1b}[1m--product\u{1b}[0m  the product to ask about all";
        assert_eq!(fitted(colored, 37), "  \u{1b}[1m--product\u{1b}[0m  the product to ask about\n             all\n");
        let chinese = "          提示语言：en 或 zh；不写则看系统区域设置";
        assert!(fitted(chinese, 40).lines().all(|line| width(line) <= 40));
    }
}
