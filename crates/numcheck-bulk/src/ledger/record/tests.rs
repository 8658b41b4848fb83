use numcheck_core::columns::{LineRow, LineRows};
use numcheck_core::{ErrorKind, LineReport, LineStatus, NumberKind, Outcome as Became, Report, Text};
use proptest::prelude::*;

use super::*;

#[test]
fn what_was_never_sent_says_so_and_nothing_else_does() {
    let unsent = Outcome::unsent();
    assert!(unsent.error.as_deref().is_some_and(Outcome::says_unsent), "{unsent:?}");
    assert_eq!((unsent.state.word(), unsent.units, unsent.doubts), ("not_paid", 0, 0));
    assert!(!Outcome::says_unsent(r#"{"kind":"transport","message":"refused"}"#));
}

const PRODUCT: Product =
    Product::new("acme/line-status", LineReport::KIND).batches_of(2000).taking(&[NumberKind::Mobile]);

fn status(code: &str) -> LineStatus {
    match code {
        "0" | "00" => LineStatus::Vacant,
        "1" => LineStatus::Active,
        "2" => LineStatus::Suspended,
        other => LineStatus::Unknown(other.to_owned()),
    }
}

type Row = (Charge, Option<String>, String, Option<String>, Option<String>, Option<String>);

fn row() -> impl Strategy<Value = Row> {
    let text = |texts: &'static [&'static str]| prop::sample::select(texts).prop_map(str::to_owned);
    let inferred = [Charge::FREE_INFERRED, Charge::Billed(numcheck_core::Basis::Inferred)];
    let charges = [[Charge::BILLED, Charge::BILLED], [Charge::FREE, Charge::Unknown], inferred].concat();
    let area =
        prop_oneof![text(&["北京", "0", "active", "\"", "a\\b\n", "空号"]), (0..99).prop_map(|at| format!("区{at}"))];
    (
        prop::sample::select(charges),
        prop::option::of((0..500).prop_map(|at| format!("JHS671202203031142{at}"))),
        text(&["0", "1", "1", "2", "00", "9", "unknown", "北京"]),
        prop::option::weighted(0.9, area),
        prop::option::weighted(0.9, text(&["移动", "联通", "北京"])),
        prop::option::of(text(&[
            "-3",
            "0",
            "7",
            "+7",
            "007",
            "1644111310668",
            "999999999999999999",
            "9223372036854775808",
            "x",
        ])),
    )
}

/// Some rows alike and some at random: what all have, or most, or none.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    (prop::collection::vec(row(), 1..90), any::<[bool; 6]>()).prop_map(|(mut rows, alike)| {
        let first = rows[0].clone();
        for row in &mut rows {
            row.0 = if alike[0] { first.0 } else { row.0 };
            row.1 = if alike[1] { first.1.clone() } else { row.1.take() };
            row.2 = if alike[2] { first.2.clone() } else { std::mem::take(&mut row.2) };
            row.3 = if alike[3] { first.3.clone() } else { row.3.take() };
            row.4 = if alike[4] { row.3.clone() } else { row.4.take() };
            row.5 = if alike[5] { first.5.clone() } else { row.5.take() };
        }
        rows
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the ledger has of a reply is the same by column as row by row, to the byte, and so is what it costs.
    #[test]
    fn columns_are_recorded_as_rows_are(rows in rows(), order_id: Option<u8>, billed: Option<u8>) {
        let order_id = order_id.map(|id| Text::from(format!("JH{id}")));
        let numbers: Vec<PhoneNumber> =
            (0..rows.len()).map(|at| format!("138000{at:05}").parse().expect("a number")).collect();
        let mut read = LineRows::new(status, rows.len());
        for (number, (charge, order_id, code, area, carrier, last_time)) in numbers.iter().zip(&rows) {
            read.push(&LineRow {
                number: *number,
                charge: *charge,
                order_id: order_id.as_deref(),
                code: Some(code),
                area: area.as_deref(),
                carrier: carrier.as_deref(),
                last_time: last_time.as_deref(),
            });
        }
        let receipt =
            Receipt { by: PRODUCT.id().clone(), order_id, billed: billed.map(u32::from), charge: Charge::BILLED };
        let missing = || (Became::Unanswered, Charge::FREE);
        let no_status = |charge| Error::new(ErrorKind::Protocol, charge, "no status");
        let batch = Batch::align(&PRODUCT, &numbers, read.rows(no_status), vec![receipt.clone()], missing);
        let answers = batch.answers.into_iter().map(|answer| answer.map(AnyReport::new)).collect();
        let by_row = Outcome::of(&Ok(Batch { answers, receipts: batch.receipts }), rows.len(), None);
        let columns = read.take_whole(&numbers, &numbers, vec![receipt]).expect("a row for each number");
        let columns = Checked::Columns(columns);
        let by_column = Outcome::of_checked(&Ok(columns), rows.len(), None);
        prop_assert_eq!(by_column.answers.as_ref(), by_row.answers.as_ref());
        let money = |outcome: &Outcome| (outcome.units, outcome.doubts, outcome.billed, outcome.charge, outcome.state);
        prop_assert_eq!(money(&by_column), money(&by_row));
        prop_assert_eq!((by_column.order_id, by_column.error, by_column.raw), (by_row.order_id, by_row.error, by_row.raw));
    }
}
