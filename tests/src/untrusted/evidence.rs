//! What a reply says, read a second time and without the vendor crates: the evidence their answers must rest on.

use numcheck_core::{CodeRow, PhoneNumber, find_code};
use serde_json::Value;

use super::vendor::Endpoint;

/// The statuses of HTTP after which nothing was asked, so that nothing was charged.
const FREE_STATUSES: [u16; 8] = [400, 401, 403, 404, 405, 413, 415, 429];

/// One row of a line-status reply.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) number: PhoneNumber,
    pub(super) status: Option<String>,
    pub(super) charges_status: Option<String>,
}

impl Row {
    pub(super) fn is_billed(&self) -> bool {
        self.charges_status.as_deref() == Some("1")
    }

    /// `chargesStatus` 0, or 库无 at the vendor that does not charge for it.
    pub(super) fn is_free(&self, endpoint: Endpoint) -> bool {
        match self.charges_status.as_deref() {
            Some(charged) => charged == "0",
            None => endpoint == Endpoint::YwjisuLineStatus && self.status.as_deref() == Some("3"),
        }
    }
}

/// The body as JSON; `None` where it is none, or nests or counts beyond what a second reader takes. A text that nobody
/// reads may be no UTF-8.
pub(super) fn json(body: &[u8]) -> Option<Value> {
    let text = String::from_utf8_lossy(body);
    serde_json::from_str(text.strip_prefix('\u{feff}').unwrap_or(&text)).ok()
}

/// Every object that names a mobile, wherever it stands: the checkers may believe fewer, never others.
pub(super) fn rows(value: &Value, found: &mut Vec<Row>) {
    match value {
        Value::Array(items) => items.iter().for_each(|item| rows(item, found)),
        Value::Object(fields) => {
            let text = |name: &str| scalar(fields.get(name)?);
            if let Some(number) = text("mobile").and_then(|mobile| PhoneNumber::parse(&mobile).ok()) {
                found.push(Row { number, status: text("status"), charges_status: text("chargesStatus") });
            }
            fields.values().for_each(|field| rows(field, found));
        }
        _ => {}
    }
}

/// A scalar as vendors mean it: a string trimmed, a whole number as its digits.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => {
            let whole = number.as_i64().map(|n| n.to_string()).or_else(|| number.as_u64().map(|n| n.to_string()));
            whole.or_else(|| number.as_f64().filter(|n| n.fract() == 0.0).map(|n| format!("{n:.0}")))
        }
        _ => None,
    }
}

/// Whether a failed request certainly cost nothing, by the gateway's status or by a documented code.
pub(super) fn is_free(endpoint: Endpoint, status: u16, body: &[u8]) -> bool {
    if FREE_STATUSES.contains(&status) || (300..400).contains(&status) {
        return true;
    }
    // Beyond the second reader, as 1e999 is, and JSON all the same: no evidence against the first.
    let Some(value) = json(body) else {
        let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
        return serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
    };
    let code = |name: &str| scalar(value.get(name)?)?.parse::<u64>().ok();
    let row = |table: &'static [CodeRow], product, code: &str| find_code(table, product, code).copied();
    let row = match endpoint {
        // 仅返回0时计费
        Endpoint::JuheLineStatus => return juhe_code(code).is_some_and(|code| code != 0),
        Endpoint::JuheCallerId => {
            juhe_code(code).and_then(|code| row(numcheck_juhe::CODES, "juhe/caller-id", &code.to_string()))
        }
        Endpoint::JuheNetworkAes | Endpoint::JuheNetworkPlain | Endpoint::JuheNetworkRsa => {
            juhe_code(code).and_then(|code| row(numcheck_juhe::CODES, "juhe/network-status", &code.to_string()))
        }
        Endpoint::YwjisuLineStatus => {
            code("resultCode").and_then(|code| row(numcheck_ywjisu::CODES, "ywjisu/line-status", &format!("{code:06}")))
        }
    };
    row.is_some_and(|row| row.charge.is_free())
}

/// `error_code`, or `resultcode` of the old version: the code less 9900.
fn juhe_code(code: impl Fn(&str) -> Option<u64>) -> Option<u64> {
    code("error_code").or_else(|| Some(code("resultcode").filter(|code| (101..=121).contains(code))? + 9900))
}
