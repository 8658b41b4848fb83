//! The laws of a pasted public key: it is taken however it was pasted, or refused free and with words that do not repeat it.

use numcheck_core::{Charge, ErrorKind};
use numcheck_juhe::{HttpOptions, NetworkStatusChecker};

use super::{Verdict, ensure};

/// How much of a pasted key may be repeated: less says nothing of it.
const LONGEST_ECHO: usize = 24;

/// Holds the reading of a key to the laws for any text.
///
/// # Errors
///
/// The law that is broken.
pub fn law(data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let Some(error) = refusal(&text) else {
        for (how, pasted) in pastes(&text) {
            ensure!(refusal(&pasted).is_none(), "refused {how}: {pasted:?}");
        }
        return Ok(());
    };
    ensure!(error.kind() == ErrorKind::Auth, "refused as {:?}", error.kind());
    ensure!(error.charge() == Charge::FREE_INFERRED, "refused at a cost: {:?}", error.charge());
    let shown = format!("{error} {error:?} {}", error.message().in_lang(numcheck_core::Lang::Zh));
    let mut pieces = text.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '+' | '/'));
    let echoed = pieces.find(|piece| piece.len() > LONGEST_ECHO && shown.contains(&piece[..LONGEST_ECHO]));
    ensure!(echoed.is_none(), "a refusal repeats the key: {shown}");
    Ok(())
}

/// Why a key is not taken. An address that is none is refused after it, so that no client is built for each.
fn refusal(text: &str) -> Option<numcheck_core::Error> {
    let error = NetworkStatusChecker::rsa("fixture-key", text, &HttpOptions::new().base_url("nowhere")).err()?;
    (error.kind() != ErrorKind::InvalidRequest).then_some(error)
}

/// The same key as other programs hand it on.
fn pastes(text: &str) -> [(&'static str, String); 5] {
    [
        ("with a byte order mark", format!("\u{feff}{text}")),
        ("in quotes", format!("\"{text}\"")),
        ("with \\n written out", text.replace('\n', "\\n")),
        ("with carriage returns", text.replace("\r\n", "\n").replace('\n', "\r\n")),
        ("in blank lines", format!("\n \t{text}\n\n")),
    ]
}
