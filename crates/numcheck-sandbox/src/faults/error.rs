//! Why a plan cannot be read.

use super::table::{FAULTS, PRESETS, SETTINGS};

/// A part of a plan that cannot be read, and what to write instead.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("fault `{part}`: {cure}")]
pub struct ParseFaultsError {
    part: String,
    cure: String,
    cure_zh: String,
}

impl ParseFaultsError {
    /// With the cure in English and in Chinese.
    pub(super) fn new(part: &str, cure: impl Into<String>, cure_zh: impl Into<String>) -> Self {
        Self { part: part.into(), cure: cure.into(), cure_zh: cure_zh.into() }
    }

    /// A name that nothing has, with everything that there is.
    pub(super) fn unknown(part: &str) -> Self {
        let faults = FAULTS.iter().map(|line| line.name).collect::<Vec<_>>().join(", ");
        let settings = SETTINGS.iter().map(|(name, ..)| *name).collect::<Vec<_>>().join(", ");
        let presets = PRESETS.iter().map(|preset| preset.name).collect::<Vec<_>>().join(", ");
        Self::new(
            part,
            format!(
                "there is no such fault; a part is a share such as lost=0.01 ({faults}), a setting such as latency=50ms \
                 ({settings}), or a preset ({presets})"
            ),
            format!(
                "没有这种故障；可以写发生比例，如 lost=0.01（{faults}），参数，如 latency=50ms（{settings}），或预设方案（{presets}）"
            ),
        )
    }

    /// What to write instead, in English.
    pub fn cure(&self) -> &str {
        &self.cure
    }

    /// What to write instead, in Chinese.
    pub fn cure_zh(&self) -> &str {
        &self.cure_zh
    }

    /// The part that cannot be read, as it was written.
    pub fn part(&self) -> &str {
        &self.part
    }
}
