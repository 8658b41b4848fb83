use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::{Canaries, Encoding, Searcher};

const KEY: &str = "Zq8/canary+Key~7f3a=é";
const NUMBER: &str = "13847021936";

static SEARCHER: LazyLock<Searcher> = LazyLock::new(|| Canaries::new().secret("key", KEY).number(NUMBER).searcher());

/// In which encodings the searcher finds each canary.
fn found(text: impl AsRef<[u8]>) -> Vec<(String, Encoding)> {
    SEARCHER.leaks(text).into_iter().map(|leak| (leak.canary, leak.encoding)).collect()
}

fn all<T>(parts: impl IntoIterator<Item = T>, spell: impl Fn(T) -> String) -> String {
    parts.into_iter().map(spell).collect::<Vec<_>>().concat()
}

fn percent(text: &str) -> String {
    all(text.bytes(), |byte| format!("%{byte:02x}"))
}

fn json(text: &str) -> String {
    all(text.encode_utf16(), |unit| format!("\\u{unit:04X}"))
}

fn hex(text: &str) -> String {
    all(text.bytes(), |byte| format!("{byte:02X}"))
}

fn assert_found(text: impl AsRef<[u8]>, canary: &str, encoding: Encoding) {
    let found = found(text.as_ref());
    let expected = (canary.to_owned(), encoding);
    assert!(found.contains(&expected), "{}: {found:?}", String::from_utf8_lossy(text.as_ref()));
}

#[test]
fn it_finds_every_encoding_of_every_canary() {
    for (name, value) in [("key", KEY), (NUMBER, NUMBER)] {
        assert_found(format!("glued{value}to it"), name, Encoding::Plain);
        for escaped in [
            percent(value),
            percent(value).replace('%', "%25"),
            json(value),
            json(&json(value)),
            all(value.bytes(), |byte| format!("\\x{byte:02x}")),
            all(value.chars(), |c| format!("\\u{{{:x}}}", u32::from(c))),
            all(value.chars(), |c| format!("&#{};", u32::from(c))),
            all(value.chars(), |c| format!("&#x{:x};", u32::from(c))),
        ] {
            assert_found(format!("a {escaped} b"), name, Encoding::Escaped);
        }
        for before in ["", "x", "xy", "xyz"] {
            for after in ["", "x", "xy"] {
                let text = format!("{before}{value}{after}");
                assert_found(format!("Basic {}", STANDARD.encode(&text)), name, Encoding::Base64);
                assert_found(URL_SAFE.encode(&text), name, Encoding::Base64);
                assert_found(hex(&text), name, Encoding::Hex);
                assert_found(hex(&text).to_lowercase(), name, Encoding::Hex);
                assert_found(format!("{:?}", text.as_bytes()), name, Encoding::Bytes);
                assert_found(format!("{:#?}", text.as_bytes()), name, Encoding::Bytes);
            }
        }
    }
    assert_found(KEY.to_uppercase(), "key", Encoding::Plain);
    assert_found(KEY.replace('/', "\\/"), "key", Encoding::Escaped);
}

#[test]
fn it_finds_what_is_left_of_a_canary_that_was_cut() {
    assert_found(&KEY[..13], "key", Encoding::Plain);
    assert_found(&KEY[8..], "key", Encoding::Plain);
    assert_found(STANDARD.encode(&KEY[3..16]), "key", Encoding::Base64);
    for window in 0..=3 {
        assert_found(&NUMBER[window..window + 8], NUMBER, Encoding::Plain);
    }
}

#[test]
fn it_finds_a_number_however_it_is_written() {
    for text in [
        "138 4702 1936",
        "138-4702-1936",
        "(138)4702.1936",
        "１３８４７０２１９３６",
        "+86 138\u{3000}4702\u{200b}1936",
    ] {
        assert_found(text, NUMBER, Encoding::Escaped);
    }
}

#[test]
fn it_finds_nothing_where_nothing_is() {
    for text in ["", "138****1936", "[credential] key", "13847x021936", "the canary is dead", "138,4702,1936"] {
        assert_eq!(found(text), [], "{text}");
    }
    let secrets = Canaries::new().secret("key", KEY).number(NUMBER).secrets().searcher();
    assert_eq!(secrets.leaks(NUMBER), []);
    assert_eq!(secrets.leaks(KEY).len(), 1);
    let wordy = Canaries::new().wordy_secret("key", "sandbox-juhe-caller-id-key").searcher();
    assert_eq!(wordy.leaks("juhe-caller-id-key"), []);
    assert_eq!(wordy.leaks("sandbox-juhe-caller-id-key").len(), 1);
}
