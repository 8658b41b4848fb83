//! A reqwest error becomes an [`Error`] that says whether money may have been spent, and never holds a URL.
//!
//! The rule is short: nothing left the machine = not sent, free; anything else = in doubt. A request of ordinary
//! size is taken whole by the kernel before a reset shows, so after connecting there is no telling whether the vendor
//! saw it.

use std::error::Error as _;

use numcheck_core::{Charge, Error, ErrorKind, Message, RetryHint, Turn};

use crate::messages;

/// A failure before the head of the reply was read.
pub(crate) fn of_send(error: reqwest::Error, plain_http: bool) -> Error {
    let error = error.without_url();
    let free = |message: Message| Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, message);
    let shaped = if error.is_builder() {
        Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, messages::not_built())
    } else if is_bad_certificate(&error) {
        free(messages::bad_certificate()).with_turn(Turn::Caller)
    } else if error.is_connect() && !plain_http && is_tls(&error) {
        free(messages::no_tls()).with_retry(RetryHint::Backoff)
    } else if error.is_connect() && error.is_timeout() {
        free(messages::slow_connect()).with_retry(RetryHint::Backoff)
    } else if error.is_connect() {
        free(messages::no_connect()).with_retry(RetryHint::Backoff)
    } else if was_never_written(&error) {
        free(messages::closed_before()).with_retry(RetryHint::Backoff)
    } else if error.is_timeout() {
        in_doubt(messages::no_reply())
    } else {
        in_doubt(messages::broke_before_reply())
    };
    shaped.with_source(error)
}

/// A failure while the body of the reply was read.
pub(crate) fn of_body(error: reqwest::Error) -> Error {
    let message = if error.is_timeout() { messages::reply_not_ended() } else { messages::reply_cut() };
    in_doubt(message).with_source(error.without_url())
}

/// A reply longer than the cap.
pub(crate) fn too_long(cap: usize) -> Error {
    Error::new(ErrorKind::Protocol, Charge::Unknown, messages::reply_too_long(cap))
}

/// A redirect. The vendors' documents have none, and following one would hand the key to whoever is named.
pub(crate) fn of_redirect(response: &reqwest::Response) -> Error {
    let host = response
        .headers()
        .get(reqwest::header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| response.url().join(value).ok())
        .and_then(|url| url.host_str().map(host_name))
        .map_or_else(messages::unnamed_place, Message::from);
    // RFC 9110, 15.4.4: a 303 answers a POST that was processed. These vendors have no such page, and a gateway that moves
    // does not look at the form: free is an inference, and is told as one.
    let status = response.status().as_u16();
    let money = match status {
        303 => messages::redirect_303(),
        304 => messages::redirect_304(),
        _ => messages::redirect_free(),
    };
    Error::new(ErrorKind::Protocol, Charge::FREE_INFERRED, messages::redirect(status, host, money))
        .with_turn(Turn::Caller)
}

/// The digits of an address are no phone number.
fn host_name(host: &str) -> String {
    let is_address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    if is_address { host.to_owned() } else { numcheck_core::mask_text(host) }
}

fn in_doubt(message: Message) -> Error {
    Error::new(ErrorKind::Transport, Charge::Unknown, message)
}

/// hyper's "canceled": the request was dropped before any of it was processed.
fn was_never_written(error: &reqwest::Error) -> bool {
    causes(error).any(|cause| cause.downcast_ref::<hyper::Error>().is_some_and(hyper::Error::is_canceled))
}

/// rustls is reached through an I/O error; its types are not ours to name, its words are stable.
fn is_bad_certificate(error: &reqwest::Error) -> bool {
    error.is_connect() && causes(error).any(|cause| cause.to_string().contains("invalid peer certificate"))
}

/// TLS speaks through I/O errors that carry an error of their own; a refused or unreachable address is the system's, and
/// carries none.
fn is_tls(error: &reqwest::Error) -> bool {
    let carries = |cause: &(dyn std::error::Error + 'static)| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.get_ref().is_some())
    };
    causes(error).any(carries) && !causes(error).any(|cause| cause.to_string().contains("dns error"))
}

fn causes(error: &reqwest::Error) -> impl Iterator<Item = &(dyn std::error::Error + 'static)> {
    std::iter::successors(error.source(), |cause| (**cause).source())
}
