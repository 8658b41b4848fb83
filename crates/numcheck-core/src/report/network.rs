use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::Text;

use super::{Reachability, Report, Summary, words};

/// Whether a number is in its carrier's network (在网状态), with what the vendor says beside it.
#[doc(alias = "在网状态")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkReport {
    /// The status.
    pub status: NetworkStatus,
    /// The vendor's code for it, as sent.
    pub code: Text,
    /// The province (省).
    pub province: Option<Text>,
    /// The city (城市).
    pub city: Option<Text>,
    /// The carrier (运营商).
    pub carrier: Option<Text>,
    /// The status in the vendor's words (状态描述).
    pub description: Option<Text>,
}

/// Whether a number is in its carrier's network.
#[derive(Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NetworkStatus {
    /// In normal use.
    #[doc(alias = "正常使用")]
    Normal,
    /// Not in the network, cancelled, not yet in use, or abnormal: the vendor does not tell which.
    #[doc(alias = "不在网")]
    #[doc(alias = "销号")]
    NotInService,
    /// About to be cancelled; it may still receive calls, and comes back when topped up.
    #[doc(alias = "预销户")]
    PendingCancellation,
    /// Suspended.
    #[doc(alias = "停机")]
    Suspended,
    /// In the network but not usable: bought and not activated, about to be cancelled, or long switched off.
    #[doc(alias = "在网但不可用")]
    Unavailable,
    /// A code this version does not know, kept.
    Unknown(String),
}

words!(NetworkStatus {
    Normal = "normal", "正常使用";
    NotInService = "not_in_service", "不在网";
    PendingCancellation = "pending_cancellation", "预销户";
    Suspended = "suspended", "停机";
    Unavailable = "unavailable", "在网但不可用";
});

impl NetworkStatus {
    /// Whether a number of this status can be reached.
    pub const fn reachability(&self) -> Reachability {
        match self {
            Self::Normal => Reachability::Reachable,
            Self::NotInService | Self::Suspended | Self::Unavailable => Reachability::Unreachable,
            Self::PendingCancellation => Reachability::Doubtful,
            Self::Unknown(_) => Reachability::Unknown,
        }
    }
}

impl Report for NetworkReport {
    const KIND: &'static str = "network-status";

    fn summary(&self) -> Summary<'_> {
        let area = match (&self.province, &self.city) {
            (Some(province), Some(city)) if province != city => Some(Cow::Owned(format!("{province}-{city}"))),
            (Some(one), _) | (None, Some(one)) => Some(Cow::Borrowed(one.as_str())),
            (None, None) => None,
        };
        Summary {
            status: Cow::Borrowed(self.status.word()),
            status_zh: Cow::Borrowed(self.status.word_zh()),
            code: Some(Cow::Borrowed(&self.code)),
            reachability: Some(self.status.reachability()),
            area,
            carrier: self.carrier.as_deref().map(Cow::Borrowed),
        }
    }
}
