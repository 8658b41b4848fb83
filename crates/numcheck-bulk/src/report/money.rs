use std::collections::HashMap;

use serde::Serialize;

use crate::ledger::{Answers, RequestRow, RunRow, Spent};

/// What a run cost, and what of it the vendors' receipts confirm.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Money {
    /// Requests made.
    pub requests: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
    /// Numbers answered without a word on their charge, counted as spent.
    pub unstated: u64,
    /// Units spent, in doubt ones included, and what the owner says was not paid left out.
    pub spent: u64,
    /// What they cost, in millionths of the currency, where every product has a price.
    pub cost: Option<i64>,
    /// Numbers billed by the vendors' receipts, of the requests that have one.
    pub receipts: u64,
    /// Numbers billed by the answers of those same requests.
    pub receipts_against: u64,
    /// Requests that may have cost money and whose vendor sends no count: they cannot be verified.
    pub unverifiable_requests: u64,
    /// The same by product, in fallback order.
    pub products: Vec<ProductMoney>,
}

/// What one product cost.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ProductMoney {
    /// The product.
    pub product: String,
    /// Requests made.
    pub requests: u64,
    /// Numbers in them, those asked again counted again.
    pub numbers: u64,
    /// Numbers billed, by the answers.
    pub billed: u64,
    /// Numbers answered without a word on their charge.
    pub unstated: u64,
    /// Units spent, in doubt ones included.
    pub spent: u64,
    /// What one number costs, in millionths, where the owner said it.
    pub price: Option<i64>,
    /// What it cost, in millionths.
    pub cost: Option<i64>,
}

#[derive(Default)]
pub(super) struct Counter {
    money: Money,
    products: HashMap<String, ProductMoney>,
}

impl Counter {
    /// Counts a request; gives how many of its numbers were billed, by the answers.
    pub(super) fn take(&mut self, request: &RequestRow, answers: &Answers) -> u64 {
        let (mut billed, mut unstated) = (0, 0);
        for (is_billed, is_unstated) in answers.judged(|answer| {
            let answered = matches!(answer.outcome, "report" | "no_record");
            (answer.charge == "billed", answered && answer.charge == "unknown")
        }) {
            billed += u64::from(is_billed);
            unstated += u64::from(is_unstated);
        }
        let money = &mut self.money;
        money.requests += 1;
        money.billed += billed;
        money.unstated += unstated;
        match (request.state.as_str(), request.charge.as_str(), request.billed) {
            ("settled", _, Some(stated)) => {
                money.receipts += u64::from(stated);
                money.receipts_against += billed;
            }
            (_, "free", _) | ("not_paid", ..) => {}
            _ => money.unverifiable_requests += 1,
        }
        let product = self.products.entry(request.product.clone()).or_default();
        product.requests += 1;
        product.numbers += request.positions.as_slice().len() as u64;
        product.billed += billed;
        product.unstated += unstated;
        billed
    }

    pub(super) fn finish(mut self, row: &RunRow, spent: &Spent) -> Money {
        let mut known = products(row);
        let others = self.products.keys().filter(|asked| known.iter().all(|(id, _)| id != *asked)).cloned();
        let others: Vec<_> = others.map(|asked| (asked, None)).collect();
        known.extend(others);
        for (id, price) in known {
            let mut product = self.products.remove(&id).unwrap_or_default();
            product.spent = spent.by_product.get(&id).copied().unwrap_or_default();
            product.price = price;
            product.cost = price.map(|price| price.saturating_mul(i64::try_from(product.spent).unwrap_or(i64::MAX)));
            product.product = id;
            self.money.products.push(product);
        }
        self.money.spent = spent.total();
        self.money.cost = self.money.products.iter().map(|product| product.cost).sum();
        self.money
    }
}

/// The products of a run and what one number costs, in fallback order.
pub(super) fn products(row: &RunRow) -> Vec<(String, Option<i64>)> {
    let ids = row.products.as_array().into_iter().flatten().filter_map(|product| product["id"].as_str());
    ids.enumerate().map(|(at, id)| (id.to_owned(), row.options["prices"][at].as_i64())).collect()
}
