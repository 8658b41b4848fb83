//! A checker that panics: its request is in doubt and said to be, and nothing that it knows is printed.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::sync::Arc;

use numcheck_cli::{Credential, Entry, Registry, Settings};
use numcheck_core::{
    AnyChecker, Batch, LineReport, NumberChecker, NumberKind, PhoneNumber, Product, Report, Result, async_trait,
};
use numcheck_tests::leaks::Canaries;

use crate::support::Place;

const KEY: &str = "Zq8-canary-Key-7f3aW9x";
const NUMBER: &str = "13847021936";
const PRODUCT: Product = Product::new("acme/line-status", LineReport::KIND).batches_of(2).taking(&[NumberKind::Mobile]);
/// The arguments a child of this test takes.
const CHILD: &str = "NUMCHECK_TEST_CHILD";

#[derive(Debug)]
struct Acme(String);

#[async_trait]
impl NumberChecker for Acme {
    type Report = LineReport;

    fn product(&self) -> &Product {
        const { &PRODUCT }
    }

    async fn check(&self, numbers: &[PhoneNumber]) -> Result<Batch<LineReport>> {
        panic!("no answer for {} with {}", numbers[0].as_str(), self.0);
    }
}

fn registry() -> Registry {
    fn build(settings: &Settings) -> Result<Arc<dyn AnyChecker>> {
        Ok(Arc::new(Acme(settings.credential("NUMCHECK_ACME_KEY")?.to_owned())))
    }
    Registry::standard().with(
        Entry::new(PRODUCT, build).asking("does it panic?", "会崩溃吗？").needing(vec![Credential::new(
            "NUMCHECK_ACME_KEY",
            "the key",
            "密钥",
        )]),
    )
}

/// This test is run again as a tool of its own: what a process prints of a panic is for the whole of it.
#[test]
fn a_checker_that_panics_is_in_doubt_and_silent() {
    if let Ok(args) = std::env::var(CHILD) {
        return as_the_tool(&args);
    }
    for (command, said) in
        [("check -p acme/line-status", "the checker panicked"), ("run LIST -p acme/line-status", "in doubt")]
    {
        for backtrace in ["0", "1"] {
            let place = Place::new(NUMBER);
            let list = if command.starts_with("check") { NUMBER.to_owned() } else { String::new() };
            let args = format!("{command} {list}").replace("LIST", &place.path("list.txt").to_string_lossy());
            let output = Command::new(std::env::current_exe().expect("this test"))
                .args(["--exact", "panics::a_checker_that_panics_is_in_doubt_and_silent", "--nocapture"])
                .env(CHILD, &args)
                .env("NUMCHECK_ACME_KEY", KEY)
                .env("NUMCHECK_LEDGER", place.path("ledger.db"))
                .env("NUMCHECK_LANG", "en")
                .env("RUST_BACKTRACE", backtrace)
                .output()
                .expect("it starts");
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success(), "{args}: its exit code is 8: {err}");
            assert!(err.contains("panics.rs:") && err.contains("left out"), "{args}: the place is told: {err}");
            assert!(err.contains(said), "{args}: {err}");
            let leaks = Canaries::new().secret("key", KEY).number(NUMBER).searcher().leaks(&output.stderr);
            assert!(leaks.is_empty(), "{args}: {leaks:?}: {err}");
            assert_in_doubt(&place.path("ledger.db"));
        }
    }
}

fn as_the_tool(args: &str) {
    let args: Vec<&str> = std::iter::once("numcheck").chain(args.split_whitespace()).collect();
    let exit = numcheck_cli::run_from(&registry(), args);
    assert_eq!(exit, ExitCode::from(8));
}

/// The ledger has the request, as one that may have been paid for.
fn assert_in_doubt(ledger: &Path) {
    let ledger = numcheck_bulk::ledger::Ledger::open(ledger).expect("a ledger");
    let doubts = ledger.doubts(LineReport::KIND).expect("it is read");
    assert!(doubts.len() == 1 && doubts[0].is_open(), "{doubts:?}");
}
