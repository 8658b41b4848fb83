//! What goes wrong, and how often: a plan that decides for every request whether it is billed and whether
//! it is answered, the one without regard to the other.
//!
//! A plan is written as `lost=0.01,cut=0.005,delay=50ms,quota=1000,seed=7`: parts between commas, each a
//! preset's name, a share of all requests, or a setting. What stands later wins, so `flaky,lost=0.2` is
//! `flaky` with more answers lost.
//!
//! - A share is a number from 0 to 1, and may be limited to some requests: `lost=0.5@10..19`, `@10..` on to the
//!   end, `@7` for one, or to a time: `@2s..5s`. A window alone means all in it: `maintenance=@10..19`.
//!   Requests and time are counted from the start of the ledger, in a plan set while the sandbox runs from then.
//! - A time has a unit: `50ms`, `1.5s`, `2m`.
//!
//! The same seed and the same order of requests meet the same faults: what strikes a request follows from the
//! seed and its number in the ledger, not from what struck others, so a sandbox that is killed and started
//! again goes on where it was.

pub(crate) mod apply;
mod dice;
mod draw;
mod error;
mod mutate;
mod spec;
mod table;

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};

pub(crate) use self::draw::{Draw, Plans};
pub use self::error::ParseFaultsError;
use self::table::Fault;
pub use self::table::{PRESETS, Preset, markdown};
use crate::Product;

/// A plan of faults. The default has none.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Faults {
    rates: BTreeMap<Fault, Rate>,
    cut_at: Option<usize>,
    delay: Delay,
    down_for: Duration,
    drip_every: Duration,
    http_status: Option<u16>,
    latency: Duration,
    only: Option<Product>,
    quota: Option<u64>,
    retry_after: u64,
    seed: u64,
}

/// How many requests, and which.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Rate {
    share: f64,
    window: Option<Window>,
}

/// First and last, or from and to; both ends count.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Window {
    Requests(u64, u64),
    Time(Duration, Duration),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Delay {
    longest: Duration,
    share: f64,
}

impl Faults {
    /// No faults at all.
    pub fn calm() -> Self {
        Self::default()
    }

    /// Reads a plan as it is written on a command line.
    ///
    /// # Errors
    ///
    /// [`ParseFaultsError`] names the part that cannot be read and says what to write instead.
    pub fn parse(spec: &str) -> Result<Self, ParseFaultsError> {
        spec::parse(spec)
    }

    /// The plan of a preset, one of [`PRESETS`].
    pub fn preset(name: &str) -> Option<Self> {
        let preset = PRESETS.iter().find(|preset| preset.name == name)?;
        Self::parse(preset.spec).ok()
    }

    /// The same plan with other dice.
    pub fn seed(self, seed: u64) -> Self {
        Self { seed, ..self }
    }
}

impl Default for Faults {
    fn default() -> Self {
        Self {
            rates: BTreeMap::new(),
            cut_at: None,
            delay: Delay { longest: Duration::ZERO, share: 1.0 },
            down_for: Duration::from_millis(200),
            drip_every: Duration::from_millis(100),
            http_status: None,
            latency: Duration::ZERO,
            only: None,
            quota: None,
            retry_after: 1,
            seed: 0,
        }
    }
}
