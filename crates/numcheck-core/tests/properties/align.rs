//! Whatever rows a vendor sends, each number gets what its own rows say, and the money adds up.

use numcheck_core::{
    Answer, Batch, Charge, Error, ErrorKind, LineReport, LineStatus, Outcome, PhoneNumber, Product, Receipt,
    Reconciliation, Report, Row,
};
use proptest::prelude::*;

const PRODUCT: Product = Product::new("acme/line-status", LineReport::KIND).batches_of(50);

/// The fifth is never asked about: rows about it are a stranger's.
fn number(nth: usize) -> PhoneNumber {
    format!("1380000000{nth}").parse().expect("a number")
}

fn charges() -> impl Strategy<Value = Charge> {
    prop::sample::select(vec![Charge::BILLED, Charge::FREE, Charge::FREE_INFERRED, Charge::Unknown])
}

/// A row whose area names its number, so that a row in the wrong place shows.
fn rows() -> impl Strategy<Value = Vec<Row<LineReport>>> {
    let row = (0usize..5, 0u8..4, charges(), any::<bool>()).prop_map(|(nth, status, charge, has_area)| {
        let (status, code) = match status {
            0 => (LineStatus::Vacant, "0"),
            1 => (LineStatus::Active, "1"),
            2 => (LineStatus::Unknown("9".to_owned()), "9"),
            _ => return Row { number: number(nth), outcome: Outcome::NoRecord, charge, order_id: None },
        };
        let area = has_area.then(|| number(nth).as_str().into());
        let report = LineReport { status, code: code.into(), area, carrier: None, last_time: None };
        Row { number: number(nth), outcome: Outcome::Report(report), charge, order_id: None }
    });
    prop::collection::vec(row, 0..12)
}

fn receipts() -> impl Strategy<Value = Vec<Receipt>> {
    let receipt = (prop::option::of(0u32..9), charges()).prop_map(|(billed, charge)| Receipt {
        by: PRODUCT.id().clone(),
        order_id: None,
        billed,
        charge,
    });
    prop::collection::vec(receipt, 0..4)
}

fn asked() -> impl Strategy<Value = Vec<PhoneNumber>> {
    prop::collection::vec((0usize..4).prop_map(number), 0..8)
}

fn lost() -> (Outcome<LineReport>, Charge) {
    (Outcome::Failed(Error::new(ErrorKind::Protocol, Charge::Unknown, "no row")), Charge::Unknown)
}

/// Status word and code of a row or an answer; `None` for one that says nothing of the kind.
fn said(outcome: &Outcome<LineReport>) -> Option<(String, String)> {
    match outcome {
        Outcome::Report(report) => Some((report.status.word().to_owned(), report.code.to_string())),
        Outcome::NoRecord => Some(("no record".to_owned(), String::new())),
        _ => None,
    }
}

fn assert_answer(answer: &Answer<LineReport>, rows: &[Row<LineReport>]) -> Result<(), TestCaseError> {
    let own: Vec<_> = rows.iter().filter(|row| row.number == answer.number).collect();
    let mut says: Vec<_> = own.iter().map(|row| said(&row.outcome)).collect();
    says.dedup();
    match says.as_slice() {
        [] => prop_assert_eq!((answer.outcome.word(), answer.charge), ("failed", Charge::Unknown)),
        [one] => prop_assert_eq!(&said(&answer.outcome), one),
        _ => prop_assert_eq!(answer.outcome.word(), "failed", "rows that disagree are not believed"),
    }
    let area = answer.outcome.report().and_then(|report| report.area.as_deref());
    prop_assert!(area.is_none_or(|area| area == answer.number.as_str()), "another number's row");
    // Money is never guessed down: free only where every row says so.
    let all = |is: fn(Charge) -> bool| !own.is_empty() && own.iter().all(|row| is(row.charge));
    prop_assert_eq!(answer.charge.is_free(), all(Charge::is_free));
    prop_assert_eq!(answer.charge.is_billed(), all(Charge::is_billed));
    Ok(())
}

fn sum(one: &Reconciliation, other: &Reconciliation) -> Reconciliation {
    Reconciliation {
        billed: one.billed + other.billed,
        unstated: one.unstated + other.unstated,
        in_doubt: one.in_doubt + other.in_doubt,
        receipts: one.receipts.zip(other.receipts).map(|(one, other)| one + other),
    }
}

proptest! {
    #[test]
    fn every_number_gets_its_own_rows(asked in asked(), rows in rows()) {
        let batch = Batch::align(&PRODUCT, &asked, rows.clone(), Vec::new(), lost);
        let order: Vec<_> = batch.answers.iter().map(|answer| answer.number).collect();
        prop_assert_eq!(order, asked);
        for answer in &batch.answers {
            assert_answer(answer, &rows)?;
        }
    }

    /// Rows in the order asked are taken as they stand, unless a number is asked twice.
    #[test]
    fn rows_in_the_order_asked_are_read_as_any(rows in rows()) {
        let asked: Vec<_> = rows.iter().map(|row| row.number).collect();
        let batch = Batch::align(&PRODUCT, &asked, rows.clone(), Vec::new(), lost);
        let order: Vec<_> = batch.answers.iter().map(|answer| answer.number).collect();
        prop_assert_eq!(order, asked);
        for answer in &batch.answers {
            assert_answer(answer, &rows)?;
        }
    }

    /// The order in which a vendor sends its rows decides nothing that counts.
    #[test]
    fn the_order_of_rows_is_nothing(asked in asked(), rows in rows()) {
        let what = |rows: Vec<_>| -> Vec<_> {
            let batch = Batch::align(&PRODUCT, &asked, rows, Vec::new(), lost);
            batch.answers.iter().map(|answer| (said(&answer.outcome), answer.charge)).collect()
        };
        let reversed = rows.iter().rev().cloned().collect();
        prop_assert_eq!(what(rows), what(reversed));
    }

    #[test]
    fn the_sum_is_the_sum_of_its_parts(rows in rows(), first in receipts(), second in receipts()) {
        let batch = |numbers: &[PhoneNumber], receipts: &[Receipt]| {
            Batch::align(&PRODUCT, numbers, rows.clone(), receipts.to_vec(), lost)
        };
        let numbers: Vec<_> = (0..4).map(number).collect();
        let (one, other) = (batch(&numbers[..2], &first), batch(&numbers[2..], &second));
        let both = batch(&numbers, &[first, second].concat());
        prop_assert_eq!(both.reconcile(), sum(&one.reconcile(), &other.reconcile()));
        let Reconciliation { billed, unstated, in_doubt, .. } = both.reconcile();
        let free = both.answers.iter().filter(|answer| answer.charge.is_free()).count() as u64;
        prop_assert_eq!(billed + unstated + in_doubt + free, 4, "each number is in one part");
        // A number asked twice was paid once.
        let twice = batch(&[&numbers[..], &numbers[..]].concat(), &both.receipts);
        prop_assert_eq!(twice.reconcile(), both.reconcile());
    }
}
