//! The fixture format: one case of one product as a JSON file, reviewable by a person who has the vendor's document
//! open.
//!
//! ```json
//! {
//!   "about": "two silent numbers, both charged",
//!   "provenance": "document 2025-01-18",
//!   "given": {
//!     "product": "acme/line-status",
//!     "numbers": ["13800000001"],
//!     "credentials": {"key": "fixture-key"}
//!   },
//!   "exchanges": [{
//!     "request": {"method": "POST", "path": "/query", "form": {"key": "fixture-key", "mobile": "13800000001"}},
//!     "response": {"status": 200, "body": {"code": 0, "status": "4"}}
//!   }],
//!   "expect": {
//!     "answers": [{"number": "13800000001", "outcome": "report", "charge": "unknown", "report": {"status": "silent"}}],
//!     "receipts": [{"charge": "unknown"}]
//!   }
//! }
//! ```
//!
//! - `provenance` is `document DATE` (the vendor's own sample; `document undated` where it has no date), `recorded DATE`
//!   (a live reply, scrubbed) or `synthetic: WHY`.
//! - `given.options` are the author's own words for how the checker is built, `{"encrypt": "aes"}`.
//! - `exchanges` is empty where nothing must be sent.
//! - `form` gives the fields in the order they are sent: a text is compared as it is; an object of one key names a
//!   matcher, `{"unix_seconds": "now"}`. `request.body` may give the body byte for byte beside it.
//! - `response.body` is JSON, served as it is written in the file, white space included; a string is served as its
//!   content, for what is not JSON; `body_base64` gives bytes. Without either the body is empty.
//! - `expect` gives `answers` and `receipts`, or `error` alone. See [`ExpectedAnswer`], [`ExpectedReceipt`] and
//!   [`ExpectedError`].
//!
//! A field nobody knows is an error: a misspelt expectation would test nothing.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use numcheck_core::{PhoneNumber, ProductId};
use serde::Deserialize;
use serde_json::value::RawValue;

mod error;
mod exchange;
mod expect;
mod tree;

pub use error::FixtureError;
pub use exchange::{Exchange, FieldValue, Request, Response};
pub use expect::{Expect, ExpectedAnswer, ExpectedCode, ExpectedError, ExpectedReceipt};
pub use tree::{Case, cases};

use error::Problem;

/// One case: what is given, what goes over the wire, what must come out.
#[derive(Clone, Debug)]
pub struct Fixture {
    /// What the case shows, in a line.
    pub about: String,
    /// Where the reply is from.
    pub provenance: Provenance,
    /// The checker and the numbers.
    pub given: Given,
    /// The requests that must be made, in order, and their replies.
    pub exchanges: Vec<Exchange>,
    /// What the call must bring back.
    pub expect: Expect,
}

/// Where a fixture's reply is from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Provenance {
    /// A sample of the vendor's document of this date.
    Document(String),
    /// A live reply of this date, scrubbed.
    Recorded(String),
    /// Made up, for this reason.
    Synthetic(String),
}

/// The checker and the numbers it is asked about.
#[derive(Clone, Debug)]
pub struct Given {
    /// The product.
    pub product: ProductId,
    /// The numbers, in the order asked.
    pub numbers: Vec<PhoneNumber>,
    /// How the checker is built, in its author's words.
    pub options: BTreeMap<String, String>,
    /// What it is built with. Never real.
    pub credentials: BTreeMap<String, String>,
}

impl Given {
    /// A credential by name; empty where the fixture gives none, as an unset one would be.
    pub fn credential(&self, name: &str) -> &str {
        self.credentials.get(name).map_or("", String::as_str)
    }

    /// An option by name.
    pub fn option(&self, name: &str) -> Option<&str> {
        self.options.get(name).map(String::as_str)
    }
}

