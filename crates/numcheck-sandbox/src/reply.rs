//! What the sandbox sends back, before it is HTTP.

use axum::body::Body;
use axum::http::Response;
use serde::Serialize;

use crate::cards::{Answer, Card};

const HTML: &str = "text/html; charset=utf-8";
const JSON: &str = "application/json;charset=utf-8";
const TEXT: &str = "text/plain; charset=utf-8";

/// A reply and what the ledger should know of it.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    /// The vendor's code, as it is written.
    pub(crate) code: Option<String>,
    /// Why it is a refusal, for a person: goes into a header and the ledger, never into the body.
    pub(crate) hint: Option<&'static str>,
    content_type: &'static str,
    header: Option<(&'static str, &'static str)>,
    body: String,
}

impl Reply {
    /// A vendor's reply, status 200: both vendors put their errors into the body.
    pub(crate) fn vendor(code: String, body: &impl Serialize) -> Self {
        Self { code: Some(code), ..Self::new(200, JSON, json(body)) }
    }

    /// JSON of the sandbox's own.
    pub(crate) fn sandbox(body: &impl Serialize) -> Self {
        Self::new(200, JSON, json(body))
    }

    /// A refusal below the vendor's own words: wrong method, wrong content type.
    pub(crate) fn refusal(status: u16, hint: &'static str) -> Self {
        Self::new(status, TEXT, format!("sandbox: {hint}\n")).hint(hint)
    }

    /// An error page, such as gateways answer before the vendor's code runs.
    pub(crate) fn page(status: u16) -> Self {
        let body = format!(
            "<html>\n<head><title>{status}</title></head>\n<body>\n<center><h1>{status}</h1></center>\n\
             <hr><center>numcheck-sandbox</center>\n</body>\n</html>\n"
        );
        let reply = Self::new(status, HTML, body);
        match status {
            302 => reply.header("location", "http://sandbox.invalid/"),
            429 => reply.header("retry-after", "2"),
            _ => reply,
        }
    }

    pub(crate) fn header(self, name: &'static str, value: &'static str) -> Self {
        Self { header: Some((name, value)), ..self }
    }

    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut builder = Response::builder().status(self.status).header("content-type", self.content_type);
        if let Some((name, value)) = self.header {
            builder = builder.header(name, value);
        }
        if let Some(hint) = self.hint {
            builder = builder.header("x-sandbox-hint", hint);
        }
        builder.body(Body::from(self.body)).expect("statuses and headers are ours")
    }

    fn new(status: u16, content_type: &'static str, body: String) -> Self {
        Self { status, code: None, hint: None, content_type, header: None, body }
    }
}

/// The reply of a card that fails the whole request, if it does.
///
/// `error` makes the vendor's reply of a code.
pub(crate) fn scripted(card: &Card, error: impl FnOnce(u32, &Card) -> Reply) -> Result<(), Reply> {
    match card.answer {
        Answer::Error(code) => Err(error(code, card)),
        Answer::Http(status) => Err(Reply::page(status)),
        Answer::Nothing | Answer::Status(_) => Ok(()),
    }
}

fn json(body: &impl Serialize) -> String {
    serde_json::to_string(body).expect("our own types are JSON")
}
