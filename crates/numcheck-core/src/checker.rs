use std::fmt::Debug;
use std::sync::Arc;

use async_trait::async_trait;

use crate::columns::Checked;
use crate::{Answer, Batch, Charge, Error, ErrorKind, PhoneNumber, Product, Report, Result, messages};

/// One vendor product that answers one kind of question about phone numbers.
///
/// A value is one product with one set of credentials: a line-status checker and a caller-id checker of one
/// vendor are two, because the vendor sells, keys, prices and limits them apart. What a checker *can* do is
/// its type, [`Report`](Self::Report); how much it can do at once is data, [`Product::max_batch`]. There are no
/// capability flags, and nothing returns "unsupported".
///
/// # Contract
///
/// Addressed to implementers, of vendors and of layers alike; `numcheck-contract` tests it.
///
/// 1. A vendor makes at most one request a call. Pacing, retrying, splitting, failing over and caching are layers,
///    which are checkers too and may make several.
/// 2. Every number comes back once, in the order asked, duplicates included ([`Batch::align`] makes it so).
/// 3. `Err` means that no number was answered. If any was, return `Ok`: the others are
///    [`Unanswered`](crate::Outcome::Unanswered), or [`Failed`](crate::Outcome::Failed) with their charge where a
///    later request lost them.
/// 4. Money is never guessed: what the vendor did not say is [`Charge::Unknown`].
/// 5. Unknown codes are data: a status this version does not know is a report that keeps the raw code.
/// 6. No secret and no whole phone number in `Debug`, in an error, or in its source chain.
/// 7. Dropping the future is safe: it may waste a paid request but corrupts nothing.
/// 8. A number may be sent again only while its charge is [`Free`](Charge::Free). A number whose request may have
///    been paid and whose answer is lost is `Failed` with `Charge::Unknown`, never `Unanswered`.
/// 9. What [`check_by_column`](Self::check_by_column) says is what [`check`](Self::check) says.
///
/// A call with more than [`Product::max_batch`] numbers is refused, and one with none is answered, without a request.
#[async_trait]
pub trait NumberChecker: Debug + Send + Sync + 'static {
    /// What it says about a number.
    type Report: Report;

    /// The product it asks.
    fn product(&self) -> &Product;

    /// Asks the vendor about these numbers.
    ///
    /// # Errors
    ///
    /// When no number was answered; [`Error::charge`] says whether it may have cost money all the same.
    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<Self::Report>>;

    /// Asks as [`check`](Self::check) does, and gives what was answered by column where every number was: as a run keeps it,
    /// without a value for each number.
    ///
    /// It is worth implementing for vendors of large batches alone.
    ///
    /// # Errors
    ///
    /// As [`check`](Self::check).
    async fn check_by_column(&self, numbers: &[PhoneNumber]) -> Result<Checked<Self::Report>> {
        self.check(numbers).await.map(Checked::Rows)
    }
}

/// A checker whose vendor is chosen at run time.
pub type DynChecker<R> = Arc<dyn NumberChecker<Report = R>>;

macro_rules! forward {
    ($($pointer:ident),*) => {$(
        #[async_trait]
        impl<C: NumberChecker + ?Sized> NumberChecker for $pointer<C> {
            type Report = C::Report;

            fn product(&self) -> &Product {
                (**self).product()
            }

            async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<Self::Report>> {
                (**self).check(numbers).await
            }

            async fn check_by_column(&self, numbers: &[PhoneNumber]) -> Result<Checked<Self::Report>> {
                (**self).check_by_column(numbers).await
            }
        }
    )*};
}
forward!(Arc, Box);

/// Conveniences on every checker. Do not implement it.
pub trait NumberCheckerExt: NumberChecker {
    /// Asks about one number.
    ///
    /// # Errors
    ///
    /// As [`NumberChecker::check`].
    fn check_one(&self, number: PhoneNumber) -> impl Future<Output = Result<Answer<Self::Report>>> + Send {
        async move {
            let batch = self.check(&[number]).await?;
            batch.answers.into_iter().next().ok_or_else(|| {
                Error::new(ErrorKind::Protocol, Charge::Unknown, messages::no_answer()).at(self.product().id())
            })
        }
    }

    /// Forgets which vendor it is.
    fn into_dyn(self) -> DynChecker<Self::Report>
    where
        Self: Sized,
    {
        Arc::new(self)
    }
}

impl<C: NumberChecker + ?Sized> NumberCheckerExt for C {}
