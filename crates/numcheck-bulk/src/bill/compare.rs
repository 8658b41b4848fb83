use numcheck_core::Timestamp;
use serde::Serialize;

mod totals;
mod work;

use super::statement::Statement;
use crate::Result;
use crate::ledger::Ledger;
use work::Work;

/// A request is billed a moment after it was sent, perhaps on the next day.
const MOMENT: i64 = 3_600_000;

/// A vendor's statement against the ledger.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Comparison {
    /// Numbers billed by the ledger, of all that was compared.
    pub ours: u64,
    /// Numbers billed by the statement, of all that was compared.
    pub theirs: u64,
    /// What agrees, by day and product.
    pub agrees: Vec<Match>,
    /// What differs, one by one.
    pub differs: Vec<Difference>,
    /// Differences that are not told one by one.
    pub more: u64,
    /// What cannot be verified.
    pub unverifiable: Vec<Unverifiable>,
}

/// Requests, or a day, on which both sides agree.
#[derive(Clone, Debug, Serialize)]
pub struct Match {
    /// `order` or `day`.
    pub by: &'static str,
    /// The day in Beijing.
    pub day: String,
    /// The product; empty for all together.
    pub product: String,
    /// Requests that were compared; 0 for a day's total.
    pub requests: u64,
    /// Numbers billed, by both.
    pub numbers: u64,
}

/// Something on which they differ.
#[derive(Clone, Debug, Serialize)]
pub struct Difference {
    /// The day in Beijing.
    pub day: String,
    /// The product; empty where it is not known, or for all together.
    pub product: String,
    /// The vendor's order id.
    pub order_id: Option<String>,
    /// The ledger's request.
    pub request: Option<i64>,
    /// Numbers billed by the ledger; `None` where it has no such request.
    pub ours: Option<u64>,
    /// Numbers billed by the statement; `None` where it has no such line, or no count.
    pub theirs: Option<u64>,
    /// `count`, `not_in_ledger`, `not_in_statement`; `in_doubt` where numbers in doubt or unstated explain it.
    pub why: &'static str,
}

/// Numbers of which nothing can be said.
#[derive(Clone, Debug, Serialize)]
pub struct Unverifiable {
    /// The day in Beijing.
    pub day: String,
    /// The product, or what the statement calls it.
    pub product: String,
    /// How many numbers.
    pub numbers: u64,
    /// `in_doubt`, `unstated`, `no_count`, `no_order_id`, `unknown_product`.
    pub why: &'static str,
}

impl Statement {
    /// Compares it with what the ledger sent from `from` on and before `to`; of one product, or of all. `product_of` finds the
    /// product that the statement means by a name.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn compare(
        &self,
        ledger: &Ledger,
        (from, to): (Timestamp, Timestamp),
        product: Option<&str>,
        product_of: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Comparison> {
        let mut work = Work::new(self, product_of);
        let around = |moment: Timestamp, by: i64| Timestamp::from_millis(moment.as_millis().saturating_add(by));
        ledger.each_billed(around(from, -MOMENT), around(to, MOMENT), |row| {
            if product.is_none_or(|wanted| wanted == row.product) {
                let inside = (from.as_millis()..to.as_millis()).contains(&row.sent_at);
                work.take(row, inside);
            }
            Ok(())
        })?;
        Ok(work.finish())
    }
}
