//! Replays a fixture: serves its replies, compares the requests, and compares what comes out.

use std::fmt;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use numcheck_core::{AnyChecker, AnyReport, Batch, Result};

use crate::by_column;
use crate::fixture::{Fixture, Given};

mod matcher;
mod outcome;
mod request;
mod runner;
mod server;

pub use matcher::Sent;

use matcher::Matchers;
use server::Scripted;

/// Replays fixtures against the checkers of one or more vendors.
///
/// ```no_run
/// use std::sync::Arc;
/// use numcheck_contract::Replay;
/// # fn acme(key: &str, base_url: &str) -> numcheck_core::Result<Arc<dyn numcheck_core::AnyChecker>> { unimplemented!() }
///
/// // tests/contract.rs, with `harness = false`
/// fn main() -> std::process::ExitCode {
///     Replay::new(|given, base_url| acme(given.credential("key"), base_url)).main("tests/fixtures".as_ref())
/// }
/// ```
pub struct Replay {
    build: Box<Build>,
    matchers: Matchers,
}

type Build = dyn Fn(&Given, &str) -> Result<Arc<dyn AnyChecker>> + Send + Sync;

impl Replay {
    /// A replay that builds the checker a fixture gives, before the vendor at this base URL.
    ///
    /// An error of `build` is compared with the fixture's `expect.error`: a credential that cannot be one is refused
    /// there.
    pub fn new(build: impl Fn(&Given, &str) -> Result<Arc<dyn AnyChecker>> + Send + Sync + 'static) -> Self {
        Self { build: Box::new(build), matchers: Matchers::new() }
    }

    /// Adds a matcher for form fields, by the name fixtures call it: it takes the field as it was sent, or says why not.
    ///
    /// Built in are `unix_seconds` (`"now"`: ten digits within a minute of now) and `any` (`"non-empty"`).
    pub fn matcher(
        mut self,
        name: &'static str,
        takes: impl Fn(&Sent<'_>) -> std::result::Result<(), String> + Send + Sync + 'static,
    ) -> Self {
        self.matchers.add(name, Box::new(takes));
        self
    }

    /// Replays one fixture.
    ///
    /// # Errors
    ///
    /// [`Mismatch`], a line for each difference.
    pub async fn run(&self, fixture: &Fixture) -> std::result::Result<(), Mismatch> {
        let scripted = Scripted::start(&fixture.exchanges).await;
        let checker = (self.build)(&fixture.given, &scripted.base_url());
        let result = match &checker {
            Ok(checker) => checker.check_any(&fixture.given.numbers).await,
            Err(error) => Err(error.clone()),
        };
        let mut differences = request::compare(fixture, &scripted.received(), &self.matchers);
        differences.extend(outcome::compare(&fixture.expect, &result));
        differences.extend(shown_secrets(&fixture.given, &checker, &result));
        differences.extend(self.by_column(fixture, &result).await);
        if differences.is_empty() { Ok(()) } else { Err(Mismatch { about: fixture.about.clone(), differences }) }
    }

    /// What a run would get of the same replies.
    async fn by_column(&self, fixture: &Fixture, rows: &Result<Batch<AnyReport>>) -> Vec<String> {
        let scripted = Scripted::start(&fixture.exchanges).await;
        let Ok(checker) = (self.build)(&fixture.given, &scripted.base_url()) else { return Vec::new() };
        let result = checker.check_any_by_column(&fixture.given.numbers).await;
        let mut differences = request::compare(fixture, &scripted.received(), &self.matchers);
        differences.extend(by_column::differences(rows, &result));
        differences
    }

    /// Runs every case file below a folder as a test named `vendor/product/case`, with the arguments of `cargo test`.
    ///
    /// A file that cannot be read, or lies in the wrong place, is a test that fails.
    pub fn main(self, dir: &Path) -> ExitCode {
        runner::run(self, dir)
    }
}

impl fmt::Debug for Replay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay").field("matchers", &self.matchers).finish_non_exhaustive()
    }
}

/// How a replay differed from its fixture, a line for each difference.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mismatch {
    about: String,
    differences: Vec<String>,
}

impl Mismatch {
    /// The differences, each with what was expected and what came.
    pub fn differences(&self) -> &[String] {
        &self.differences
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.about)?;
        self.differences.iter().try_for_each(|difference| write!(f, "\n  - {difference}"))
    }
}

impl std::error::Error for Mismatch {}

/// Rule 6 of the contract, held to in every case: the fixture's credentials and numbers are canaries.
fn shown_secrets(
    given: &Given,
    checker: &Result<Arc<dyn AnyChecker>>,
    result: &Result<Batch<AnyReport>>,
) -> Vec<String> {
    let mut texts = vec![format!("{checker:?}")];
    let of_answers = result.iter().flat_map(|batch| &batch.answers).filter_map(|answer| answer.outcome.error());
    for error in result.as_ref().err().into_iter().chain(of_answers) {
        texts.push(format!("{error} {error:?}"));
        let mut source = std::error::Error::source(error);
        while let Some(cause) = source {
            texts.push(format!("{cause} {cause:?}"));
            source = cause.source();
        }
    }
    let numbers = given.numbers.iter().map(|number| ("a whole number", number.as_str())).filter(|(_, n)| n.len() >= 7);
    let secrets =
        given.credentials.values().map(|value| ("a credential", value.as_str())).filter(|(_, s)| s.len() >= 4);
    numbers
        .chain(secrets)
        .filter(|(_, canary)| texts.iter().any(|text| text.contains(canary)))
        .map(|(what, canary)| format!("rule 6: {what} ({canary}) stands in Debug of the checker or in an error"))
        .collect()
}
