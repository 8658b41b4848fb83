//! Each spelling that is promised to be found is found, of any credential and in any mixture.

use proptest::prelude::*;

use super::{Extent, Redactor};
use crate::Secret;

/// How one character is spelled.
#[derive(Clone, Copy, Debug)]
enum Spelled {
    Html,
    HtmlHex,
    Json,
    Percent,
    Plain,
    Short,
    Upper,
}

impl Spelled {
    const ALL: [Self; 7] =
        [Self::Html, Self::HtmlHex, Self::Json, Self::Percent, Self::Plain, Self::Short, Self::Upper];

    fn of(self, c: char) -> String {
        let each = |bytes: &str| bytes.bytes().map(|byte| format!("%{byte:02x}")).collect::<Vec<_>>().concat();
        match (self, c) {
            (Self::Html, _) => format!("&#{};", u32::from(c)),
            (Self::HtmlHex, _) => format!("&#x{:X};", u32::from(c)),
            (Self::Json, _) => {
                let units = c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect::<Vec<_>>();
                units.concat()
            }
            (Self::Percent, _) => each(&c.to_string()),
            // Bare before another escape they would be read with it: `\` and `\u0075` are also `\\` and `u0075`.
            (Self::Plain | Self::Upper, '%' | '\\' | '&') | (Self::Short, '%') => Self::Json.of(c),
            (Self::Short, '"' | '\\' | '/') => format!("\\{c}"),
            (Self::Short, '&') => "&amp;".to_owned(),
            (Self::Short, '<') => "&lt;".to_owned(),
            (Self::Upper, _) => c.to_ascii_uppercase().to_string(),
            (Self::Plain | Self::Short, _) => c.to_string(),
        }
    }
}

/// A credential, and a spelling of it as its characters' spellings.
fn spelled() -> impl Strategy<Value = (String, Vec<String>)> {
    let secret = "[!-~äß错\u{1f600}]{4,24}";
    secret.prop_flat_map(|secret| {
        let spellings = prop::collection::vec(prop::sample::select(&Spelled::ALL[..]), secret.chars().count());
        (Just(secret), spellings).prop_map(|(secret, spellings)| {
            let spelled = secret.chars().zip(spellings).map(|(c, spelled)| spelled.of(c)).collect();
            (secret, spelled)
        })
    })
}

fn redactor(secret: &str) -> Redactor {
    Redactor::new([&Secret::new("key", secret).expect("a credential")].into_iter())
}

proptest! {
    #[test]
    fn it_is_blanked_in_any_spelling((secret, spelled) in spelled()) {
        let text = format!("前{}后", spelled.concat());
        for extent in [Extent::Everywhere, Extent::SparingDigits] {
            let blanked = redactor(&secret).blank(text.clone().into_bytes(), extent);
            prop_assert_eq!(String::from_utf8_lossy(&blanked), "前[credential]后", "{} in {}", secret, text);
        }
        prop_assert!(redactor(&secret).is_echoed(text.as_bytes()));
    }

    #[test]
    fn its_beginning_is_blanked_where_a_text_is_cut((secret, spelled) in spelled(), cut in any::<prop::sample::Index>()) {
        let text = format!("前{}", spelled.concat()).into_bytes();
        let fewest = "前".len() + spelled[..4].concat().len();
        let end = fewest + cut.index(text.len() - fewest + 1);
        let blanked = redactor(&secret).blank_cut(text[..end].to_vec(), Extent::Everywhere);
        let blanked = String::from_utf8_lossy(&blanked);
        let left = blanked.strip_prefix("前[credential]");
        // One that ends as an escape begins is whole where its last escape is cut, and what is left of that tells nothing.
        let in_escape = |c: char| c.is_ascii_alphanumeric() || c == '#';
        let is_odd = secret.trim_end_matches(in_escape).ends_with(['%', '\\', '&']);
        prop_assert!(left.is_some_and(|left| left.is_empty() || is_odd), "{} at {}: {}", secret, end, blanked);
    }

    #[test]
    fn a_text_without_it_stays(secret in "[a-z]{8}", text in "[A-Z0-9 %\\\\&;]{0,200}") {
        if !text.to_lowercase().contains(&secret) {
            let blanked = redactor(&secret).blank(text.clone().into_bytes(), Extent::Everywhere);
            prop_assert_eq!(String::from_utf8_lossy(&blanked), text);
        }
    }
}
