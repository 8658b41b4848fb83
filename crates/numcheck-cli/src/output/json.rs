//! One JSON object a line, described by `schemas/check.v1.json`.

use std::borrow::Cow;
use std::io::{self, Write};

use numcheck_core::{AnyReport, Basis, Error, Timestamp};
use serde::Serialize;
use serde_json::value::RawValue;

use super::{Row, Sink};

/// The version of the format: a field that changes its meaning raises it, a new field does not.
const VERSION: u8 = 1;

pub(crate) struct Json<W>(pub(crate) W);

#[derive(Serialize)]
struct Line<'a> {
    v: u8,
    number: &'a str,
    product: &'a str,
    outcome: &'static str,
    status: Option<Cow<'a, str>>,
    status_code: Option<Cow<'a, str>>,
    reachability: Option<&'static str>,
    charge: &'static str,
    charge_basis: Option<Basis>,
    order_id: Option<&'a str>,
    answered_at: Option<Timestamp>,
    report: Option<Box<RawValue>>,
    error: Option<&'a Error>,
    sandbox: bool,
}

impl<W: Write> Sink for Json<W> {
    fn begin(&mut self) -> io::Result<()> {
        Ok(())
    }

    fn rows(&mut self, rows: &[Row]) -> io::Result<()> {
        for row in rows {
            write_line(&mut self.0, &Line::of(row))?;
        }
        self.0.flush()
    }
}

impl<'a> Line<'a> {
    fn of(row: &'a Row) -> Self {
        let summary = row.summary().unwrap_or_default();
        Self {
            v: VERSION,
            number: &row.number,
            product: row.product.as_str(),
            outcome: row.outcome.word(),
            status: Some(summary.status).filter(|status| !status.is_empty()),
            status_code: summary.code,
            reachability: row.reachability(),
            charge: row.charge.word(),
            charge_basis: row.charge.basis(),
            order_id: row.order_id.as_deref(),
            answered_at: row.answered_at,
            report: row.outcome.report().map(AnyReport::json),
            error: row.error.as_ref(),
            sandbox: row.sandbox,
        }
    }
}

/// Writes one object and a line break.
pub(crate) fn write_line(out: &mut impl Write, line: &impl Serialize) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(line)?;
    bytes.push(b'\n');
    out.write_all(&bytes)
}
