//! Juhe's envelope: `reason`, `result`, `error_code`, and on system errors the legacy `resultcode`.

use serde::Serialize;
use serde_json::{Value, json};

use crate::cards::{self, Card, Shape};
use crate::fields::Fields;
use crate::reply::Reply;

#[derive(Serialize)]
struct Success<R> {
    reason: &'static str,
    result: R,
    error_code: Value,
}

#[derive(Serialize)]
struct Failure<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    resultcode: Option<String>,
    reason: &'a str,
    result: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<Value>,
}

/// A success, in the shape the card asks for.
pub(super) fn success(shape: Shape, result: impl Serialize) -> Reply {
    let error_code = match shape {
        Shape::CodeRetyped => json!("0"),
        _ => json!(0),
    };
    let body = Success { reason: "成功", result, error_code };
    Reply::vendor("0".into(), &body)
}

/// A failure with the document's words for its code.
pub(super) fn error(code: u32) -> Reply {
    refusal(code, cards::words(code))
}

/// A failure with words of its own, as 「具体请看reason」 promises.
pub(super) fn refusal(code: u32, reason: &str) -> Reply {
    Reply::vendor(code.to_string(), &failure(code, reason))
}

/// A failure that a card scripts.
pub(super) fn scripted(code: u32, card: &Card, fields: &Fields) -> Reply {
    let mut body = failure(code, cards::words(code));
    match card.shape {
        Shape::CodeRetyped => body.error_code = Some(json!(code.to_string())),
        Shape::KeyEchoed => body.result = json!(format!("KEY {} 错误", fields.field("key"))),
        Shape::LegacyCodeOnly => body.error_code = None,
        _ => {}
    }
    Reply::vendor(code.to_string(), &body)
}

/// System errors (1NNNN) carry 旧版本(resultcode), which is their code less 9900. `result` is null or, at
/// caller-id, `[]`: both are seen.
fn failure(code: u32, reason: &str) -> Failure<'_> {
    let system = code < 20_000;
    Failure {
        resultcode: system.then(|| (code - 9_900).to_string()),
        reason,
        result: if code / 100 == 2511 { json!([]) } else { Value::Null },
        error_code: Some(json!(code)),
    }
}
