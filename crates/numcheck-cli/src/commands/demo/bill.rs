use numcheck_sandbox::{Options, Sandbox, billing};

use super::place::Place;
use crate::fault::Failure;
use crate::messages::demo as messages;

/// The bill that the sandbox keeps for itself, as a vendor does.
#[derive(Debug)]
pub(super) struct Bill {
    /// Units billed.
    pub(super) billed: i64,
    /// Of them, for numbers whose answer never arrived.
    pub(super) unanswered: i64,
    /// How often the number was billed that was billed most often.
    pub(super) most: u32,
}

impl Bill {
    pub(super) fn read(place: &Place) -> Result<Self, Failure> {
        let numbers = billing::numbers(place.bill()).map_err(|error| failed(&error))?;
        let sum = |wanted: &dyn Fn(&&billing::NumberBill) -> bool| {
            numbers.iter().filter(wanted).map(|number| i64::from(number.billed)).sum()
        };
        Ok(Self {
            billed: sum(&|_| true),
            unanswered: sum(&|number| number.answer.is_none()),
            most: numbers.iter().map(|number| number.billed).max().unwrap_or_default(),
        })
    }

    /// Whether it holds the same as our own book, and no number twice.
    pub(super) const fn agrees(&self, billed_by_answers: i64) -> bool {
        self.billed == billed_by_answers + self.unanswered && self.most <= 1
    }
}

/// Buys more units at the vendor, whose sandbox ended with the run.
pub(super) fn top_up(place: &Place, units: u64) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|error| failed(&error))?;
    runtime.block_on(async {
        let sandbox = Sandbox::start(Options::default().state(place.bill())).await.map_err(|error| failed(&error))?;
        let bought = sandbox.top_up(None, units).await.map_err(|error| failed(&error));
        sandbox.stop().await;
        bought
    })
}

fn failed(error: &dyn std::error::Error) -> Failure {
    Failure::unexpected(messages::sandbox_failed(error.to_string()))
}
