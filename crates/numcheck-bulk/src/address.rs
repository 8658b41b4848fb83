//! One way to write where a vendor is asked, so that the same place has one name in the ledger.

/// An address as it is recorded and compared: scheme and host in small letters, no port that goes without saying, no `/` at
/// the end. What is no URL, such as `sandbox`, stays as it is.
pub fn address(text: &str) -> String {
    let text = text.trim();
    let Some((scheme, rest)) = text.split_once("://") else { return text.to_owned() };
    let scheme = scheme.to_ascii_lowercase();
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    let (user, host) = authority.rsplit_once('@').map_or(("", authority), |(user, host)| (user, host));
    let mut host = host.to_ascii_lowercase();
    let usual = match scheme.as_str() {
        "http" => ":80",
        "https" => ":443",
        _ => "",
    };
    if let Some(short) = host.strip_suffix(usual).or_else(|| host.strip_suffix(':')) {
        host = short.to_owned();
    }
    let at = if user.is_empty() { "" } else { "@" };
    format!("{scheme}://{user}{at}{host}{}", path.trim_end_matches('/'))
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn one_place_has_one_name() {
        for same in ["https://a.example", "HTTPS://A.Example/", "https://a.example:443", "https://a.example:443//"] {
            assert_eq!(address(same), "https://a.example", "{same}");
        }
        for (one, other) in [
            ("https://a.example/v1", "https://a.example/V1"),
            ("https://a.example", "http://a.example"),
            ("https://a.example:8443", "https://a.example"),
            ("http://a.example:443", "http://a.example"),
        ] {
            assert_ne!(address(one), address(other));
        }
        assert_eq!(address("http://[::1]:80/"), "http://[::1]");
        assert_eq!((address("sandbox"), address("its own address")), ("sandbox".into(), "its own address".into()));
    }
}
