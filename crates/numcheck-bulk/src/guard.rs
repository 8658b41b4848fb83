use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use numcheck_core::columns::Checked;
use numcheck_core::{AnyChecker, AnyReport, Batch, Charge, Error, ErrorKind, PhoneNumber, Result};

use crate::messages::run as messages;

/// Asks, so that a panic in a checker is an error in doubt, and not the end of the program.
///
/// The error does not repeat what the panic said, which may hold a number or a credential. Whoever drops the future before its end
/// ends the request with it, which may have been paid for: a run asks in a task that nobody drops.
///
/// # Errors
///
/// The checker's own, and `Protocol` in doubt where it panicked.
pub async fn check_guarded(checker: &dyn AnyChecker, numbers: &[PhoneNumber]) -> Result<Batch<AnyReport>> {
    guarded(checker, async { checker.check_any(numbers).await }).await
}

/// The same, by column where every number was answered.
pub(crate) async fn check_guarded_by_column(
    checker: &dyn AnyChecker,
    numbers: &[PhoneNumber],
) -> Result<Checked<AnyReport>> {
    guarded(checker, async { checker.check_any_by_column(numbers).await }).await
}

async fn guarded<T>(checker: &dyn AnyChecker, checking: impl Future<Output = Result<T>>) -> Result<T> {
    let mut checking = pin!(checking);
    // Not in a task of its own: a request would wait for a thread to wake.
    let guarded = poll_fn(|context| {
        // After a panic it is not polled again.
        catch_unwind(AssertUnwindSafe(|| checking.as_mut().poll(context))).unwrap_or_else(|_| {
            let by = checker.any_product().id();
            Poll::Ready(Err(Error::new(ErrorKind::Protocol, Charge::Unknown, messages::panicked()).at(by)))
        })
    });
    guarded.await
}
