use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::time::Duration;

use foldhash::fast::FixedState;
use serde::{Deserialize, Serialize};

use crate::{Charge, Error, ErrorKind, NumberKind, PhoneNumber, Result, messages};

/// The name of a product, `vendor/product`: `juhe/line-status`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ProductId(Cow<'static, str>);

impl ProductId {
    /// A product's name as it is written in code.
    pub const fn from_static(id: &'static str) -> Self {
        Self(Cow::Borrowed(id))
    }

    /// A product's name read from elsewhere.
    pub fn new(id: impl Into<String>) -> Self {
        Self(Cow::Owned(id.into()))
    }

    /// The whole name, `juhe/line-status`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The vendor's part, `juhe`.
    pub fn vendor(&self) -> &str {
        self.0.split('/').next().unwrap_or_default()
    }

    /// The product's part, `line-status`; empty if the name has none.
    pub fn name(&self) -> &str {
        self.0.split_once('/').map_or("", |(_, name)| name)
    }
}

impl fmt::Display for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl fmt::Debug for ProductId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// One question one vendor sells: its name, its limits, what it takes.
///
/// ```
/// use std::time::Duration;
/// use numcheck_core::{NumberKind, Product};
///
/// const LINE_STATUS: Product = Product::new("acme/line-status", "line-status")
///     .titled("Acme line status", "阿克梅空号检测")
///     .documented("Acme API 3.1, https://acme.example/docs")
///     .batches_of(500)
///     .settling_in(Duration::from_secs(3))
///     .due_in(Duration::from_secs(60))
///     .taking(&[NumberKind::Mobile]);
/// assert_eq!(LINE_STATUS.id().vendor(), "acme");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Product {
    id: ProductId,
    kind: &'static str,
    title: &'static str,
    title_zh: &'static str,
    document: &'static str,
    max_batch: usize,
    settle: Duration,
    deadline: Duration,
    accepted: &'static [NumberKind],
}

impl Product {
    /// A product that takes one number of any kind a call and answers within 30 s.
    ///
    /// `kind` is the [`Report::KIND`](crate::Report::KIND) of what it answers.
    pub const fn new(id: &'static str, kind: &'static str) -> Self {
        Self {
            id: ProductId::from_static(id),
            kind,
            title: id,
            title_zh: id,
            document: "",
            max_batch: 1,
            settle: Duration::ZERO,
            deadline: Duration::from_secs(30),
            accepted: NumberKind::ALL,
        }
    }

    /// Names it for people, in English and in Chinese.
    pub const fn titled(mut self, title: &'static str, title_zh: &'static str) -> Self {
        self.title = title;
        self.title_zh = title_zh;
        self
    }

    /// Names the vendor document it was built from, with its date.
    pub const fn documented(mut self, document: &'static str) -> Self {
        self.document = document;
        self
    }

    /// How many numbers the vendor takes in one request.
    pub const fn batches_of(mut self, max_batch: usize) -> Self {
        self.max_batch = max_batch;
        self
    }

    /// How long the vendor needs before an unanswered number is worth asking again.
    pub const fn settling_in(mut self, settle: Duration) -> Self {
        self.settle = settle;
        self
    }

    /// How long one request may take in all.
    pub const fn due_in(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Which kinds of number the vendor can answer for.
    pub const fn taking(mut self, accepted: &'static [NumberKind]) -> Self {
        self.accepted = accepted;
        self
    }

    /// Its name, `vendor/product`.
    pub const fn id(&self) -> &ProductId {
        &self.id
    }

    /// What its reports are: the [`Report::KIND`](crate::Report::KIND).
    pub const fn kind(&self) -> &'static str {
        self.kind
    }

    /// Its name for people, in English.
    pub const fn title(&self) -> &'static str {
        self.title
    }

    /// Its name for people, in Chinese.
    pub const fn title_zh(&self) -> &'static str {
        self.title_zh
    }

    /// The vendor document it was built from.
    pub const fn document(&self) -> &'static str {
        self.document
    }

    /// How many numbers one call takes at most.
    pub const fn max_batch(&self) -> usize {
        self.max_batch
    }

    /// How long to wait before asking again about a number that was not answered.
    pub const fn settle(&self) -> Duration {
        self.settle
    }

    /// How long one request may take in all.
    pub const fn deadline(&self) -> Duration {
        self.deadline
    }

    /// The kinds of number it takes.
    pub const fn accepted(&self) -> &'static [NumberKind] {
        self.accepted
    }

    /// Whether the vendor can answer for this number at all.
    pub fn accepts(&self, number: &PhoneNumber) -> bool {
        self.accepted.contains(&number.kind())
    }

    /// The numbers to send: those this product accepts, each once, in the order asked.
    ///
    /// Empty means that nothing needs sending: [`Batch::align`](crate::Batch::align) with no rows answers the call.
    ///
    /// # Errors
    ///
    /// `InvalidRequest`, free, when more than [`max_batch`](Self::max_batch) numbers are asked: nothing is sent.
    pub fn sendable(&self, numbers: &[PhoneNumber]) -> Result<Vec<PhoneNumber>> {
        if numbers.len() > self.max_batch {
            return Err(Error::new(
                ErrorKind::InvalidRequest,
                Charge::FREE_INFERRED,
                messages::too_many(numbers.len(), &self.id, self.max_batch),
            )
            .at(&self.id));
        }
        let mut seen = HashSet::with_capacity_and_hasher(numbers.len(), FixedState::default());
        Ok(numbers.iter().filter(|n| self.accepts(n) && seen.insert(**n)).copied().collect())
    }
}
