//! Compares the requests that arrived with those a fixture expects.

use super::matcher::Matchers;
use super::server::Received;
use crate::fixture::{Fixture, Given, Request};

pub(super) fn compare(fixture: &Fixture, received: &[Received], matchers: &Matchers) -> Vec<String> {
    let mut differences = Vec::new();
    let (expected, came) = (fixture.exchanges.len(), received.len());
    if expected != came {
        differences.push(format!("requests: expected {expected}, sent {came}"));
    }
    for (at, (exchange, received)) in fixture.exchanges.iter().zip(received).enumerate() {
        let of_one = compare_one(&exchange.request, received, &fixture.given, matchers);
        differences.extend(of_one.into_iter().map(|difference| format!("request {}: {difference}", at + 1)));
    }
    differences
}

fn compare_one(expected: &Request, received: &Received, given: &Given, matchers: &Matchers) -> Vec<String> {
    let mut differences = Vec::new();
    let mut same = |what: &str, expected: &str, sent: &str| {
        if expected != sent {
            differences.push(format!("{what}: expected `{expected}`, sent `{sent}`"));
        }
    };
    same("method", &expected.method, &received.method);
    same("path", &expected.path, &received.path);
    let media_type = received.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    same("content type", &expected.content_type, &media_type);
    let form: Vec<(String, String)> = form_urlencoded::parse(&received.body).into_owned().collect();
    let names = |names: Vec<&String>| names.iter().map(|name| name.as_str()).collect::<Vec<_>>().join(", ");
    same(
        "form fields",
        &names(expected.form.iter().map(|(name, _)| name).collect()),
        &names(form.iter().map(|(name, _)| name).collect()),
    );
    if let Some(body) = &expected.body {
        same("body", body, &String::from_utf8_lossy(&received.body));
    }
    for (name, value) in &expected.form {
        let sent = form.iter().find(|(field, _)| field == name);
        let refusal = sent.and_then(|(_, sent)| matchers.refusal(value, sent, &form, given));
        differences.extend(refusal.map(|why| format!("form field `{name}`: {why}")));
    }
    differences
}
