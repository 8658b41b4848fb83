use std::future::Future;
use std::sync::Arc;

use numcheck_core::{AnyChecker, AnyReport, Batch, Charge, Error, ErrorKind, PhoneNumber, Result};

use crate::messages::run as messages;

/// Asks in a task of its own, at once: a panic in a checker is then an error in doubt, and not the end of the program.
///
/// The error does not repeat what the panic said, which may hold a number or a credential.
///
/// # Errors
///
/// The checker's own, and `Protocol` in doubt where it panicked.
///
/// # Panics
///
/// Outside of a tokio runtime.
pub fn check_guarded(
    checker: &Arc<dyn AnyChecker>,
    numbers: Vec<PhoneNumber>,
) -> impl Future<Output = Result<Batch<AnyReport>>> + use<> {
    let by = checker.any_product().id().clone();
    let checker = Arc::clone(checker);
    let checking = tokio::spawn(async move { checker.check_any(&numbers).await });
    async move {
        let panicked = |_| Err(Error::new(ErrorKind::Protocol, Charge::Unknown, messages::panicked()).at(&by));
        checking.await.unwrap_or_else(panicked)
    }
}