impl Fixture {
    /// Reads a case file.
    ///
    /// # Errors
    ///
    /// [`FixtureError`] names the file, the field and the cure.
    pub fn read(path: &Path) -> Result<Self, FixtureError> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            FixtureError::new(path, Problem::new("", error.to_string(), "give the path of a UTF-8 JSON file"))
        })?;
        Self::parse(path, &text)
    }

    /// Reads a case from its text; `path` is for the errors.
    ///
    /// # Errors
    ///
    /// As [`read`](Self::read).
    pub fn parse(path: &Path, text: &str) -> Result<Self, FixtureError> {
        Self::of(text).map_err(|problem| FixtureError::new(path, problem))
    }

    fn of(text: &str) -> Result<Self, Problem> {
        let sections: Sections<'_> = serde_json::from_str(text).map_err(|error| Problem::of_json("", &error))?;
        if sections.about.trim().is_empty() {
            return Err(Problem::new("about", "it is empty", "say in a line what the case shows"));
        }
        let given = Given::of(section("given", sections.given)?)?;
        let exchanges: Vec<Exchange> = sections
            .exchanges
            .iter()
            .enumerate()
            .map(|(at, raw)| Exchange::of(&format!("exchanges[{at}]"), raw))
            .collect::<Result<_, _>>()?;
        let expect = Expect::of(&given, sections.expect)?;
        Ok(Self { about: sections.about, provenance: Provenance::of(&sections.provenance)?, given, exchanges, expect })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sections<'a> {
    about: String,
    provenance: String,
    #[serde(borrow)]
    given: &'a RawValue,
    #[serde(borrow)]
    exchanges: Vec<&'a RawValue>,
    #[serde(borrow)]
    expect: &'a RawValue,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct GivenSection {
    product: String,
    numbers: Vec<String>,
    #[serde(default)]
    options: BTreeMap<String, String>,
    #[serde(default)]
    credentials: BTreeMap<String, String>,
}

/// Reads one part of a file, its errors under the part's name.
fn section<'a, T: Deserialize<'a>>(field: &str, raw: &'a RawValue) -> Result<T, Problem> {
    serde_json::from_str(raw.get()).map_err(|error| Problem::of_json(field, &error))
}

impl Given {
    fn of(section: GivenSection) -> Result<Self, Problem> {
        let GivenSection { product, numbers, options, credentials } = section;
        if !product.split_once('/').is_some_and(|(vendor, name)| !vendor.is_empty() && !name.is_empty()) {
            return Err(Problem::new("given.product", format!("{product:?} names no product"), "write vendor/product"));
        }
        let numbers = numbers
            .iter()
            .enumerate()
            .map(|(at, text)| number(&format!("given.numbers[{at}]"), text))
            .collect::<Result<_, _>>()?;
        Ok(Self { product: ProductId::new(product), numbers, options, credentials })
    }
}

fn number(field: &str, text: &str) -> Result<PhoneNumber, Problem> {
    PhoneNumber::parse(text).map_err(|error| {
        Problem::new(field, error.to_string(), "write 13800000001, or +85260000001 for another country's")
    })
}

impl Provenance {
    fn of(text: &str) -> Result<Self, Problem> {
        let said = |rest: &str| !rest.trim().is_empty();
        if let Some(why) = text.strip_prefix("synthetic: ").filter(|why| said(why)) {
            return Ok(Self::Synthetic(why.to_owned()));
        }
        if let Some(date) = text.strip_prefix("document ").filter(|date| *date == "undated" || is_date(date)) {
            return Ok(Self::Document(date.to_owned()));
        }
        if let Some(date) = text.strip_prefix("recorded ").filter(|date| is_date(date)) {
            return Ok(Self::Recorded(date.to_owned()));
        }
        Err(Problem::new(
            "provenance",
            format!("{text:?} says not where the reply is from"),
            "write `document 2025-01-18`, `document undated`, `recorded 2026-11-22` or `synthetic: why`",
        ))
    }
}

fn is_date(text: &str) -> bool {
    let digits =
        |at: std::ops::Range<usize>| text.get(at).is_some_and(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    text.len() == 10 && digits(0..4) && &text[4..5] == "-" && digits(5..7) && &text[7..8] == "-" && digits(8..10)
}

/// The file a case is in, for tools that show it.
pub(crate) fn shown(path: &Path) -> PathBuf {
    std::env::current_dir()
        .ok()
        .and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned))
        .unwrap_or_else(|| path.to_owned())
}
