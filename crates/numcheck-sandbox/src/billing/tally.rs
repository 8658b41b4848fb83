//! What follows from the entries: sums and bills by number, made when they are asked for.

use std::collections::{BTreeMap, HashMap};

use super::{Digits, Entry, Ledger, NumberBill, Total, Totals};
use crate::Product;

/// The sums, kept as entries are written.
#[derive(Clone, Debug, Default)]
pub(super) struct Sums {
    requests: u64,
    by_key: BTreeMap<(Product, String), Total>,
}

impl Sums {
    pub(super) fn add(&mut self, entry: &Entry) {
        self.requests += 1;
        let Some(product) = entry.product else {
            return;
        };
        let total = self.by_key.entry((product, entry.key.clone().into_owned())).or_insert_with(|| Total {
            product,
            key: entry.key.clone().into_owned(),
            requests: 0,
            numbers: 0,
            billed: 0,
        });
        total.requests += 1;
        total.numbers += entry.numbers.len() as u64;
        total.billed += entry.units();
    }

    pub(super) fn totals(&self) -> Totals {
        let products: Vec<_> = self.by_key.values().cloned().collect();
        Totals {
            requests: self.requests,
            numbers: products.iter().map(|total| total.numbers).sum(),
            billed: products.iter().map(|total| total.billed).sum(),
            products,
        }
    }
}

/// The whole ledger; without `numbers`, its requests and itself have none.
pub(crate) fn ledger<'a>(entries: impl Iterator<Item = &'a Entry> + Clone, numbers: bool) -> Ledger {
    let mut sums = Sums::default();
    let mut billed = HashMap::<Digits, u64>::new();
    for entry in entries.clone() {
        sums.add(entry);
        for asked in entry.numbers.iter().filter(|_| numbers) {
            *billed.entry(asked.number).or_default() += u64::from(asked.billed);
        }
    }
    let mut requests: Vec<_> = entries.map(|entry| entry.unpack(numbers)).collect();
    requests.sort_by_key(|request| request.seq);
    let numbers = billed.into_iter().map(|(number, billed)| (number.to_string(), billed)).collect();
    Ledger { requests, totals: sums.totals().products, numbers }
}

/// One bill a product and number, by product and then number. What is last is so by `seq`, whatever the
/// order of the entries.
#[derive(Debug, Default)]
pub(crate) struct Bills(HashMap<(Product, Digits), Bill>);

#[derive(Clone, Copy, Debug, Default)]
struct Bill {
    asked: u32,
    billed: u32,
    answer: Option<u16>,
    answered_seq: u64,
    billed_seq: u64,
}

impl Bills {
    pub(super) fn add(&mut self, entry: &Entry) {
        let Some(product) = entry.product else {
            return;
        };
        for asked in &entry.numbers {
            let bill = self.0.entry((product, asked.number)).or_default();
            bill.asked += 1;
            bill.billed += u32::from(asked.billed);
            if asked.billed > 0 {
                bill.billed_seq = bill.billed_seq.max(entry.seq);
            }
            if asked.answer.is_some() && entry.seq >= bill.answered_seq {
                bill.answer = asked.answer;
                bill.answered_seq = entry.seq;
            }
        }
    }

    /// Made one at a time: as public values a million of them take ten times the room.
    pub(crate) fn into_sorted(self) -> impl Iterator<Item = NumberBill> + Send + Unpin + use<> {
        let mut bills: Vec<_> = self.0.into_iter().collect();
        bills.sort_unstable_by_key(|(key, _)| *key);
        bills.into_iter().map(|((product, number), bill)| NumberBill {
            product,
            number: number.to_string(),
            asked: bill.asked,
            billed: bill.billed,
            answer: bill.answer,
            seq: bill.billed_seq.max(bill.answered_seq),
        })
    }
}

pub(crate) fn bills<'a>(entries: impl Iterator<Item = &'a Entry>) -> Bills {
    let mut bills = Bills::default();
    entries.for_each(|entry| bills.add(entry));
    bills
}
