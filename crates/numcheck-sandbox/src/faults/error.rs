//! Why a plan cannot be read.

use super::table::{FAULTS, PRESETS, SETTINGS};

/// A part of a plan that cannot be read, and what to write instead.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("fault `{part}`: {cure}")]
pub struct ParseFaultsError {
    part: String,
    cure: String,
}

impl ParseFaultsError {
    pub(super) fn new(part: &str, cure: impl Into<String>) -> Self {
        Self { part: part.into(), cure: cure.into() }
    }

    /// A name that nothing has, with everything that there is.
    pub(super) fn unknown(part: &str) -> Self {
        let faults: Vec<_> = FAULTS.iter().map(|line| line.name).collect();
        let settings: Vec<_> = SETTINGS.iter().map(|(name, ..)| *name).collect();
        let presets: Vec<_> = PRESETS.iter().map(|preset| preset.name).collect();
        let cure = format!(
            "there is no such fault; a part is a share such as lost=0.01 ({}), a setting such as latency=50ms ({}), \
             or a preset ({})",
            faults.join(", "),
            settings.join(", "),
            presets.join(", ")
        );
        Self::new(part, cure)
    }

    /// The part that cannot be read, as it was written.
    pub fn part(&self) -> &str {
        &self.part
    }
}
