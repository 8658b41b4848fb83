//! The laws of reading a number: what was read is read again the same, no digit is made up, and a refusal repeats no number.

use numcheck_core::PhoneNumber;

use super::{Verdict, ensure};

/// Holds [`PhoneNumber::parse`] to the laws for any text.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let number = match PhoneNumber::parse(&text) {
        Ok(number) => number,
        Err(error) => {
            let run = longest_run(&format!("{error} {error:?} {}", error.masked_text()));
            // `parse` names the limit of a number's length, never its digits.
            ensure!(run < 7, "a refusal shows {run} digits of {text:?}: {error}");
            return Ok(());
        }
    };
    let written = number.written();
    ensure!(PhoneNumber::parse(&written) == Ok(number), "{number:?} is written {written:?}, and read another way");
    // One that seems to begin with its calling code once more is refused, and never taken for another. What begins with 00
    // reads as international: such a number is written with its + only.
    if !number.as_str().starts_with("00") {
        let national = PhoneNumber::parse_in(number.country(), number.as_str());
        ensure!(national.is_err() || national == Ok(number), "{number:?} is {national:?} in its country");
    }
    let mut digits = text.chars().filter_map(digit);
    // A bracketed zero in between is for callers inside the country.
    let all = number.as_str().trim_start_matches('0').chars().all(|wanted| digits.any(|digit| digit == wanted));
    ensure!(all, "{number:?} has digits that {text:?} has not");
    for shown in [number.masked(), format!("{number:?}")] {
        let (head, tail) = shown.split_once("****").unwrap_or((shown.as_str(), ""));
        let count = |part: &str| part.chars().filter(char::is_ascii_digit).count();
        // The calling code of another country stands before the mask.
        let code = if number.country() == PhoneNumber::CHINA { 0 } else { number.country().to_string().len() };
        ensure!(count(head) <= 3 + code && count(tail) <= 4, "{shown:?} shows too much");
    }
    Ok(())
}

fn digit(c: char) -> Option<char> {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')),
        _ => c.is_ascii_digit().then_some(c),
    }
}

fn longest_run(text: &str) -> usize {
    text.split(|c: char| digit(c).is_none()).map(|run| run.chars().count()).max().unwrap_or_default()
}
