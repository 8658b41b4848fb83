//! How soon a run goes on.

use super::Options;

pub(super) fn run(_: &Options) -> Result<(), String> {
    Err("not yet".to_owned())
}
