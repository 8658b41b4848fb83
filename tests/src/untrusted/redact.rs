//! The laws of blanking: a credential that a reply echoes is nowhere in what is kept of it, however it is spelled, and what
//! is no credential is left as it came.

use numcheck_http::Secret;

use super::silence::{BLANK, spells};
use super::vendor::Vendor;
use super::{Verdict, ensure};

/// Holds a reply to the laws: the first line of the input is the credential, the rest is the body that may echo it.
///
/// # Errors
///
/// The law that is broken.
pub fn law(vendor: &Vendor, data: &[u8]) -> Verdict {
    let text = String::from_utf8_lossy(data);
    let (secret, body) = text.split_once('\n').unwrap_or((&text, ""));
    let Ok(secret) = Secret::new("key", secret) else { return Ok(()) };
    let shown = secret.expose();
    // Where the blank itself reads as the credential, nothing can be told of it; nor where it is made of what stands for bytes
    // that are no text, which every odd escape reads as.
    if shown.contains('\u{fffd}')
        || shown.len() > 200
        || spells("credential", shown)
        || "credential".contains(&shown.to_ascii_lowercase())
    {
        return Ok(());
    }
    let reply = vendor.reply_to(&secret, body.as_bytes()).map_err(|error| format!("no reply: {error:?}"))?;
    let words = reply.redact(body);
    ensure!(!spells(&words, shown), "{shown:?} is left in {words:?} of {body:?}");
    let echoed = spells(body, shown);
    ensure!(echoed || words == body || words.contains(BLANK), "changed without a reason: {body:?} to {words:?}");
    let kept = [
        reply.redact_field(Some(body.to_owned())).unwrap_or_default(),
        String::from_utf8_lossy(&reply.into_raw().body).into_owned().into(),
    ];
    // A short one of digits alone is spared inside a longer run, where it stands by chance.
    if !shown.bytes().all(|byte| byte.is_ascii_digit()) {
        for kept in kept {
            ensure!(!spells(&kept, shown), "{shown:?} is left in {kept:?} of {body:?}");
        }
    }
    Ok(())
}
