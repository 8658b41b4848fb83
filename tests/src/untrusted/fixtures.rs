//! The laws of a case file: it is read whole, or refused with the file's name and a cure; nothing in it is passed over.

use std::path::Path;

use numcheck_contract::Fixture;
use numcheck_contract::fixture::Expect;
use serde_json::Value;

use super::{Verdict, ensure};

/// Holds [`Fixture::parse`] to the laws for any text.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let path = Path::new("acme/line-status/case.json");
    let fixture = match Fixture::parse(path, &text) {
        Ok(fixture) => fixture,
        Err(error) => {
            ensure!(error.to_string().contains("case.json"), "a refusal does not name the file: {error}");
            return Ok(());
        }
    };
    if let Expect::Answers(answers, _) = &fixture.expect {
        let (asked, expected) = (fixture.given.numbers.len(), answers.len());
        ensure!(asked == expected, "{asked} numbers are asked, and {expected} answers expected");
    }
    let Ok(Value::Object(mut fields)) = serde_json::from_str::<Value>(&text) else { return Ok(()) };
    fields.insert("expects".to_owned(), Value::Null);
    let misspelt = Value::Object(fields).to_string();
    ensure!(Fixture::parse(path, &misspelt).is_err(), "a field nobody knows is passed over");
    Ok(())
}
