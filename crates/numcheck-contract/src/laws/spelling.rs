use std::fmt::Write;

/// A credential as vendors write it when they echo one: as it is, in capitals, percent-encoded, and as JSON escapes it.
pub(super) fn spellings(secret: &str) -> Vec<String> {
    let percent = |text: &str, upper: bool| {
        text.bytes().fold(String::new(), |mut text, byte| {
            let _ = match byte {
                b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => write!(text, "{}", char::from(byte)),
                _ if upper => write!(text, "%{byte:02X}"),
                _ => write!(text, "%{byte:02x}"),
            };
            text
        })
    };
    let escaped = secret.encode_utf16().fold(String::new(), |mut text, unit| {
        let _ = write!(text, "\\u{unit:04x}");
        text
    });
    vec![
        secret.to_owned(),
        secret.to_uppercase(),
        percent(secret, true),
        percent(secret, false),
        secret.replace('\\', "\\\\").replace('/', "\\/").replace('"', "\\\""),
        escaped,
    ]
}

#[cfg(test)]
mod tests {
    #[test]
    fn spells_a_credential_as_vendors_do() {
        let spelled = super::spellings("a/B+");
        assert_eq!(spelled, ["a/B+", "A/B+", "a%2FB%2B", "a%2fB%2b", r"a\/B+", r"\u0061\u002f\u0042\u002b"]);
    }
}
