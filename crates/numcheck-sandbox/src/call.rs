//! A request being answered: its entry in the ledger, and the faults drawn for it.

use crate::billing::{Asked, Delivery, Digits, Entry};
use crate::faults::Draw;

/// The mark of a caller that has none, in the ledger.
const NO_MARK: u16 = 0;

#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) entry: Entry,
    pub(crate) draw: Draw,
}

impl Call {
    pub(crate) fn new(entry: Entry, draw: Draw) -> Self {
        Self { entry, draw }
    }

    /// Notes which credential was sent.
    pub(crate) fn key(&mut self, key: &'static str) {
        self.entry.key = key.into();
    }

    /// Notes the numbers asked, none of them billed so far.
    pub(crate) fn asks<'a>(&mut self, numbers: impl IntoIterator<Item = &'a str>) {
        let asked = |number| Asked {
            number: Digits::parse(number).expect("numbers are checked before they are noted"),
            billed: 0,
            answer: None,
        };
        self.entry.numbers = numbers.into_iter().map(asked).collect();
    }

    /// Answers the number at a position with a status, and bills it if its card says so and no fault says
    /// otherwise. Returns whether it is billed.
    pub(crate) fn answers(&mut self, position: usize, status: Option<u32>, billed: bool) -> bool {
        let billed = billed && !self.draw.unbilled;
        if let Some(asked) = self.entry.numbers.get_mut(position) {
            asked.billed = billed.into();
            asked.answer = Some(status.and_then(|status| status.try_into().ok()).unwrap_or(NO_MARK));
        }
        billed
    }

    /// Whether the carrier is late with the number at a position, by a fault: no row, no charge.
    pub(crate) fn is_late(&mut self, position: usize) -> bool {
        let late = self.draw.is_missing(position);
        if late {
            self.strike("missing");
        }
        late
    }

    /// Notes that a fault struck.
    pub(crate) fn strike(&mut self, fault: &'static str) {
        if !self.entry.faults.iter().any(|struck| struck == fault) {
            self.entry.faults.push(fault.into());
        }
    }

    /// Takes the answer back: the vendor refuses after all. Every number is billed or none is.
    pub(crate) fn refuse(&mut self, billed: bool) {
        self.entry.order_id = None;
        for asked in &mut self.entry.numbers {
            asked.billed = billed.into();
            asked.answer = None;
        }
    }

    /// Notes that the reply does not arrive as it is.
    pub(crate) fn spoil(&mut self, delivery: Delivery) {
        self.entry.delivery = delivery;
        for asked in &mut self.entry.numbers {
            asked.answer = None;
        }
    }
}
