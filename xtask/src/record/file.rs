//! Writes a recording as a fixture.

use numcheck_core::{Answer, AnyReport, Basis, Charge, Error, Outcome as Of, PhoneNumber, Receipt, RetryHint};

use super::args::Args;
use super::json::Json;
use super::relay::{Exchange, Request, Response};
use super::{Outcome, Recorded};

/// What a client takes for granted, and a fixture too.
const CONTENT_TYPE: &str = "application/json;charset=utf-8";

/// A name from what came back: `recorded-silent`, `recorded-error-10012`.
pub(super) fn name(outcome: &Outcome) -> String {
    let word = match outcome {
        Err(error) => format!("error-{}", error.code().unwrap_or(error.kind().word())),
        Ok(batch) => match batch.answers.first().map(|answer| &answer.outcome) {
            Some(Of::Report(report)) => report.summary().status.to_string(),
            Some(other) => other.word().to_owned(),
            None => "nothing".to_owned(),
        },
    };
    let word: String =
        word.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { '-' }).collect();
    format!("recorded-{}", word.trim_matches('-'))
}

pub(super) fn write(args: &Args, recorded: &Recorded) -> String {
    let Recorded { given, exchanges, outcome, matchers, date } = recorded;
    let (from, provenance) = if args.sandbox {
        ("the sandbox", format!("synthetic: recorded from the sandbox on {date}"))
    } else {
        ("the vendor", format!("recorded {date}"))
    };
    let about = args.about.clone().unwrap_or_else(|| format!("as {from} answered: {}", super::told(outcome)));
    let map = |map: &std::collections::BTreeMap<String, String>| {
        let fields: Vec<_> = map.iter().map(|(name, value)| (name.clone(), Json::text(value))).collect();
        (!fields.is_empty()).then_some(Json::Form(fields))
    };
    let given_json = Json::object([
        ("product", Some(Json::text(given.product.as_str()))),
        ("numbers", Some(Json::List(given.numbers.iter().map(number).collect()))),
        ("options", map(&given.options)),
        ("credentials", map(&given.credentials)),
    ]);
    let asked = given.numbers.first().map_or("", PhoneNumber::as_str);
    let exchanges = exchanges.iter().map(|Exchange { request: sent, response: reply }| {
        Json::Object(vec![("request", request(sent, matchers, asked)), ("response", response(reply))])
    });
    let text = Json::Object(vec![
        ("about", Json::text(&about)),
        ("provenance", Json::text(&provenance)),
        ("given", given_json),
        ("exchanges", Json::List(exchanges.collect())),
        ("expect", expect(outcome)),
    ]);
    text.render(0, 0) + "\n"
}

fn number(number: &PhoneNumber) -> Json {
    Json::Raw(serde_json::to_string(number).unwrap_or_default())
}

fn request(request: &Request, matchers: &[(&str, &str)], asked: &str) -> Json {
    let field = |(name, value): &(String, String)| {
        let matcher = matchers.iter().find(|(own, _)| own == name);
        let value = matcher.map_or_else(|| Json::text(value), |(_, json)| Json::Raw(json.replace("NUMBER", asked)));
        (name.clone(), value)
    };
    Json::Object(vec![
        ("method", Json::text(&request.method)),
        ("path", Json::text(&request.path)),
        ("form", Json::Form(request.form.iter().map(field).collect())),
    ])
}

fn response(response: &Response) -> Json {
    let body = String::from_utf8_lossy(&response.body);
    // JSON is served as it is written; a string would be served as its content.
    let is_json = serde_json::from_str::<serde_json::Value>(&body).is_ok_and(|value| !value.is_string());
    let plain = |text: &str| text.replace(' ', "").to_ascii_lowercase();
    let headers =
        response.headers.iter().filter(|(name, value)| *name != "content-type" || plain(value) != CONTENT_TYPE);
    let headers: Vec<_> = headers.map(|(name, value)| ((*name).to_owned(), Json::text(value))).collect();
    Json::object([
        ("status", Some(Json::Raw(response.status.to_string()))),
        ("headers", (!headers.is_empty()).then_some(Json::Form(headers))),
        (
            "body",
            (!body.is_empty()).then(|| if is_json { Json::Raw(body.trim().to_owned()) } else { Json::text(&body) }),
        ),
    ])
}

fn expect(outcome: &Outcome) -> Json {
    match outcome {
        Err(error) => Json::Object(vec![("error", self::error(error))]),
        Ok(batch) => Json::Object(vec![
            ("answers", Json::List(batch.answers.iter().map(answer).collect())),
            ("receipts", Json::List(batch.receipts.iter().map(receipt).collect())),
        ]),
    }
}

fn answer(answer: &Answer<AnyReport>) -> Json {
    let [charge, basis] = charge(answer.charge);
    Json::object([
        ("number", Some(number(&answer.number))),
        ("outcome", Some(Json::text(answer.outcome.word()))),
        charge,
        basis,
        ("order_id", answer.order_id.as_deref().map(Json::text)),
        ("report", answer.outcome.report().map(|report| Json::Raw(spaced(report.json().get())))),
        ("error", answer.outcome.error().map(error)),
    ])
}

/// Compact JSON with a space after each comma and colon.
fn spaced(json: &str) -> String {
    let (mut text, mut quoted, mut escaped) = (String::with_capacity(json.len()), false, false);
    for c in json.chars() {
        text.push(c);
        quoted ^= c == '"' && !escaped;
        escaped = quoted && c == '\\' && !escaped;
        if !quoted && matches!(c, ',' | ':') {
            text.push(' ');
        }
    }
    text
}

fn receipt(receipt: &Receipt) -> Json {
    let [charge, basis] = charge(receipt.charge);
    Json::object([
        ("order_id", receipt.order_id.as_deref().map(Json::text)),
        ("billed", receipt.billed.map(|count| Json::Raw(count.to_string()))),
        charge,
        basis,
    ])
}

fn error(error: &Error) -> Json {
    let [charge, basis] = charge(error.charge());
    let pause = match error.retry_hint() {
        RetryHint::After(pause) => Some(Json::Raw(pause.as_millis().to_string())),
        RetryHint::Backoff | RetryHint::Never => None,
    };
    Json::object([
        ("kind", Some(Json::text(error.kind().word()))),
        ("code", Some(error.code().map_or_else(|| Json::Raw("null".to_owned()), Json::text))),
        ("retry", Some(Json::text(error.retry_hint().word()))),
        ("retry_after_ms", pause),
        charge,
        basis,
        ("turn", Some(Json::text(error.turn().word()))),
    ])
}

fn charge(charge: Charge) -> [(&'static str, Option<Json>); 2] {
    [("charge", Some(Json::text(charge.word()))), ("charge_basis", charge.basis().map(Basis::word).map(Json::text))]
}

#[cfg(test)]
mod tests {
    use super::spaced;

    #[test]
    fn spaces_stand_outside_of_texts() {
        assert_eq!(spaced(r#"{"a":"x,\\\"y:","b":[1,2]}"#), r#"{"a": "x,\\\"y:", "b": [1, 2]}"#);
        assert_eq!(spaced(r#"{"a":"\\","b":1}"#), r#"{"a": "\\", "b": 1}"#);
    }
}
