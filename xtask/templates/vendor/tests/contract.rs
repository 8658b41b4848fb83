//! Every file `tests/fixtures/acme/<product>/<case>.json` as a test of its name.

use std::sync::Arc;

use numcheck_acme::{HttpOptions, LineStatusChecker};
use numcheck_contract::{Given, Replay};
use numcheck_core::{AnyChecker, Result};

fn main() -> std::process::ExitCode {
    Replay::new(checker).main("tests/fixtures".as_ref())
}

fn checker(given: &Given, base_url: &str) -> Result<Arc<dyn AnyChecker>> {
    let options = HttpOptions::new().base_url(base_url);
    Ok(Arc::new(LineStatusChecker::new(given.credential("key"), &options)?))
}
