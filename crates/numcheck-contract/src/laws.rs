//! The contract of [`NumberChecker`] as functions: one a law, over any checker, a vendor's or a layer's.
//!
//! A checker is brought as a [`Subject`]: how to put it before a vendor in a given [`Scene`]. For a vendor over HTTP,
//! [`HttpSubject`] is one; [`laws!`](crate::laws!) makes a test of each law.

use std::future::Future;
use std::time::Duration;

use numcheck_core::{Batch, NumberChecker, PhoneNumber, Result};

mod http;
mod law;
mod spelling;
mod subject;
mod violation;

pub use http::HttpSubject;
pub use law::{
    columns_say_what_rows_say, dropping_is_safe, err_means_nobody_answered, every_number_in_order,
    every_request_leaves_a_receipt, money_is_not_guessed, no_numbers_no_request, nothing_secret_is_shown,
    one_request_a_call, only_free_is_asked_again, other_kinds_are_rejected, too_many_are_refused,
    unknown_codes_are_data,
};
pub use subject::{Requests, Scene, Staged, Subject};
pub use violation::Violation;

use spelling::spellings;

/// How long a call on a scripted vendor may take before it counts as one that never ends.
const PATIENCE: Duration = Duration::from_secs(10);

/// Makes a module with one `#[test]` for each law, on the subject the expression builds.
///
/// ```
/// # use numcheck_contract::laws::HttpSubject;
/// # fn acme() -> numcheck_contract::laws::HttpSubject<Box<dyn numcheck_core::NumberChecker<Report = numcheck_core::LineReport>>> {
/// #     unimplemented!()
/// # }
/// numcheck_contract::laws!(acme_line_status: acme());
/// ```
#[macro_export]
macro_rules! laws {
    ($module:ident: $subject:expr) => {
        mod $module {
            #[allow(unused_imports)]
            use super::*;
            $crate::__each_law! { __law_tests ($subject) }
        }
    };
}

/// The list of laws, in the order of the contract.
#[doc(hidden)]
#[macro_export]
macro_rules! __each_law {
    ($callback:ident $args:tt) => {
        $crate::$callback! { $args
            one_request_a_call
            every_number_in_order
            err_means_nobody_answered
            money_is_not_guessed
            unknown_codes_are_data
            nothing_secret_is_shown
            dropping_is_safe
            only_free_is_asked_again
            no_numbers_no_request
            too_many_are_refused
            other_kinds_are_rejected
            every_request_leaves_a_receipt
            columns_say_what_rows_say
        }
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __law_tests {
    (($subject:expr) $($law:ident)*) => {$(
        #[test]
        fn $law() -> ::std::result::Result<(), $crate::Violation> {
            $crate::laws::block_on($crate::laws::$law(&$subject))
        }
    )*};
}

#[doc(hidden)]
#[macro_export]
macro_rules! __law_calls {
    (($subject:expr) $($law:ident)*) => {
        [$(($crate::laws::$law($subject).await).err()),*]
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __law_names {
    (() $($law:ident)*) => { &[$(stringify!($law)),*] };
}

/// The names of the laws, which are the names of their functions.
pub const NAMES: &[&str] = crate::__each_law! { __law_names () };

/// Holds a checker to every law, and gives what it breaks.
pub async fn violations<S: Subject>(subject: &S) -> Vec<Violation> {
    let found = crate::__each_law! { __law_calls (subject) };
    found.into_iter().flatten().collect()
}

/// Holds a checker to every law, outside of any async runtime.
///
/// # Panics
///
/// When a law is broken, with every violation found.
pub fn assert_lawful<S: Subject>(subject: &S) {
    let found = block_on(violations(subject));
    let list: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert!(found.is_empty(), "{} of the contract's laws are broken:\n{}", found.len(), list.join("\n"));
}

/// Runs a law to its end on this thread.
///
/// # Panics
///
/// When no runtime can be had.
pub fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a tokio runtime").block_on(future)
}

/// One call in one scene, and how many requests it made.
struct Call<C: NumberChecker> {
    scene: Scene,
    staged: Staged<C>,
    asked: Vec<PhoneNumber>,
    result: Result<Batch<C::Report>>,
    requests: usize,
}

async fn call<S: Subject>(subject: &S, scene: Scene, asked: Vec<PhoneNumber>) -> Result<Call<S::Checker>, String> {
    let staged = stage(subject, scene)?;
    let before = staged.requests.count();
    let Ok(result) = tokio::time::timeout(PATIENCE, staged.checker.check(&asked)).await else {
        return Err(format!("in {scene}: the call did not end within {} s", PATIENCE.as_secs()));
    };
    let requests = staged.requests.count() - before;
    Ok(Call { scene, staged, asked, result, requests })
}

fn stage<S: Subject>(subject: &S, scene: Scene) -> Result<Staged<S::Checker>, String> {
    subject.stage(scene).map_err(|error| format!("the subject cannot be staged in {scene}: {error}"))
}

/// A call in each scene that ends by itself, with numbers the subject answers for.
async fn calls<S: Subject>(subject: &S) -> Result<Vec<Call<S::Checker>>, String> {
    let mut calls = Vec::new();
    for scene in Scene::ALL {
        let ends = !matches!(scene, Scene::HangsOnce);
        if ends && (scene != Scene::Partly || most_numbers(subject)? > 1) {
            calls.push(call(subject, scene, sample(subject)?).await?);
        }
    }
    Ok(calls)
}

fn most_numbers<S: Subject>(subject: &S) -> Result<usize, String> {
    Ok(stage(subject, Scene::Answered)?.checker.product().max_batch())
}

/// Numbers to ask: the second, the first, the second again, as far as the product takes so many.
fn sample<S: Subject>(subject: &S) -> Result<Vec<PhoneNumber>, String> {
    let numbers = subject.numbers();
    match (most_numbers(subject)?, numbers.as_slice()) {
        (_, []) => {
            Err("the subject names no number: give at least one that the scripted vendor answers for".to_owned())
        }
        (0, _) => Err("the product takes no number a call: max_batch is 0".to_owned()),
        (1, [first, ..]) => Ok(vec![*first]),
        (_, [_]) => Err("the product takes several numbers a call: give the subject at least two".to_owned()),
        (2, [first, second, ..]) => Ok(vec![*second, *first]),
        (_, [first, second, ..]) => Ok(vec![*second, *first, *second]),
    }
}
