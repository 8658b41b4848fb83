use numcheck_core::{Message, NumberKind, ParseNumberError, ParseNumberReason, PhoneNumber};

use crate::input::{List, Record};
use crate::messages::input as messages;

/// How a number ends that a spreadsheet has rounded: 1.38E+10 is 13800000000 once it is written out.
const ROUND: &[u8] = b"0000000";
/// So many lines are named of each kind.
const NAMED: usize = 5;

/// What the owner should know of a whole list before it is paid for, gathered line by line.
#[derive(Debug, Default)]
pub struct Warnings {
    /// Lines whose number was shortened by a spreadsheet.
    lost_digits: Lines,
    /// Lines whose number a spreadsheet may have rounded.
    rounded: Lines,
    /// Lines with bytes that are no characters in the list's encoding.
    garbled: Lines,
}

impl Warnings {
    /// Looks at a line, whatever stands in it.
    pub fn record(&mut self, list: &List, record: &Record) {
        if record.is_garbled() && list.sheet().is_none() {
            self.garbled.add(record.line);
        }
    }

    /// Looks at the number of a line, or at why it holds none.
    pub fn number(&mut self, line: u64, number: Result<&PhoneNumber, &ParseNumberError>) {
        match number {
            Ok(number) if number.kind() == NumberKind::Mobile && number.as_bytes().ends_with(ROUND) => {
                self.rounded.add(line);
            }
            Err(error) if error.reason() == ParseNumberReason::LostDigits => self.lost_digits.add(line),
            _ => {}
        }
    }

    /// In words: numbers that lost digits, or may have, and text that is garbled.
    pub fn messages(&self, list: &List) -> Vec<Message> {
        let Self { lost_digits, rounded, garbled } = self;
        let mut warnings = Vec::new();
        if lost_digits.count > 0 {
            warnings.push(messages::lost_digits(lost_digits.count, lost_digits.shown()));
        }
        // One or two are numbers that somebody was proud to get.
        if rounded.count > 2 {
            warnings.push(messages::rounded(rounded.count, rounded.shown()));
        }
        if garbled.count > 0 {
            warnings.push(messages::garbled(garbled.count, list.encoding().name(), garbled.shown()));
        }
        warnings
    }
}

/// How many lines there are of a kind, and the first few.
#[derive(Debug, Default)]
struct Lines {
    count: u64,
    first: Vec<u64>,
}

impl Lines {
    fn add(&mut self, line: u64) {
        self.count += 1;
        if self.first.len() < NAMED {
            self.first.push(line);
        }
    }

    /// `2, 5, 9, …`
    fn shown(&self) -> Message {
        let first: Vec<String> = self.first.iter().map(u64::to_string).collect();
        let more = self.count > self.first.len() as u64;
        let all = |between: &str| format!("{}{}", first.join(between), if more { " …" } else { "" });
        Message::new(all(", "), all("、"))
    }
}
