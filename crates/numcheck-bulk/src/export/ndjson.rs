use serde::Serialize;
use serde_json::value::RawValue;

use super::rows::Row;

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
    let report = known.and_then(|known| known.report.as_deref()).and_then(|report| serde_json::from_str(report).ok());
    let number = row.number();
    let object = Object {
        v: 1,
        line: row.line,
        number: number.as_deref(),
        result: row.result,
        outcome: known.map(|known| known.outcome.as_ref()),
        status: known.and_then(|known| known.status.as_deref()),
        status_code: known.and_then(|known| known.code.as_deref()),
        reachability: known.and_then(|known| known.reachability.as_deref()),
        charge: known.map(|known| known.charge.as_ref()),
        charge_basis: known.and_then(|known| known.basis),
        order_id: known.and_then(|known| known.order_id.as_deref()),
        product: known.map(|known| known.product.as_ref()),
        answered_at: known.map(|known| known.answered_at.as_ref()),
        report,
        note: Some(row.note.as_ref()).filter(|note| !note.is_empty()),
        sandbox,
    };
    // Strings, numbers and JSON that was read as JSON: it serialises.
    line.push_str(&serde_json::to_string(&object).unwrap_or_default());
    line.push('\n');
}
