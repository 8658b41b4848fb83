//! One number a request: what a checker adds to bare HTTP.

use super::Options;

pub(super) fn run(_: &Options) -> Result<(), String> {
    Err("not yet".to_owned())
}

pub(super) fn contend(_: &str, _: &[String]) -> Result<(), String> {
    Err("not yet".to_owned())
}
