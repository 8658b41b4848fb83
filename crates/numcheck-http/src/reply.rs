use std::fmt;
use std::time::Duration;

use numcheck_core::{Charge, Error, ErrorKind, RawReply, RetryHint};
use serde::Deserialize;

/// A vendor's reply, read whole, the credentials of its request blanked.
#[derive(Clone)]
pub struct Reply {
    pub(crate) status: u16,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// The HTTP status.
    pub const fn status(&self) -> u16 {
        self.status
    }

    /// The `Retry-After` of the reply, an hour at most.
    pub const fn retry_after(&self) -> Option<Duration> {
        self.retry_after
    }

    /// The body's bytes.
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// Reads the body as JSON; a byte order mark before it is forgiven.
    ///
    /// `None` when it is not JSON of this shape: [`fault`](Self::fault) then says what that means.
    pub fn json<'a, T: Deserialize<'a>>(&'a self) -> Option<T> {
        let body = self.body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&self.body);
        serde_json::from_slice(body).ok()
    }

    /// What the reply means when its body holds no code of the vendor's: decided by the HTTP status.
    ///
    /// 429 is free and worth a pause; 400, 401, 403, 404, 405, 413 and 415 are free and final; all else, success
    /// without a readable body too, is in doubt. The body is kept.
    pub fn fault(self) -> Error {
        let free = |kind, message: &'static str| Error::new(kind, Charge::FREE_INFERRED, message);
        let error = match self.status {
            429 => free(ErrorKind::RateLimited, "the vendor says: too many requests (HTTP 429)")
                .with_retry(self.retry_after.map_or(RetryHint::Backoff, RetryHint::After)),
            401 | 403 => free(ErrorKind::Auth, "the vendor's gateway refuses the credentials or the address"),
            400 | 404 | 405 | 413 | 415 => {
                free(ErrorKind::InvalidRequest, "the vendor's gateway refuses the request: check the base URL")
            }
            200..=299 if self.body.is_empty() => in_doubt(ErrorKind::Protocol, "the reply is empty"),
            200..=299 if self.json::<serde::de::IgnoredAny>().is_some() => {
                in_doubt(ErrorKind::Protocol, "the reply is JSON of another shape than the document's")
            }
            200..=299 => in_doubt(ErrorKind::Protocol, "the reply is not JSON"),
            503 => in_doubt(ErrorKind::Unavailable, "the vendor's gateway is not available (HTTP 503)")
                .with_retry(self.retry_after.map_or(RetryHint::Backoff, RetryHint::After)),
            408 | 500..=599 => in_doubt(ErrorKind::Unavailable, "the vendor's gateway failed"),
            _ => in_doubt(ErrorKind::Protocol, "the reply has an HTTP status no document names"),
        };
        let error = if (200..=299).contains(&self.status) { error } else { error.with_code(self.status.to_string()) };
        error.with_raw_reply(self.into_raw())
    }

    /// An error about a reply that parsed and still cannot be believed: protocol, in doubt, the body kept.
    pub fn unreadable(self, message: impl Into<std::borrow::Cow<'static, str>>) -> Error {
        Error::new(ErrorKind::Protocol, Charge::Unknown, message).with_raw_reply(self.into_raw())
    }

    /// The reply as an error keeps it.
    pub fn into_raw(self) -> RawReply {
        RawReply { status: self.status, body: self.body }
    }
}

fn in_doubt(kind: ErrorKind, message: &'static str) -> Error {
    Error::new(kind, Charge::Unknown, message)
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reply(HTTP {}, {} bytes)", self.status, self.body.len())
    }
}
