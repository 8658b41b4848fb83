//! A reqwest error becomes an [`Error`] that says whether money may have been spent, and never holds a URL.
//!
//! The rule is short: nothing left the machine = not sent, free; anything else = in doubt. A request of ordinary
//! size is taken whole by the kernel before a reset shows, so after connecting there is no telling whether the vendor
//! saw it.

use std::error::Error as _;

use numcheck_core::{Charge, Error, ErrorKind, RetryHint, Turn};

/// A failure before the head of the reply was read.
pub(crate) fn of_send(error: reqwest::Error, plain_http: bool) -> Error {
    let error = error.without_url();
    let free = |message: &'static str| Error::new(ErrorKind::Transport, Charge::FREE_INFERRED, message);
    let shaped = if error.is_builder() {
        Error::new(ErrorKind::InvalidRequest, Charge::FREE_INFERRED, "the request could not be built")
    } else if is_bad_certificate(&error) {
        free("the vendor's certificate is not trusted: nothing was sent. Check the address, the clock and any proxy that reads https")
            .with_turn(Turn::Caller)
    } else if error.is_connect() && !plain_http && is_tls(&error) {
        free("TLS could not be agreed on: nothing was sent. If the vendor speaks plain http only, allow it in so many words (--allow-http)")
            .with_retry(RetryHint::Backoff)
    } else if error.is_connect() && error.is_timeout() {
        free("connecting took too long: nothing was sent").with_retry(RetryHint::Backoff)
    } else if error.is_connect() {
        free("the vendor cannot be reached: nothing was sent").with_retry(RetryHint::Backoff)
    } else if was_never_written(&error) {
        free("the connection closed before anything was sent").with_retry(RetryHint::Backoff)
    } else if error.is_timeout() {
        in_doubt("no reply came in time: the request was sent")
    } else {
        in_doubt("the connection broke before the reply: the request may have been seen")
    };
    shaped.with_source(error)
}

/// A failure while the body of the reply was read.
pub(crate) fn of_body(error: reqwest::Error) -> Error {
    let message = if error.is_timeout() { "the reply did not end in time" } else { "the reply was cut off" };
    in_doubt(message).with_source(error.without_url())
}

/// A reply longer than the cap.
pub(crate) fn too_long(cap: usize) -> Error {
    Error::new(ErrorKind::Protocol, Charge::Unknown, format!("the reply is longer than {cap} bytes"))
}

/// A redirect. The vendors' documents have none, and following one would hand the key to whoever is named.
pub(crate) fn of_redirect(response: &reqwest::Response) -> Error {
    let host = response
        .headers()
        .get(reqwest::header::LOCATION)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| response.url().join(value).ok())
        .and_then(|url| url.host_str().map(host_name))
        .unwrap_or_else(|| "an unnamed place".to_owned());
    // RFC 9110, 15.4.4: a 303 answers a POST that was processed. These vendors have no such page, and a gateway that moves
    // does not look at the form: free is an inference, and is told as one.
    let status = response.status().as_u16();
    let money = match status {
        303 => "taken as free, though HTTP 303 can follow a request that was processed",
        304 => "taken as free, though HTTP 304 answers no POST",
        _ => "taken as free",
    };
    Error::new(
        ErrorKind::Protocol,
        Charge::FREE_INFERRED,
        format!(
            "the vendor's address redirects (HTTP {status}) to {host}: not followed, and {money}. Check the base URL"
        ),
    )
    .with_turn(Turn::Caller)
}

/// The digits of an address are no phone number.
fn host_name(host: &str) -> String {
    let is_address = host.trim_matches(['[', ']']).parse::<std::net::IpAddr>().is_ok();
    if is_address { host.to_owned() } else { numcheck_core::mask_text(host) }
}

fn in_doubt(message: &'static str) -> Error {
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
