//! A sandbox in a process of its own: `sandbox_child STATE ANNOUNCE [FAULTS [GRACE_MS]]`.
//!
//! Ends with its standard input: at once after a line, after a grace without one.

use std::error::Error;
use std::io::{self, Write as _};
use std::path::Path;
use std::time::Duration;

use numcheck_sandbox::{Faults, Options, child};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let [state, announce, rest @ ..] = &arguments[..] else {
        return Err("usage: sandbox_child STATE ANNOUNCE [FAULTS [GRACE_MS]]".into());
    };
    let faults = Faults::parse(rest.first().map_or("", String::as_str))?;
    let grace = rest.get(1).map(|text| text.parse().map(Duration::from_millis)).transpose()?;
    let options = Options::default().state(state).faults(faults);
    let totals = child::run(options, Some(Path::new(announce)), grace.unwrap_or(child::GRACE)).await?;
    // Who reads this may have gone with the parent.
    drop(writeln!(io::stdout(), "{} requests, {} units billed", totals.requests, totals.billed));
    Ok(())
}
