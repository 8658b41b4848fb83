use std::collections::HashMap;

use divan::Bencher;
use divan::counter::ItemsCount;
use numcheck_benches::{align_rows, numbers};
use numcheck_core::{Batch, Charge, Outcome, PhoneNumber, Receipt};
use numcheck_juhe::LINE_STATUS;

use crate::COUNT;

#[divan::bench]
fn align_2000(bencher: Bencher) {
    let numbers = numbers(COUNT);
    let rows = align_rows(&numbers);
    let receipt = Receipt { by: LINE_STATUS.id().clone(), order_id: None, billed: Some(2000), charge: Charge::BILLED };
    bencher.counter(ItemsCount::new(COUNT)).with_inputs(|| (rows.clone(), vec![receipt.clone()])).bench_local_values(
        |(rows, receipts)| Batch::align(&LINE_STATUS, &numbers, rows, receipts, || (Outcome::Unanswered, Charge::FREE)),
    );
}

/// Each number with its row moved beside it: duplicates, rows that disagree and charges are nobody's concern.
#[divan::bench]
fn yardstick_hash_map_join_2000(bencher: Bencher) {
    let numbers = numbers(COUNT);
    let rows = align_rows(&numbers);
    bencher.counter(ItemsCount::new(COUNT)).with_inputs(|| rows.clone()).bench_local_values(|rows| {
        let mut by_number: HashMap<PhoneNumber, _> = rows.into_iter().map(|row| (row.number, row)).collect();
        numbers.iter().map(|number| by_number.remove(number)).collect::<Vec<_>>()
    });
}
