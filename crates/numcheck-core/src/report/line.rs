use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Text;

use super::{Reachability, Report, Summary, words};

/// Whether a number's line is alive (空号检测), with what the vendor says beside it.
#[doc(alias = "空号检测")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineReport {
    /// The status.
    pub status: LineStatus,
    /// The vendor's code for it, as sent.
    pub code: Text,
    /// Where the number belongs (手机号所属区域), `省-市`.
    pub area: Option<Text>,
    /// The carrier's text (`numberType`), `中国移动/虚拟`.
    pub carrier: Option<Text>,
    /// The vendor's `lastTime`, in milliseconds since 1970. What it means is not documented: it is not "last seen".
    pub last_time: Option<i64>,
}

/// Whether a number's line is alive.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum LineStatus {
    /// In use.
    #[doc(alias = "实号")]
    Active,
    /// The vendor does not know the number.
    #[doc(alias = "库无")]
    NotInDatabase,
    /// Long switched off, without voice service, or prone to complaints.
    #[doc(alias = "风险号")]
    Risky,
    /// Hardly used.
    #[doc(alias = "沉默号")]
    Silent,
    /// Suspended within the last week.
    #[doc(alias = "停机")]
    Suspended,
    /// Found vacant within the last week.
    #[doc(alias = "空号")]
    Vacant,
    /// A code this version does not know, kept.
    Unknown(String),
}

words!(LineStatus {
    Active = "active", "实号";
    NotInDatabase = "not_in_database", "库无";
    Risky = "risky", "风险号";
    Silent = "silent", "沉默号";
    Suspended = "suspended", "停机";
    Vacant = "vacant", "空号";
});

impl LineStatus {
    /// Whether a number of this status can be reached.
    pub const fn reachability(&self) -> Reachability {
        match self {
            Self::Active => Reachability::Reachable,
            Self::NotInDatabase | Self::Unknown(_) => Reachability::Unknown,
            Self::Risky => Reachability::Avoid,
            Self::Silent => Reachability::Doubtful,
            Self::Suspended => Reachability::Unreachable,
            Self::Vacant => Reachability::Dead,
        }
    }
}

impl Report for LineReport {
    const KIND: &'static str = "line-status";

    fn summary(&self) -> Summary<'_> {
        Summary {
            status: Cow::Borrowed(self.status.word()),
            status_zh: Cow::Borrowed(self.status.word_zh()),
            code: Some(Cow::Borrowed(&self.code)),
            reachability: Some(self.status.reachability()),
            area: self.area.as_deref().map(Cow::Borrowed),
            carrier: self.carrier.as_deref().map(Cow::Borrowed),
        }
    }
}
