//! The fields of a flat object as `serde_json` writes one, found without reading its values.
//!
//! A run takes two thousand reports a request apart, and their values are kept as they stand.

/// Finds the fields of an object, in order, their values as they stand. `false` where it is not the plain kind that reports
/// mostly are, with no space between and nothing nested; then `fields` holds nothing of use.
///
/// `json` is JSON: what is not valid is not refused.
pub(super) fn fields<'a>(json: &'a str, fields: &mut Vec<(&'a str, &'a str)>) -> bool {
    let bytes = json.as_bytes();
    let mut at = 0;
    loop {
        // In front of a name: `{"` or `,"`.
        let begins = if at == 0 { b'{' } else { b',' };
        if bytes.get(at) != Some(&begins) || bytes.get(at + 1) != Some(&b'"') {
            return false;
        }
        let name = at + 2;
        let Some(name_end) = end_of_text(bytes, name) else { return false };
        if bytes.get(name_end + 1) != Some(&b':') {
            return false;
        }
        let value = name_end + 2;
        let value_end = match bytes.get(value) {
            Some(b'"') => end_of_text(bytes, value + 1).map(|end| end + 1),
            Some(b'{' | b'[') | None => None,
            Some(_) => bytes[value..].iter().position(|byte| matches!(byte, b',' | b'}')).map(|len| value + len),
        };
        let Some(value_end) = value_end else { return false };
        let (Some(name), Some(value)) = (json.get(name..name_end), json.get(value..value_end)) else { return false };
        if name.contains('\\') || value.trim_ascii().len() != value.len() {
            return false;
        }
        fields.push((name, value));
        at = value_end;
        if bytes.get(at) == Some(&b'}') {
            return at + 1 == bytes.len();
        }
    }
}

/// Where the text that begins at `from` has its closing quote.
fn end_of_text(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        match bytes.get(at)? {
            b'"' => return Some(at),
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_a_deserialiser_reads() {
        for json in [
            r#"{"status":"active","area":"北京-北京","last_time":1644111310668,"x":null,"y":true,"z":-1.5e3}"#,
            r#"{"a":"say \"hi\"","b":"\\","c":"\\\"","d":"{,}","e":":"}"#,
            r#"{"only":""}"#,
        ] {
            let mut found = Vec::new();
            assert!(fields(json, &mut found), "{json}");
            assert_eq!(Some(found), super::super::entries(json), "{json}");
        }
    }

    #[test]
    fn leaves_to_the_deserialiser_what_is_not_plain() {
        for json in [
            "{}",
            "[]",
            "null",
            "\"text\"",
            "",
            r#"{ "a":1}"#,
            r#"{"a": 1}"#,
            r#"{"a":1} "#,
            r#"{"a":1 ,"b":2}"#,
            r#"{"a":1, "b":2}"#,
            r#"{"a":{"b":1}}"#,
            r#"{"a":[1]}"#,
            r#"{"\u0061":1}"#,
            r#"{"a":1}x"#,
            r#"{"a":"cut"#,
            r#"{"a"#,
        ] {
            assert!(!fields(json, &mut Vec::new()), "{json}");
        }
    }
}
