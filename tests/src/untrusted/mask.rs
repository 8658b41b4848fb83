//! The laws of masking: whatever a vendor writes, no run of seven digits is left to read but an address.

use numcheck_core::mask_text;

use super::{Verdict, ensure};

/// Holds [`mask_text`] to the laws for any text.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let shown = mask_text(&text);
    ensure!(shown.chars().count() <= 301, "{} characters are shown", shown.chars().count());
    let order =
        shown.chars().find(|&c| c.is_control() || (c.is_whitespace() && c != ' ' && c != '\u{3000}' && !is_space(c)));
    ensure!(order.is_none(), "{order:?} is shown of {text:?}");
    let mut run = String::new();
    for c in shown.chars().chain(['x']) {
        if c.is_ascii_digit() || ('０'..='９').contains(&c) || (!run.is_empty() && stands_between_digits(c)) {
            run.push(c);
            continue;
        }
        let written = run.trim_end_matches(stands_between_digits);
        let digits = written.chars().filter(|c| !stands_between_digits(*c)).count();
        let is_address = written.parse::<std::net::Ipv4Addr>().is_ok();
        ensure!(digits < 7 || is_address, "{written:?} is shown of {text:?}");
        run.clear();
    }
    ensure!(shown.ends_with('…') || mask_text(&shown) == shown, "{shown:?} is masked again: {:?}", mask_text(&shown));
    Ok(())
}

/// Blanks of other widths, which are no orders to a terminal.
fn is_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}')
}

/// What people put between the digits of one number, and what nobody sees there.
fn stands_between_digits(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '-' | '‐'..='―' | '－' | '−' | '.' | '．' | '·' | '(' | ')' | '（' | '）' | '/' | '／' | '_')
        || matches!(c, '\u{ad}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(c, '\u{34f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}
