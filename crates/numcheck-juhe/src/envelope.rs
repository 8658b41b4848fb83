//! What every reply of Juhe is wrapped in: `error_code`, `reason`, `result`.

use numcheck_core::{PhoneNumber, Product, Result};
use numcheck_http::{Reply, wire};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::codes;

#[derive(Deserialize, Default)]
#[serde(default)]
struct Envelope<'a> {
    #[serde(deserialize_with = "wire::text")]
    error_code: Option<String>,
    /// 旧版本: the code less 9900. Some replies carry only this.
    #[serde(deserialize_with = "wire::text")]
    resultcode: Option<String>,
    #[serde(deserialize_with = "wire::text")]
    reason: Option<String>,
    #[serde(borrow)]
    result: Option<&'a RawValue>,
}

impl Envelope<'_> {
    /// The code alone decides: `reason` varies, and the HTTP status is 200 for most errors.
    fn code(&self) -> Option<u64> {
        match (&self.error_code, &self.resultcode) {
            (Some(code), _) => code.parse().ok(),
            (None, Some(legacy)) => {
                legacy.parse().ok().filter(|legacy| (101..=121).contains(legacy)).map(|legacy: u64| legacy + 9900)
            }
            (None, None) => None,
        }
    }
}

/// What a reply of code 0 holds in `result`, read by `read`; any other code is its error.
///
/// `read` gives `None` for what it cannot read: a success with nothing readable inside is in doubt.
pub(crate) fn open<T>(product: &Product, reply: Reply, read: impl FnOnce(&RawValue) -> Option<T>) -> Result<T> {
    let Some(envelope) = reply.json::<Envelope<'_>>() else { return Err(reply.fault().at(product.id())) };
    match envelope.code() {
        Some(0) => match envelope.result.and_then(read) {
            Some(result) => Ok(result),
            None => Err(reply.unreadable("the reply says success and holds no readable result").at(product.id())),
        },
        Some(code) => {
            let error = codes::error(product, code, envelope.reason.as_deref(), reply.retry_after());
            Err(error.with_raw_reply(reply.into_raw()).at(product.id()))
        }
        None => Err(reply.fault().at(product.id())),
    }
}

/// Whether the number a reply names is the one asked; a reply that names none is about the one asked.
pub(crate) fn names(echoed: Option<&str>, asked: &PhoneNumber) -> bool {
    let Some(echoed) = echoed else { return true };
    let core = |digits: &str| digits.trim_start_matches('0').to_owned();
    PhoneNumber::parse_in(asked.country(), echoed)
        .map_or_else(|_| core(echoed) == core(asked.as_str()), |number| number == *asked)
}
