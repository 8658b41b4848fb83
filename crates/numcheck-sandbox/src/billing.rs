//! The sandbox's own billing ledger (台账): what was asked and what it cost, as the vendor sees it.
//!
//! A request is written here before its reply is sent, so a client that loses the reply is billed all the
//! same. With [`Options::state`](crate::Options::state) the ledger is a file, written and synced before the
//! reply is sent, which [`read`], [`requests`] and [`numbers`] read whether the sandbox lives or was killed.
//! No credential is ever written, only which one it was.

mod book;
mod entry;
mod error;
mod journal;
mod read;
mod tally;

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::Product;

pub(crate) use self::book::{Account, Book};
pub(crate) use self::entry::{Asked, Digits, Entry};
pub use self::error::StateError;
pub use self::read::{Requests, numbers, read, requests};
pub(crate) use self::tally::{bills, ledger};

/// A request, whatever came of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Request {
    /// Counts requests from 1, and on when a state is opened again; order ids are made of it.
    pub seq: u64,
    /// When it came, in milliseconds since 1970 (UTC).
    pub at_ms: u64,
    /// The product asked; none if no vendor has the path.
    pub product: Option<Product>,
    /// The path asked, which tells the encrypted variants apart; no query.
    pub path: String,
    /// Which credential was sent: a product's name, `missing`, `wrong`, `scripted`, or `refused` for one
    /// that may be real. Empty if the request was refused before its credential was read.
    pub key: String,
    /// The numbers asked, decrypted, in the order sent. Empty if the credential was refused.
    pub numbers: Vec<BilledNumber>,
    /// The HTTP status answered.
    pub http_status: u16,
    /// The vendor's code answered, `000000` style at ywjisu; none with an HTTP error.
    pub code: Option<String>,
    /// The vendor's order id (流水号), if one was answered.
    pub order_id: Option<String>,
    /// Why the request was refused, in the sandbox's words; also the reply's header `x-sandbox-hint`.
    pub hint: Option<String>,
    /// What was done with the reply.
    pub delivery: Delivery,
    /// The faults that struck this request, by their names in [`faults`](crate::faults).
    pub faults: Vec<String>,
}

/// What the sandbox did with a reply, whether or not a client was still there to read it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[non_exhaustive]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// The body ended early.
    Cut,
    /// In place of the reply something was sent that is none: an error page, garbage, nothing.
    Garbled,
    /// No byte was sent.
    Lost,
    /// Sent to its end.
    #[default]
    Whole,
}

/// A number of a request, what it cost, and what was said about it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BilledNumber {
    /// The number as sent.
    pub number: String,
    /// Units billed: 0 or 1.
    pub billed: u32,
    /// The status, state or mark answered, in the product's own digits; 0 at caller-id if there is no mark.
    /// None if the reply had no such row, two that disagree, or was not sent whole.
    pub answer: Option<u16>,
}

/// What one number cost at one product, and what was said about it last.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct NumberBill {
    /// The product asked.
    pub product: Product,
    /// The number as sent.
    pub number: String,
    /// How often it was asked, twice for a number given twice in one request.
    pub asked: u32,
    /// How often it was billed.
    pub billed: u32,
    /// The last answer, as in [`BilledNumber::answer`]; none if there never was one.
    pub answer: Option<u16>,
    /// The [`Request::seq`] that last billed or answered it; 0 if none did.
    pub seq: u64,
}

/// What one key spent on one product.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Total {
    /// The product asked.
    pub product: Product,
    /// Which credential was sent, as in [`Request::key`].
    pub key: String,
    /// Requests received.
    pub requests: u64,
    /// Numbers in them.
    pub numbers: u64,
    /// Units billed.
    pub billed: u64,
}

/// The sums of a ledger, also at `GET /_sandbox/totals`.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Totals {
    /// Requests to vendors and to paths that no vendor has.
    pub requests: u64,
    /// Numbers in them, each as often as it was asked.
    pub numbers: u64,
    /// Units billed.
    pub billed: u64,
    /// The sums by product and key.
    pub products: Vec<Total>,
}

/// A copy of the ledger at one instant.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ledger {
    /// Every request, in the order received.
    pub requests: Vec<Request>,
    /// The sums by product and key.
    pub totals: Vec<Total>,
    /// Units billed by number, at all products together; a number never billed is 0 here.
    pub numbers: BTreeMap<String, u64>,
}

impl Ledger {
    /// Units billed in all.
    pub fn billed(&self) -> u64 {
        self.totals.iter().map(|total| total.billed).sum()
    }

    /// Units billed for one number, at all products together.
    pub fn billed_for(&self, number: &str) -> u64 {
        self.numbers.get(number).copied().unwrap_or_default()
    }
}

/// Milliseconds since 1970 by this machine's clock.
pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
