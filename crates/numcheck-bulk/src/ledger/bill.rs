use std::collections::HashSet;

use numcheck_core::{PhoneNumber, Timestamp};
use rusqlite::params;

use super::doubts::doubts_of;
use super::scan::{RequestRow, request_row_from};
use super::{Ledger, Verdict};
use crate::Result;

/// What one request cost, as far as the ledger can say.
#[derive(Debug, Default)]
pub(crate) struct BillRow {
    pub request: i64,
    pub product: String,
    pub account: Option<String>,
    pub sent_at: i64,
    /// Numbers asked.
    pub numbers: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
    /// Numbers without an answer that the owner says were billed.
    pub by_word: u64,
    /// Numbers answered without a word on their charge.
    pub unstated: u64,
    /// Numbers that may be paid for and have no answer.
    pub in_doubt: u64,
    /// Numbers billed, by the vendor's receipt; `None` where it sends none.
    pub stated: Option<u64>,
    /// What one number costs, in millionths, where the owner said it.
    pub price: Option<i64>,
    /// The vendor's order id of the request.
    pub order_id: Option<String>,
    /// The order ids of its numbers, where they have their own, and whether each was billed.
    pub orders: Vec<(String, bool)>,
}

impl BillRow {
    /// Units that count as spent.
    pub(crate) const fn units(&self) -> u64 {
        self.billed + self.by_word + self.unstated + self.in_doubt
    }
}

impl Ledger {
    /// Every request sent from `from` on and before `to`, of runs and of checks, the oldest first.
    pub(crate) fn each_billed(
        &self,
        from: Timestamp,
        to: Timestamp,
        mut each: impl FnMut(BillRow) -> Result<()>,
    ) -> Result<()> {
        let connection = self.reader()?;
        let sql = format!(
            "{} WHERE i.sent_at >= ?1 AND i.sent_at < ?2 ORDER BY i.id",
            super::scan::REQUEST.replace("SELECT i.id", "SELECT i.run, i.account, i.id")
        );
        let mut statement = connection.prepare(&sql).map_err(|error| self.wrong(&error))?;
        let rows = statement
            .query_map(params![from.as_millis(), to.as_millis()], |row| {
                Ok((row.get::<_, Option<i64>>(0)?, row.get(1)?, request_row_from(row, 2)?))
            })
            .map_err(|error| self.wrong(&error))?;
        for row in rows {
            let (run, account, request) = row.map_err(|error| self.wrong(&error))?;
            if !request.was_sent() {
                continue;
            }
            let doubtful = matches!(request.state.as_str(), "open" | "in_doubt" | "settled");
            let verdicts = if doubtful { self.verdicts(&connection, request.id)? } else { Vec::new() };
            let doubts = if doubtful { doubts_of(run, &request, &verdicts) } else { Vec::new() };
            let mut row = bill_row(&request, account);
            // Billed without an answer is certain: only the rest is in doubt.
            let certain = billed_without_answer(&request);
            for doubt in doubts.iter().filter(|doubt| !certain.contains(&doubt.number)) {
                match doubt.verdict {
                    Some(Verdict::NotPaid) => {}
                    Some(Verdict::Paid) => row.by_word += 1,
                    _ => row.in_doubt += 1,
                }
            }
            each(row)?;
        }
        Ok(())
    }
}

fn bill_row(request: &RequestRow, account: Option<String>) -> BillRow {
    let numbers = request.numbers.split(',').count() as u64;
    let answers = request.answers();
    let mut row = BillRow {
        request: request.id,
        product: request.product.clone(),
        account,
        sent_at: request.sent_at.as_millis(),
        numbers,
        stated: match request.charge.as_str() {
            "free" => Some(0),
            _ => request.billed.map(u64::from),
        },
        price: request.max_cost.map(|cost| cost / i64::try_from(numbers).unwrap_or(1).max(1)),
        order_id: request.order_id.clone(),
        ..BillRow::default()
    };
    for answer in answers.iter() {
        let answered = matches!(answer.outcome, "report" | "no_record");
        row.billed += u64::from(answer.charge == "billed");
        row.unstated += u64::from(answered && answer.charge == "unknown");
        if let Some(id) = answer.order_id {
            row.orders.push((id.to_owned(), answer.charge == "billed"));
        }
    }
    row
}

fn billed_without_answer(request: &RequestRow) -> HashSet<PhoneNumber> {
    let answers = request.answers();
    let lost = request
        .numbers
        .split(',')
        .zip(answers.iter())
        .filter(|(_, answer)| answer.charge == "billed" && !matches!(answer.outcome, "report" | "no_record"));
    lost.filter_map(|(number, _)| PhoneNumber::parse(number).ok()).collect()
}
