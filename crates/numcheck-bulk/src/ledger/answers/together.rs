use numcheck_core::columns::Of;

use super::Answers;
use super::column::Column;

/// So many combinations, or a table of them as large as this, are too many to be of use.
const MOST: usize = 1 << 16;

/// Which numbers have the same in several columns.
#[derive(Debug)]
pub(crate) struct Together {
    /// The combination that each number has.
    pub which: Vec<u16>,
    /// For each combination, the first number that has it.
    pub examples: Vec<usize>,
}

impl Answers {
    /// Which numbers have the same in all of these columns; `None` where half of them differ.
    pub(crate) fn together(&self, columns: &[Of]) -> Option<Together> {
        let most = (self.count / 2).max(1);
        let mut together = Together { which: vec![0; self.count], examples: vec![0] };
        let mut before: Option<&Column> = None;
        for column in columns.iter().filter_map(|of| self.column(*of)).filter(|column| column.varies()) {
            if before.is_none_or(|before| !before.has_places_of(column)) {
                together.tell_apart(column, most)?;
            }
            before = Some(column);
        }
        Some(together)
    }
}

impl Together {
    /// Tells numbers apart that have different values in one more column; `None` where there are more combinations than
    /// `most`.
    fn tell_apart(&mut self, column: &Column, most: usize) -> Option<()> {
        let values = column.len();
        if values > most || (values + 1) * self.examples.len() > MOST {
            return None;
        }
        // For each combination so far and each value, or none, the new combination, and 0 for none yet; they count from 1.
        let mut known = vec![0_u16; (values + 1) * self.examples.len()];
        let mut examples = Vec::new();
        for number in 0..self.which.len() {
            let value = column.place(number).filter(|value| *value < values).unwrap_or(values);
            let new = &mut known[usize::from(self.which[number]) * (values + 1) + value];
            if *new == 0 {
                if examples.len() == most {
                    return None;
                }
                examples.push(number);
                *new = u16::try_from(examples.len()).ok()?;
            }
            self.which[number] = *new - 1;
        }
        self.examples = examples;
        Some(())
    }
}
