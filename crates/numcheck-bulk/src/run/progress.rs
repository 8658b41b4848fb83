use numcheck_core::Timestamp;

/// How far a run is. What is counted here is in the ledger.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Numbers to be asked when it began or was resumed.
    pub total: u64,
    /// Of those, how many are done with.
    pub done: u64,
    /// Requests that ended.
    pub requests: u64,
    /// Requests under way.
    pub in_flight: u64,
    /// Units spent by the whole run, in doubt ones included.
    pub spent: u64,
    /// What they cost, in millionths, where prices are known.
    pub cost: i64,
    /// Numbers that came in doubt since it began or was resumed.
    pub in_doubt: u64,
    /// What it does now.
    pub activity: Activity,
}

/// What a run does, or waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Activity {
    /// Requests are under way, or about to be.
    #[default]
    Asking,
    /// The pace the owner set is reached: requests wait for their turn.
    Pacing,
    /// A product is not asked for a while.
    Paused {
        /// The product.
        product: String,
        /// Why.
        why: Pause,
        /// Until when.
        until: Timestamp,
    },
    /// Answers wait to be saved: the ledger cannot be written, and nothing is sent until it can.
    Saving,
    /// It was asked to stop, or must: what is under way is finished and saved.
    Stopping,
    /// All that is left is to be asked again, and not before this.
    Waiting {
        /// Until when.
        until: Timestamp,
    },
}

/// Why a product is not asked for a while.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pause {
    /// The vendor asked for a pause, and said how long.
    Asked,
    /// The vendor says that it is asked too often.
    Slowed,
    /// The vendor cannot answer at the moment.
    Unavailable,
}

impl Activity {
    /// `asking`, `pacing`, `paused`, `saving`, `stopping` or `waiting`, as data has it.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Asking => "asking",
            Self::Pacing => "pacing",
            Self::Paused { .. } => "paused",
            Self::Saving => "saving",
            Self::Stopping => "stopping",
            Self::Waiting { .. } => "waiting",
        }
    }

    /// Until when, where it is known.
    pub const fn until(&self) -> Option<Timestamp> {
        match self {
            Self::Paused { until, .. } | Self::Waiting { until } => Some(*until),
            _ => None,
        }
    }
}

impl Pause {
    /// `asked`, `slowed` or `unavailable`, as data has it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Asked => "asked",
            Self::Slowed => "slowed",
            Self::Unavailable => "unavailable",
        }
    }
}
