//! What the sandbox sends back, before it is HTTP.

use std::borrow::Cow;

use axum::body::{Body, Bytes};
use axum::http::Response;
use serde::Serialize;

use crate::cards::{Answer, Card};
use crate::rows::Rows;

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
    pub(crate) body: Content,
    content_type: &'static str,
    header: Option<Box<(&'static str, Cow<'static, str>)>>,
}

/// The body of a reply.
#[derive(Debug)]
pub(crate) enum Content {
    Raw(Box<Bytes>),
    Rows(Box<Rows>),
    Text(String),
}

impl Reply {
    /// A vendor's reply, status 200: both vendors put their errors into the body.
    pub(crate) fn vendor(code: String, body: &impl Serialize) -> Self {
        Self { code: Some(code), ..Self::new(200, JSON, Content::Text(json(body))) }
    }

    /// Puts rows in place of the one empty array of the body.
    pub(crate) fn with_rows(self, rows: Rows) -> Self {
        let body = match self.body {
            Content::Text(envelope) => Content::Rows(Box::new(rows.within(&envelope))),
            other => other,
        };
        Self { body, ..self }
    }

    /// JSON of the sandbox's own.
    pub(crate) fn sandbox(body: &impl Serialize) -> Self {
        Self::new(200, JSON, Content::Text(json(body)))
    }

    /// A refusal below the vendor's own words: wrong method, wrong content type.
    pub(crate) fn refusal(status: u16, hint: &'static str) -> Self {
        Self::new(status, TEXT, Content::Text(format!("sandbox: {hint}\n"))).hint(hint)
    }

    /// A refusal of the sandbox's own endpoints, in words of the moment.
    pub(crate) fn complaint(status: u16, words: &str) -> Self {
        Self::new(status, TEXT, Content::Text(format!("sandbox: {words}\n")))
    }

    /// An error page, such as gateways answer before the vendor's code runs.
    pub(crate) fn page(status: u16) -> Self {
        let body = format!(
            "<html>\n<head><title>{status}</title></head>\n<body>\n<center><h1>{status}</h1></center>\n\
             <hr><center>numcheck-sandbox</center>\n</body>\n</html>\n"
        );
        let reply = Self::new(status, HTML, Content::Text(body));
        match status {
            302 => reply.header("location", "http://sandbox.invalid/"),
            429 => reply.header("retry-after", "2"),
            _ => reply,
        }
    }

    pub(crate) fn header(self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        Self { header: Some(Box::new((name, value.into()))), ..self }
    }

    pub(crate) fn with_body(self, body: Content) -> Self {
        Self { body, ..self }
    }

    pub(crate) fn hint(self, hint: &'static str) -> Self {
        Self { hint: Some(hint), ..self }
    }

    pub(crate) fn into_response(self) -> Response<Body> {
        let mut builder = Response::builder().status(self.status).header("content-type", self.content_type);
        if let Some(header) = self.header {
            builder = builder.header(header.0, &*header.1);
        }
        if let Some(hint) = self.hint {
            builder = builder.header("x-sandbox-hint", hint);
        }
        builder.body(self.body.into_bytes().into()).expect("statuses and headers are ours")
    }

    fn new(status: u16, content_type: &'static str, body: Content) -> Self {
        Self { status, code: None, hint: None, body, content_type, header: None }
    }
}

impl Content {
    pub(crate) fn into_bytes(self) -> Bytes {
        match self {
            Self::Raw(bytes) => *bytes,
            Self::Rows(rows) => rows.into_text().into(),
            Self::Text(text) => text.into(),
        }
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
