use std::any::Any;
use std::fmt;
use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::value::RawValue;

use crate::columns::Checked;
use crate::{Answer, Batch, NumberChecker, PhoneNumber, Product, Report, Result, Summary};

mod fields;

pub use fields::Fields;

/// A checker whose kind of report is not known to the type system: for registries, tools and ledgers.
///
/// Every [`NumberChecker`] is one. Do not implement it.
#[async_trait]
pub trait AnyChecker: Debug + Send + Sync + 'static {
    /// The product it asks.
    fn any_product(&self) -> &Product;

    /// Asks the vendor, and gives reports of any kind.
    ///
    /// # Errors
    ///
    /// As [`NumberChecker::check`].
    async fn check_any(&self, numbers: &[PhoneNumber]) -> Result<Batch<AnyReport>>;

    /// The same, by column where every number was answered.
    ///
    /// # Errors
    ///
    /// As [`NumberChecker::check_by_column`].
    async fn check_any_by_column(&self, numbers: &[PhoneNumber]) -> Result<Checked<AnyReport>>;
}

#[async_trait]
impl<C: NumberChecker> AnyChecker for C {
    fn any_product(&self) -> &Product {
        self.product()
    }

    async fn check_any(&self, numbers: &[PhoneNumber]) -> Result<Batch<AnyReport>> {
        self.check(numbers).await.map(erased)
    }

    async fn check_any_by_column(&self, numbers: &[PhoneNumber]) -> Result<Checked<AnyReport>> {
        Ok(match self.check_by_column(numbers).await? {
            Checked::Columns(columns) => Checked::Columns(columns),
            Checked::Rows(batch) => Checked::Rows(erased(batch)),
        })
    }
}

/// The reports of a batch are kept together: one piece of memory for all.
fn erased<R: Report>(batch: Batch<R>) -> Batch<AnyReport> {
    let Batch { answers, receipts } = batch;
    let mut reports = Vec::with_capacity(answers.len());
    let answers = answers.into_iter().map(|answer| {
        answer.map(|report| {
            reports.push(report);
            reports.len() - 1
        })
    });
    let answers: Vec<Answer<usize>> = answers.collect();
    let reports: Arc<dyn Erased> = Arc::new(reports);
    let answers = answers.into_iter().map(|answer| answer.map(|at| AnyReport { all: reports.clone(), at }));
    Batch { answers: answers.collect(), receipts }
}

/// A report of any kind: what is common to all, the whole of it as JSON, and the report itself for who knows its kind.
///
/// A clone shares the report; the reports of one call share their memory, until the last of them is gone.
#[derive(Clone)]
pub struct AnyReport {
    all: Arc<dyn Erased>,
    at: usize,
}

impl AnyReport {
    /// Forgets the kind of a report.
    pub fn new<R: Report>(report: R) -> Self {
        Self { all: Arc::new(vec![report]), at: 0 }
    }

    /// The [`Report::KIND`] it is of.
    pub fn kind(&self) -> &'static str {
        self.all.kind()
    }

    /// What is common to all kinds.
    pub fn summary(&self) -> Summary<'_> {
        self.all.summary(self.at)
    }

    /// The report, if it is of this kind.
    pub fn downcast_ref<R: Report>(&self) -> Option<&R> {
        self.all.as_any().downcast_ref::<Vec<R>>()?.get(self.at)
    }

    /// The report with all its fields; `null` for one that does not serialise, which keeps its summary.
    pub fn json(&self) -> Box<RawValue> {
        self.all.json(self.at).unwrap_or_else(|| RawValue::NULL.to_owned())
    }

    /// Gives the fields of a report that is a struct, in their order and without a text of the whole. `false` for any other,
    /// of which some may have been given: [`json`](Self::json) then tells.
    pub fn each_field(&self, to: &mut dyn Fields) -> bool {
        self.all.each_field(self.at, to)
    }
}

impl Debug for AnyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, summary) = (self.kind(), self.summary());
        f.debug_struct("AnyReport").field("kind", &kind).field("summary", &summary).finish_non_exhaustive()
    }
}

/// What reports of one kind can do, without their type; each by its place.
trait Erased: Send + Sync {
    fn kind(&self) -> &'static str;
    fn summary(&self, at: usize) -> Summary<'_>;
    fn json(&self, at: usize) -> Option<Box<RawValue>>;
    fn each_field(&self, at: usize, to: &mut dyn Fields) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<R: Report> Erased for Vec<R> {
    fn kind(&self) -> &'static str {
        R::KIND
    }

    fn summary(&self, at: usize) -> Summary<'_> {
        self[at].summary()
    }

    fn json(&self, at: usize) -> Option<Box<RawValue>> {
        serde_json::value::to_raw_value(&self[at]).ok()
    }

    fn each_field(&self, at: usize, to: &mut dyn Fields) -> bool {
        fields::each(&self[at], to)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
