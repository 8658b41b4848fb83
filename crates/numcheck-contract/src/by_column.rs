//! Whether a checker says by column what it says row by row.

use numcheck_core::columns::{Checked, ColumnBatch, Columns, FieldColumn, Of};
use numcheck_core::{Answer, AnyReport, Basis, Batch, Reachability, Result};
use serde_json::{Map, Value};

/// In what two calls alike differ, one of each kind: a line for each difference. Whole numbers and credentials are not shown but
/// in what a vendor said.
pub fn differences(rows: &Result<Batch<AnyReport>>, by_column: &Result<Checked<AnyReport>>) -> Vec<String> {
    match (rows, by_column) {
        (Ok(rows), Ok(Checked::Columns(columns))) => of_columns(rows, columns),
        (Ok(rows), Ok(Checked::Rows(others))) => {
            let of = |batch: &Batch<AnyReport>| batch.answers.iter().map(of_answer).collect::<Vec<_>>();
            differing("answers", &of(rows), &of(others)).into_iter().chain(receipts(rows, &others.receipts)).collect()
        }
        (Err(error), Err(other)) => {
            let of = |error: &numcheck_core::Error| (error.kind(), error.charge(), error.code().map(str::to_owned));
            differing("error", &of(error), &of(other)).into_iter().collect()
        }
        (Ok(_), Err(error)) => vec![format!("by column: row by row it was answered, and by column not: {error}")],
        (Err(error), Ok(_)) => vec![format!("by column: it was answered, and row by row not: {error}")],
    }
}

fn of_columns(rows: &Batch<AnyReport>, batch: &ColumnBatch) -> Vec<String> {
    let columns = batch.columns();
    let numbers = rows.answers.iter().enumerate();
    let of_numbers = numbers.filter_map(|(at, answer)| {
        let what = format!("number {}", at + 1);
        differing(&what, &of_answer(answer), &said(columns, at))
    });
    differing("count", &rows.answers.len(), &columns.count)
        .into_iter()
        .chain(of_numbers)
        .chain(receipts(rows, batch.receipts()))
        .collect()
}

fn receipts(rows: &Batch<AnyReport>, theirs: &[numcheck_core::Receipt]) -> Option<String> {
    differing("receipts", &rows.receipts.as_slice(), &theirs)
}

fn differing<T: std::fmt::Debug + PartialEq>(what: &str, rows: &T, by_column: &T) -> Option<String> {
    (rows != by_column).then(|| format!("by column: {what}: row by row {rows:?}, and by column {by_column:?}"))
}

/// What is said of one number, by the names of the columns, and its report.
type Said = (Vec<(Of, String)>, Value);

fn said(columns: &Columns, number: usize) -> Said {
    let plain = Of::ALL.into_iter().filter_map(|of| Some((of, columns.of(of).value(number)?.to_owned()))).collect();
    let field = |field: &FieldColumn| match field {
        FieldColumn::Same(of) => columns.of(*of).value(number).map(Value::from),
        FieldColumn::Json(column) => serde_json::from_str(column.value(number)?).ok(),
    };
    let fields = columns.report.iter().filter_map(|(name, column)| Some((name.clone(), field(column)?)));
    let report: Map<String, Value> = fields.collect();
    (plain, if report.is_empty() { Value::Null } else { report.into() })
}

fn of_answer(answer: &Answer<AnyReport>) -> Said {
    let summary = answer.outcome.report().map(AnyReport::summary);
    let summary = summary.as_ref();
    let inferred = answer.charge.basis() == Some(Basis::Inferred);
    let plain = [
        (Of::Outcome, Some(answer.outcome.word().to_owned())),
        (Of::Charge, Some(answer.charge.word().to_owned())),
        (Of::Inferred, inferred.then(|| Of::INFERRED.to_owned())),
        (Of::OrderId, answer.order_id.as_deref().map(str::to_owned)),
        (Of::Status, summary.map(|summary| summary.status.to_string())),
        (Of::StatusZh, summary.map(|summary| summary.status_zh.to_string())),
        (Of::Code, summary.and_then(|summary| summary.code.as_deref()).map(str::to_owned)),
        (Of::Reachability, summary.and_then(|said| said.reachability).map(|said| Reachability::word(said).to_owned())),
        (Of::Area, summary.and_then(|summary| summary.area.as_deref()).map(str::to_owned)),
        (Of::Carrier, summary.and_then(|summary| summary.carrier.as_deref()).map(str::to_owned)),
        (Of::Error, answer.outcome.error().map(ToString::to_string)),
    ];
    let plain = plain.into_iter().filter_map(|(of, text)| Some((of, text?))).collect();
    let report = answer.outcome.report().map(|report| serde_json::from_str(report.json().get()).unwrap_or_default());
    (plain, report.unwrap_or_default())
}
