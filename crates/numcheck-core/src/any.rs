use std::fmt;
use std::fmt::Debug;

use async_trait::async_trait;
use serde_json::value::RawValue;

use crate::{Answer, Batch, NumberChecker, Outcome, PhoneNumber, Product, Report, Result, Summary};

/// A checker whose kind of report is not known to the type system: for registries, tools and ledgers.
///
/// Every [`NumberChecker`] is one. Do not implement it.
#[async_trait]
pub trait AnyChecker: Debug + Send + Sync + 'static {
    /// The product it asks.
    fn any_product(&self) -> &Product;

    /// Asks the vendor, and gives the reports as a summary and JSON.
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
        Ok(Batch { answers: answers.into_iter().map(erase).collect(), receipts })
    }
}

/// A report of any kind: what is common to all, and the whole of it as JSON.
#[derive(Clone)]
pub struct AnyReport {
    /// The [`Report::KIND`] it was.
    pub kind: &'static str,
    /// What is common to all kinds.
    pub summary: Summary,
    /// The report with all its fields.
    pub json: Box<RawValue>,
}

impl fmt::Debug for AnyReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnyReport").field("kind", &self.kind).field("summary", &self.summary).finish_non_exhaustive()
    }
}

fn erase<R: Report>(answer: Answer<R>) -> Answer<AnyReport> {
    let Answer { number, outcome, charge, order_id, answered_at, by } = answer;
    let outcome = match outcome {
        // A paid answer is not lost to a report that does not serialise: it keeps its summary.
        Outcome::Report(report) => Outcome::Report(AnyReport {
            kind: R::KIND,
            summary: report.summary(),
            json: serde_json::value::to_raw_value(&report).unwrap_or_else(|_| RawValue::NULL.to_owned()),
        }),
        Outcome::NoRecord => Outcome::NoRecord,
        Outcome::Unanswered => Outcome::Unanswered,
        Outcome::Rejected(rejection) => Outcome::Rejected(rejection),
        Outcome::Failed(error) => Outcome::Failed(error),
    };
    Answer { number, outcome, charge, order_id, answered_at, by }
}
