//! The sandbox's own billing ledger (台账): what was asked and what it cost, as the vendor sees it.
//!
//! A request is written here before its reply is sent, so a client that loses the reply is billed all the
//! same. No credential is ever written, only which one it was.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

use crate::Product;

/// A request to a vendor endpoint, whatever came of it.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Request {
    /// Counts requests from 1; order ids are made of it.
    pub seq: u64,
    /// When it came, in milliseconds since 1970 (UTC).
    pub at_ms: u64,
    /// The product asked.
    pub product: Product,
    /// The path asked, which tells the encrypted variants apart.
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
}

/// A number of a request and how many units it cost: 0 or 1.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct BilledNumber {
    /// The number as sent.
    pub number: String,
    /// Units billed.
    pub billed: u32,
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

/// A copy of the ledger at one instant.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Ledger {
    /// Every request, in the order received.
    pub requests: Vec<Request>,
    /// The sums by product and key.
    pub totals: Vec<Total>,
    /// Units billed by number; a number never billed is 0 here.
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

    fn of(mut requests: Vec<Request>) -> Self {
        requests.sort_by_key(|request| request.seq);
        let mut totals = BTreeMap::<(Product, &str), Total>::new();
        let mut numbers = BTreeMap::<String, u64>::new();
        for request in &requests {
            let total = totals.entry((request.product, &request.key)).or_insert_with(|| Total {
                product: request.product,
                key: request.key.clone(),
                requests: 0,
                numbers: 0,
                billed: 0,
            });
            total.requests += 1;
            for asked in &request.numbers {
                total.numbers += 1;
                total.billed += u64::from(asked.billed);
                *numbers.entry(asked.number.clone()).or_default() += u64::from(asked.billed);
            }
        }
        let totals = totals.into_values().collect();
        Self { requests, totals, numbers }
    }
}

/// Where requests are written. In memory: it ends with the sandbox.
#[derive(Debug, Default)]
pub(crate) struct Book {
    opened: AtomicU64,
    written: Mutex<Vec<Request>>,
}

impl Book {
    /// Begins the entry of a request that has just come.
    pub(crate) fn open(&self, product: Product, path: &str) -> Request {
        Request {
            seq: 1 + self.opened.fetch_add(1, Ordering::Relaxed),
            at_ms: now_ms(),
            product,
            path: path.into(),
            key: String::new(),
            numbers: Vec::new(),
            http_status: 0,
            code: None,
            order_id: None,
            hint: None,
        }
    }

    /// Writes an entry; only then may its reply be sent.
    pub(crate) fn write(&self, request: Request) {
        self.written.lock().unwrap_or_else(PoisonError::into_inner).push(request);
    }

    pub(crate) fn snapshot(&self) -> Ledger {
        let written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        Ledger::of(written.clone())
    }
}

impl Request {
    /// Notes the numbers asked, none of them billed so far.
    pub(crate) fn asks<'a>(&mut self, numbers: impl IntoIterator<Item = &'a str>) {
        let entry = |number: &str| BilledNumber { number: number.into(), billed: 0 };
        self.numbers = numbers.into_iter().map(entry).collect();
    }

    /// Bills the number at a position of [`numbers`](Self::numbers).
    pub(crate) fn bill(&mut self, position: usize) {
        if let Some(number) = self.numbers.get_mut(position) {
            number.billed = 1;
        }
    }
}

/// Milliseconds since 1970 by this machine's clock.
pub(crate) fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| u64::try_from(since.as_millis()).unwrap_or(u64::MAX))
}
