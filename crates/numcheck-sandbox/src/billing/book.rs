//! Where requests are written: in memory, and with a state on the disk before anywhere else.

use std::fmt;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::journal::{Journal, Line, line};
use super::tally::{Bills, Sums};
use super::{Delivery, Entry, Ledger, StateError, Totals, bills, ledger, now_ms};
use crate::Product;

/// Indexed by `Product as usize`.
pub(crate) type ByProduct = [u64; Product::ALL.len()];

/// The ledger being written.
#[derive(Default)]
pub(crate) struct Book {
    opened: AtomicU64,
    pages: Arc<Mutex<Pages>>,
    journal: Option<Journal>,
}

#[derive(Default)]
struct Pages {
    entries: Vec<Entry>,
    sums: Sums,
    /// Units charged, those of requests not yet written too.
    charged: ByProduct,
    topped_up: ByProduct,
}

/// What the quota of a plan is counted from.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Account {
    pub(crate) charged: ByProduct,
    pub(crate) topped_up: ByProduct,
}

/// The line could not be written to the disk, and so the request must not be answered.
#[derive(Debug)]
pub(crate) struct Unwritable;

impl Book {
    /// Goes on with the ledger in a state, or begins one there.
    pub(crate) fn open_state(state: &Path) -> Result<Self, StateError> {
        let mut pages = Pages::default();
        let mut opened = 0;
        let journal = Journal::open(state, |line| match line {
            Line::Begin { .. } => {}
            Line::Request(entry) => {
                opened = opened.max(entry.seq);
                if let Some(product) = entry.product {
                    pages.charged[product as usize] += entry.units();
                }
                pages.add(entry);
            }
            Line::TopUp { product, units, .. } => pages.top_up(product, units),
        })?;
        Ok(Self { opened: opened.into(), pages: Arc::new(Mutex::new(pages)), journal: Some(journal) })
    }

    /// Begins the entry of a request that has just come.
    pub(crate) fn begin(&self, product: Option<Product>, path: impl Into<std::borrow::Cow<'static, str>>) -> Entry {
        Entry {
            seq: 1 + self.opened.fetch_add(1, Ordering::Relaxed),
            at_ms: now_ms(),
            product,
            path: path.into(),
            key: "".into(),
            numbers: Vec::new(),
            http_status: 0,
            code: None,
            order_id: None,
            hint: None,
            delivery: Delivery::Whole,
            faults: Vec::new(),
        }
    }

    /// The number of the latest request.
    pub(crate) fn seq(&self) -> u64 {
        self.opened.load(Ordering::Relaxed)
    }

    /// What was charged and topped up so far.
    pub(crate) fn account(&self) -> Account {
        let pages = self.pages();
        Account { charged: pages.charged, topped_up: pages.topped_up }
    }

    /// Charges units, unless a quota counted from `since` has not enough left. All or nothing.
    pub(crate) fn charge(&self, product: Product, units: u64, quota: Option<(u64, &Account)>) -> bool {
        let index = product as usize;
        let mut pages = self.pages();
        if let Some((quota, since)) = quota {
            let ceiling = quota + pages.topped_up[index] - since.topped_up[index];
            let charged = pages.charged[index] - since.charged[index];
            if charged >= ceiling || charged + units > ceiling {
                return false;
            }
        }
        pages.charged[index] += units;
        true
    }

    /// Adds units to a product's quota, or to every product's.
    pub(crate) async fn top_up(&self, product: Option<Product>, units: u64) -> Result<(), Unwritable> {
        let text = self.journal.as_ref().map(|_| line(&Line::TopUp { at_ms: now_ms(), product, units }));
        self.commit(text, move |pages| pages.top_up(product, units)).await
    }

    /// Writes an entry; only then may its reply be sent.
    pub(crate) async fn write(&self, entry: Entry) -> Result<(), Unwritable> {
        if self.journal.is_none() {
            return self.commit(None, move |pages| pages.add(entry)).await;
        }
        let request = Line::Request(entry);
        let text = line(&request);
        let Line::Request(entry) = request else { return Ok(()) };
        self.commit(Some(text), move |pages| pages.add(entry)).await
    }

    /// Writes what waits and lets go of the state.
    pub(crate) async fn close(&self) {
        if let Some(journal) = &self.journal {
            journal.close().await;
        }
    }

    pub(crate) fn ledger(&self, numbers: bool) -> Ledger {
        ledger(self.pages().entries.iter(), numbers)
    }

    pub(crate) fn totals(&self) -> Totals {
        self.pages().sums.totals()
    }

    pub(crate) fn bills(&self) -> Bills {
        bills(self.pages().entries.iter())
    }

    /// The change is made by the thread that wrote the line, so that it is made also if the caller is dropped.
    async fn commit(
        &self,
        text: Option<Vec<u8>>,
        change: impl FnOnce(&mut Pages) + Send + 'static,
    ) -> Result<(), Unwritable> {
        let (Some(journal), Some(text)) = (&self.journal, text) else {
            change(&mut self.pages());
            return Ok(());
        };
        let pages = self.pages.clone();
        let committed = Box::new(move || change(&mut pages.lock().unwrap_or_else(PoisonError::into_inner)));
        if journal.append(text, committed).await { Ok(()) } else { Err(Unwritable) }
    }

    fn pages(&self) -> MutexGuard<'_, Pages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pages {
    fn add(&mut self, entry: Entry) {
        self.sums.add(&entry);
        self.entries.push(entry);
    }

    fn top_up(&mut self, product: Option<Product>, units: u64) {
        for each in Product::ALL {
            if product.is_none_or(|product| product == each) {
                self.topped_up[each as usize] += units;
            }
        }
    }
}

/// Without the entries: they hold numbers.
impl fmt::Debug for Book {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Book").field("opened", &self.opened).field("journal", &self.journal).finish_non_exhaustive()
    }
}
