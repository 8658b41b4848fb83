use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;
use std::time::Duration;

use numcheck_core::columns::Column;
use numcheck_core::{Charge, Error, ErrorKind, Message, RawReply, RetryHint, Text};
use serde::Deserialize;

use crate::messages;
use crate::redact::{Extent, Redactor};
use crate::wire::Scan;

/// How much of a reply is kept with an error: the largest batch of these vendors takes half of it.
const KEPT: usize = 1 << 20;

/// A vendor's reply, read whole.
///
/// It is decoded as it came, so that a password that happens to be a code or a number spoils no answer. What is kept or
/// shown of it goes without the credentials of its request: a [`RawReply`] has them blanked, the vendor's words go through
/// [`redact`](Self::redact), and a text that ends up in a report through [`redact_field`](Self::redact_field). They are
/// found in any ASCII case and however JSON, percent-encoding or HTML escapes them.
#[derive(Clone)]
pub struct Reply {
    status: u16,
    retry_after: Option<Duration>,
    body: Vec<u8>,
    redactor: Redactor,
    /// Whether a short body holds a credential at all: nearly none does, and then nothing decoded from it can.
    echoes: OnceLock<bool>,
}

impl Reply {
    pub(crate) fn new(status: u16, retry_after: Option<Duration>, body: Vec<u8>, redactor: Redactor) -> Self {
        Self { status, retry_after, body, redactor, echoes: OnceLock::new() }
    }

    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The `Retry-After` of the reply, an hour at most.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// Reads the body as JSON, as the vendor sent it; a byte order mark before it is forgiven.
    ///
    /// Its texts may echo a credential: [`redact`](Self::redact) them before they are kept or shown. `None` when it is not JSON of this shape: [`fault`](Self::fault) then says what that means.
    pub fn json<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        // Whole and at once is several times cheaper than text by text; what is not read may be anything.
        match std::str::from_utf8(body) {
            Ok(text) => serde_json::from_str(text).ok(),
            Err(_) => serde_json::from_slice(body).ok(),
        }
    }

    /// Reads the body as [`json`](Self::json) does, in one pass without a deserialiser: for replies of many rows. `None` says
    /// nothing of the reply: then `json` must tell.
    pub fn scan<'a, T>(&'a self, read: impl FnOnce(&mut Scan<'a>) -> Option<T>) -> Option<T> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        Scan::whole(simdutf8::basic::from_utf8(body).ok()?, read)
    }

    /// What the reply means when its body holds no code of the vendor's: decided by the HTTP status.
    ///
    /// 429 is free and worth a pause; 400, 401, 403, 404, 405, 413 and 415 are free and final; all else, success
    /// without a readable body too, is in doubt. The body is kept.
    pub fn fault(self) -> Error {
        let free = |kind, message: Message| Error::new(kind, Charge::FREE_INFERRED, message);
        let error = match self.status {
            429 => free(ErrorKind::RateLimited, messages::too_many_requests())
                .with_retry(self.retry_after.map_or(RetryHint::Backoff, RetryHint::After)),
            401 | 403 => free(ErrorKind::Auth, messages::gateway_auth()),
            400 | 404 | 405 | 413 | 415 => free(ErrorKind::InvalidRequest, messages::gateway_request()),
            200..=299 if self.body.is_empty() => in_doubt(ErrorKind::Protocol, messages::reply_empty()),
            200..=299 if self.json::<serde::de::IgnoredAny>().is_some() => {
                in_doubt(ErrorKind::Protocol, messages::reply_other_shape())
            }
            200..=299 => in_doubt(ErrorKind::Protocol, messages::reply_not_json()),
            503 => in_doubt(ErrorKind::Unavailable, messages::gateway_unavailable())
                .with_retry(self.retry_after.map_or(RetryHint::Backoff, RetryHint::After)),
            408 | 500..=599 => in_doubt(ErrorKind::Unavailable, messages::gateway_failed()),
            _ => in_doubt(ErrorKind::Protocol, messages::odd_status()),
        };
        let error = if (200..=299).contains(&self.status) { error } else { error.with_code(self.status.to_string()) };
        error.with_raw_reply(self.into_raw())
    }

    /// An error about a reply that parsed and still cannot be believed: protocol, in doubt, the body kept.
    pub fn unreadable(self, message: impl Into<Message>) -> Error {
        Error::new(ErrorKind::Protocol, Charge::Unknown, message).with_raw_reply(self.into_raw())
    }

    /// The vendor's words without the credentials of the request, wherever they stand in them: for
    /// [`Error::with_vendor_words`] and for a code that no document lists.
    pub fn redact(&self, words: &str) -> String {
        self.blanked(words, Extent::Everywhere).unwrap_or_else(|| words.to_owned())
    }

    /// A text of a report, or an order id, without the credentials of the request.
    ///
    /// A short credential of digits alone is spared inside a longer run of digits: it stands there by chance. A field that
    /// decides something, as a number or a code does, is compared as it came.
    pub fn redact_field<'a>(&self, field: Option<impl Into<Cow<'a, str>>>) -> Option<Text> {
        let text = field?.into();
        Some(self.blanked(&text, Extent::SparingDigits).map_or_else(|| text.into(), Text::from))
    }

    /// A column of such texts.
    pub fn redact_column(&self, column: &mut Column) {
        // In all of them at once, which is a superset of each by itself: nearly no reply holds a credential.
        if self.redactor.is_echoed(column.text().as_bytes()) {
            *column = column.map(|text| {
                let blanked = self.blanked(text, Extent::SparingDigits);
                Some(blanked.unwrap_or_else(|| text.to_owned()))
            });
        }
    }

    /// `None` where there is nothing to blank, as nearly everywhere.
    fn blanked(&self, text: &str, extent: Extent) -> Option<String> {
        // A short reply is looked at once, whole; of a long one, what is kept of it.
        let may_hold = match self.body.len() {
            ..=SHORT => *self.echoes.get_or_init(|| self.redactor.is_echoed(&self.body)),
            _ => self.redactor.is_echoed(text.as_bytes()),
        };
        if !may_hold {
            return None;
        }
        let blanked = self.redactor.blank(text.as_bytes().to_vec(), extent);
        Some(String::from_utf8_lossy(&blanked).into_owned())
    }

    /// The reply as an error keeps it: its first MiB, the credentials of the request blanked.
    pub fn into_raw(self) -> RawReply {
        self.kept(false)
    }

    /// The same of a reply that ended too soon, perhaps inside a credential.
    pub(crate) fn into_cut_raw(self) -> RawReply {
        self.kept(true)
    }

    fn kept(mut self, ended_too_soon: bool) -> RawReply {
        // A credential that begins in what is kept ends in what is looked at; and where blanks are shorter than what they
        // stand for, the end of what is looked at is kept too, perhaps inside a credential.
        let looked_at = KEPT + self.redactor.longest_spelling();
        let all = self.body.len() <= looked_at;
        if !all {
            self.body = self.body[..looked_at].to_vec();
        }
        let mut body = if all && !ended_too_soon {
            self.redactor.blank(self.body, Extent::SparingDigits)
        } else {
            self.redactor.blank_cut(self.body, Extent::SparingDigits)
        };
        if body.len() > KEPT {
            // A vector that is cut keeps its memory, and a ledger would keep what was not cut.
            body = body[..KEPT].to_vec();
        }
        RawReply { status: self.status, body }
    }
}

/// Replies about one number are shorter.
const SHORT: usize = 4096;

fn in_doubt(kind: ErrorKind, message: Message) -> Error {
    Error::new(kind, Charge::Unknown, message)
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply(HTTP {}, {} bytes)", self.status, self.body.len())
    }
}

#[cfg(test)]
mod tests;
