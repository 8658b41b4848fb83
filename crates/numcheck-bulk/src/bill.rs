//! The bill of a time as the ledger has it, by day, product and key, and a vendor's statement against it.

use std::collections::BTreeMap;

use numcheck_core::Timestamp;
use serde::Serialize;

mod columns;
mod compare;
mod day;
mod statement;

pub use compare::{Comparison, Difference, Match, Unverifiable};
pub use day::beijing_day;
pub use statement::{Statement, Taken};

use crate::Result;
use crate::ledger::{BillRow, Ledger};

/// What the ledger says was billed in a time, by day, product and key.
#[derive(Clone, Debug, Serialize)]
pub struct Bill {
    /// One for each day, product and key, in this order.
    pub lines: Vec<BillLine>,
    /// All lines together.
    pub total: Sums,
}

/// One day of one product with one key.
#[derive(Clone, Debug, Serialize)]
pub struct BillLine {
    /// The day in Beijing, `2026-11-03`.
    pub day: String,
    /// The product.
    pub product: String,
    /// Which credentials asked, by their label; `None` for requests of a time when that was not recorded.
    pub account: Option<String>,
    /// What it came to.
    #[serde(flatten)]
    pub sums: Sums,
}

/// Requests, numbers and money together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    /// Requests sent.
    pub requests: u64,
    /// Numbers in them.
    pub numbers: u64,
    /// Numbers billed: by the answers, and by the owner's word on those without one.
    pub billed: u64,
    /// Numbers answered without a word on their charge.
    pub unstated: u64,
    /// Numbers that may be paid for and have no answer.
    pub in_doubt: u64,
    /// Numbers billed by the vendor's receipts, of the requests that have one.
    pub receipts: u64,
    /// Requests that may have cost money and whose vendor sends no count.
    pub without_receipt: u64,
    /// What the units with a price cost, in millionths of the currency.
    pub cost: i64,
    /// Units spent whose price nobody said.
    pub unpriced: u64,
}

impl Bill {
    /// Reads what was sent from `from` on and before `to`; of one product, or of all.
    ///
    /// # Errors
    ///
    /// [`Error::Ledger`](crate::Error::Ledger) if it cannot be read.
    pub fn read(ledger: &Ledger, from: Timestamp, to: Timestamp, product: Option<&str>) -> Result<Self> {
        let mut lines: BTreeMap<(String, String, Option<String>), Sums> = BTreeMap::new();
        let mut total = Sums::default();
        ledger.each_billed(from, to, |row| {
            if product.is_none_or(|wanted| wanted == row.product) {
                total.add(&row);
                let key = (beijing_day(row.sent_at), row.product.clone(), row.account.clone());
                lines.entry(key).or_default().add(&row);
            }
            Ok(())
        })?;
        let line = |((day, product, account), sums)| BillLine { day, product, account, sums };
        Ok(Self { lines: lines.into_iter().map(line).collect(), total })
    }
}

impl Sums {
    fn add(&mut self, row: &BillRow) {
        self.requests += 1;
        self.numbers += row.numbers;
        self.billed += row.billed + row.by_word;
        self.unstated += row.unstated;
        self.in_doubt += row.in_doubt;
        match row.stated {
            Some(stated) => self.receipts += stated,
            // What cost nothing, by the answers or by the owner's word, has none.
            None if row.units() == 0 => {}
            None => self.without_receipt += 1,
        }
        match row.price {
            Some(price) => {
                let units = i64::try_from(row.units()).unwrap_or(i64::MAX);
                self.cost = self.cost.saturating_add(price.saturating_mul(units));
            }
            None => self.unpriced += row.units(),
        }
    }
}
