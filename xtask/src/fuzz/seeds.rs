//! The replies of the fixtures as seeds: which numbers are asked, the HTTP status, the body.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::sh::{self, Result};

/// The decoders' targets, and the fixtures whose replies they know.
const DECODERS: [(&str, &str); 4] = [
    ("decode_juhe_caller_id", "juhe/caller-id"),
    ("decode_juhe_line_status", "juhe/line-status"),
    ("decode_juhe_network_status", "juhe/network-status"),
    ("decode_ywjisu_line_status", "ywjisu/line-status"),
];

/// Writes them into the corpora, and gives how many they are.
pub(super) fn write(corpora: &Path) -> Result<usize> {
    let mut written = 0;
    for (target, product) in DECODERS {
        let to = corpora.join(target);
        fs::create_dir_all(&to).map_err(|error| format!("{}: {error}", to.display()))?;
        let from = sh::root().join("tests/fixtures").join(product);
        for entry in fs::read_dir(&from).map_err(|error| format!("{}: {error}", from.display()))?.flatten() {
            let text =
                fs::read_to_string(entry.path()).map_err(|error| format!("{}: {error}", entry.path().display()))?;
            let Some(seed) = seed(&text) else { continue };
            let to = to.join(entry.file_name()).with_extension("seed");
            fs::write(&to, seed).map_err(|error| format!("{}: {error}", to.display()))?;
            written += 1;
        }
    }
    Ok(written)
}

/// The reply of a case, as `numcheck_tests::untrusted::decode` reads its input; `None` where nothing is replied.
fn seed(case: &str) -> Option<Vec<u8>> {
    let case: Value = serde_json::from_str(case).ok()?;
    let response = case.pointer("/exchanges/0/response")?;
    let numbers = case.pointer("/given/numbers").and_then(Value::as_array).map_or(1, Vec::len);
    let asked = char::from_digit(u32::try_from(numbers.clamp(1, 3) - 1).ok()?, 10)?;
    let status = if response.get("status") == Some(&Value::from(200)) { '0' } else { '1' };
    let body = match response.get("body") {
        Some(Value::String(text)) => text.clone(),
        Some(body) => body.to_string(),
        None => String::new(),
    };
    Some(format!("{asked}{status}{body}").into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reply_becomes_a_seed() {
        let case =
            r#"{"given": {"numbers": ["1", "2"]}, "exchanges": [{"response": {"status": 200, "body": {"a": 1}}}]}"#;
        assert_eq!(seed(case).as_deref(), Some(&br#"10{"a":1}"#[..]));
        assert_eq!(seed(r#"{"exchanges": []}"#), None);
    }
}
