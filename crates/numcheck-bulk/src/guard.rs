use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

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
    let mut checking = pin!(async { checker.check_any(numbers).await });
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
