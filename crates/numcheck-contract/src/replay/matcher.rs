use std::collections::BTreeMap;
use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::Value;

use crate::fixture::{FieldValue, Given};

/// A form field as it was sent, before a matcher.
#[derive(Debug)]
pub struct Sent<'a> {
    pub(super) value: &'a str,
    pub(super) told: &'a Value,
    pub(super) form: &'a [(String, String)],
    pub(super) given: &'a Given,
}

impl<'a> Sent<'a> {
    /// The field's value, decoded.
    pub const fn value(&self) -> &'a str {
        self.value
    }

    /// What the fixture says to the matcher: the value of the object's one key.
    pub const fn told(&self) -> &'a Value {
        self.told
    }

    /// Another field of the same form.
    pub fn field(&self, name: &str) -> Option<&'a str> {
        self.form.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str())
    }

    /// What the fixture gives.
    pub const fn given(&self) -> &'a Given {
        self.given
    }
}

type Takes = dyn Fn(&Sent<'_>) -> Result<(), String> + Send + Sync;

/// The matchers by name.
pub(super) struct Matchers(BTreeMap<&'static str, Box<Takes>>);

impl Matchers {
    pub(super) fn new() -> Self {
        let mut matchers = Self(BTreeMap::new());
        matchers.add("any", Box::new(any));
        matchers.add("unix_seconds", Box::new(unix_seconds));
        matchers
    }

    pub(super) fn add(&mut self, name: &'static str, takes: Box<Takes>) {
        self.0.insert(name, takes);
    }

    /// Why a field is not what the fixture says; `None` when it is.
    pub(super) fn refusal(
        &self,
        expected: &FieldValue,
        value: &str,
        form: &[(String, String)],
        given: &Given,
    ) -> Option<String> {
        match expected {
            FieldValue::Literal(text) => (text != value).then(|| format!("expected {text:?}, sent {value:?}")),
            FieldValue::Matcher(name, told) => match self.0.get(name.as_str()) {
                Some(takes) => takes(&Sent { value, told, form, given })
                    .err()
                    .map(|why| format!("sent {value:?}, which `{name}` does not take: {why}")),
                None => Some(format!(
                    "the fixture names a matcher {name:?}, and there are {}: correct it or add it with Replay::matcher",
                    self.0.keys().copied().collect::<Vec<_>>().join(", ")
                )),
            },
        }
    }
}

impl fmt::Debug for Matchers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn any(sent: &Sent<'_>) -> Result<(), String> {
    match sent.told().as_str() {
        Some("non-empty") if sent.value().is_empty() => Err("it is empty".to_owned()),
        Some("non-empty") => Ok(()),
        _ => Err("the fixture must write {\"any\": \"non-empty\"}".to_owned()),
    }
}

fn unix_seconds(sent: &Sent<'_>) -> Result<(), String> {
    if sent.told().as_str() != Some("now") {
        return Err("the fixture must write {\"unix_seconds\": \"now\"}".to_owned());
    }
    let value = sent.value();
    if value.len() != 10 || !value.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err("it is not ten digits".to_owned());
    }
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| error.to_string())?.as_secs();
    let sent: u64 = value.parse().map_err(|error| format!("{error}"))?;
    if now.abs_diff(sent) > 60 {
        return Err(format!("it is {} s off", now.abs_diff(sent)));
    }
    Ok(())
}
