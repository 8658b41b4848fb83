//! Comma-separated values with a header, safe to open in a spreadsheet.

use std::borrow::Cow;
use std::io::{self, Write};

use numcheck_core::AnyReport;

use super::{Row, Sink};

const HEADER: [&str; 19] = [
    "number",
    "product",
    "outcome",
    "status",
    "status_zh",
    "status_code",
    "reachability",
    "area",
    "carrier",
    "charge",
    "charge_basis",
    "order_id",
    "answered_at",
    "error_kind",
    "error_code",
    "error_message",
    "error_retry",
    "report",
    "sandbox",
];

pub(crate) struct Csv<W: Write>(csv::Writer<W>);

impl<W: Write> Csv<W> {
    pub(crate) fn new(out: W) -> Self {
        Self(csv::Writer::from_writer(out))
    }
}

impl<W: Write> Sink for Csv<W> {
    fn begin(&mut self) -> io::Result<()> {
        self.0.write_record(HEADER)?;
        self.0.flush()
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            self.0.write_record(fields(row).iter().map(|field| guarded(field).into_owned()))?;
        }
        self.0.flush()
    }
}

fn fields(row: &Row) -> [Cow<'_, str>; HEADER.len()] {
    let summary = row.summary();
    let report = row.outcome.report().map(AnyReport::json);
    let (summary, error) = (summary.as_ref(), row.error.as_ref());
    let text = |field: Option<&'_ str>| Cow::Owned(field.unwrap_or_default().to_owned());
    [
        row.number.as_str().into(),
        row.product.as_str().into(),
        row.outcome.word().into(),
        text(summary.map(|summary| summary.status.as_ref())),
        text(summary.map(|summary| summary.status_zh.as_ref())),
        text(summary.and_then(|summary| summary.code.as_deref())),
        text(row.reachability()),
        text(summary.and_then(|summary| summary.area.as_deref())),
        text(summary.and_then(|summary| summary.carrier.as_deref())),
        row.charge.word().into(),
        text(row.charge.basis().map(numcheck_core::Basis::word)),
        text(row.order_id.as_deref()),
        row.answered_at.map(|at| at.to_string()).unwrap_or_default().into(),
        text(error.map(|error| error.kind().word())),
        text(error.and_then(|error| error.code())),
        text(error.map(|error| error.message().as_str())),
        text(error.map(|error| error.retry_hint().word())),
        text(report.as_ref().map(|report| report.get())),
        if row.sandbox { "true" } else { "false" }.into(),
    ]
}

/// A field that a spreadsheet would take for a formula gets an apostrophe, which the tool's own parser drops again.
pub(crate) fn guarded(field: &str) -> Cow<'_, str> {
    if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{field}").into()
    } else {
        field.into()
    }
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn no_field_begins_a_formula() {
        for bad in ["=1+1", "+85223456789", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1"] {
            assert_eq!(guarded(bad), format!("'{bad}"));
        }
        assert_eq!(guarded("13800000001"), "13800000001");
        let back = numcheck_core::PhoneNumber::parse(&guarded("+85223456789")).expect("it reads back");
        assert_eq!(back.country(), 852);
    }
}
