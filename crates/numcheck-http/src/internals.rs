//! What happens before a request is sent and after its reply was read, without a vendor: for the tests and benches of this
//! repository. Unstable: it may change in any version.

use std::time::Duration;

use crate::redact::Redactor;
use crate::{Field, Reply, Secret, form};

/// The body that [`Client::post_form`](crate::Client::post_form) sends.
pub fn form(fields: &[(&str, Field<'_>)]) -> String {
    form::encoded(fields)
}

/// A reply as [`Client::post_form`](crate::Client::post_form) reads it from a vendor that was sent these credentials.
pub fn reply(status: u16, retry_after: Option<Duration>, body: Vec<u8>, secrets: &[Secret]) -> Reply {
    Reply::new(status, retry_after, body, Redactor::new(secrets.iter()))
}
