use std::any::Any;
use std::fmt;
use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;
use serde_json::value::RawValue;

use crate::{Batch, NumberChecker, PhoneNumber, Product, Report, Result, Summary};

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
}

#[async_trait]
impl<C: NumberChecker> AnyChecker for C {
    fn any_product(&self) -> &Product {
        self.product()
    }

    async fn check_any(&self, numbers: &[PhoneNumber]) -> Result<Batch<AnyReport>> {
        let Batch { answers, receipts } = self.check(numbers).await?;
        Ok(Batch { answers: answers.into_iter().map(|answer| answer.map(AnyReport::new)).collect(), receipts })
    }
}

/// A report of any kind: what is common to all, the whole of it as JSON, and the report itself for who knows its kind.
///
/// A clone shares the report.
#[derive(Clone)]
pub struct AnyReport(Arc<dyn Erased>);

impl AnyReport {
    /// Forgets the kind of a report.
    pub fn new<R: Report>(report: R) -> Self {
        Self(Arc::new(report))
    }

    /// The [`Report::KIND`] it is of.
    pub fn kind(&self) -> &'static str {
        self.0.kind()
    }

    /// What is common to all kinds.
    pub fn summary(&self) -> Summary<'_> {
        self.0.any_summary()
    }

    /// The report, if it is of this kind.
    pub fn downcast_ref<R: Report>(&self) -> Option<&R> {
        self.0.as_any().downcast_ref()
    }

    /// The report with all its fields; `null` for one that does not serialise, which keeps its summary.
    pub fn json(&self) -> Box<RawValue> {
        self.0.json().unwrap_or_else(|| RawValue::NULL.to_owned())
    }

    /// Gives the fields of a report that is a struct, in their order and without a text of the whole. `false` for any other,
    /// of which some may have been given: [`json`](Self::json) then tells.
    pub fn each_field(&self, to: &mut dyn Fields) -> bool {
        self.0.each_field(to)
    }
}

impl Debug for AnyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (kind, summary) = (self.kind(), self.summary());
        f.debug_struct("AnyReport").field("kind", &kind).field("summary", &summary).finish_non_exhaustive()
    }
}

/// What every report can do, without its type.
trait Erased: Send + Sync {
    fn kind(&self) -> &'static str;
    fn any_summary(&self) -> Summary<'_>;
    fn json(&self) -> Option<Box<RawValue>>;
    fn each_field(&self, to: &mut dyn Fields) -> bool;
    fn as_any(&self) -> &dyn Any;
}

impl<R: Report> Erased for R {
    fn kind(&self) -> &'static str {
        R::KIND
    }

    fn any_summary(&self) -> Summary<'_> {
        self.summary()
    }

    fn json(&self) -> Option<Box<RawValue>> {
        serde_json::value::to_raw_value(self).ok()
    }

    fn each_field(&self, to: &mut dyn Fields) -> bool {
        fields::each(self, to)
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
