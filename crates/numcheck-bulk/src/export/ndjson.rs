use serde::Serialize;
use serde_json::value::RawValue;

use super::answers::Known;
use super::rows::Row;
use crate::ledger::Of;

/// One line of the results; `v` is the version of this form.
#[derive(Serialize)]
struct Object<'a> {
    v: u8,
    line: u64,
    number: Option<&'a str>,
    result: &'a str,
    outcome: Option<&'a str>,
    status: Option<&'a str>,
    status_code: Option<&'a str>,
    reachability: Option<&'a str>,
    charge: Option<&'a str>,
    charge_basis: Option<&'a str>,
    order_id: Option<&'a str>,
    product: Option<&'a str>,
    answered_at: Option<&'a str>,
    report: Option<&'a RawValue>,
    note: Option<&'a str>,
    sandbox: bool,
}

pub(super) fn row(line: &mut String, row: &Row<'_>, sandbox: bool) {
    let known = row.known.as_ref();
    let report = known.and_then(Known::report);
    let number = row.number();
    let object = Object {
        v: 1,
        line: row.line,
        number: number.as_deref(),
        result: row.result,
        outcome: known.map(|_| row.text(Of::Outcome).unwrap_or_default()),
        status: row.text(Of::Status),
        status_code: row.text(Of::Code),
        reachability: row.text(Of::Reachability),
        charge: known.map(|_| row.text(Of::Charge).unwrap_or_default()),
        charge_basis: known.and_then(Known::basis),
        order_id: row.text(Of::OrderId),
        product: known.map(Known::product),
        answered_at: known.map(Known::answered_at),
        report: report.as_deref().and_then(|report| serde_json::from_str(report).ok()),
        note: Some(row.note()).filter(|note| !note.is_empty()),
        sandbox,
    };
    // Strings, numbers and JSON that was read as JSON: it serialises.
    line.push_str(&serde_json::to_string(&object).unwrap_or_default());
    line.push('\n');
}
