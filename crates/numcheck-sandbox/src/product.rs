//! The vendors and products the sandbox stands in for.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A company whose endpoints are simulated.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Vendor {
    /// 聚合数据: `apis.juhe.cn` and `v.juhe.cn`.
    Juhe,
    /// 云网极速: `kh.ywjisu.com`.
    Ywjisu,
}

/// One question one vendor sells, with its own key.
///
/// Written as in the rest of numcheck: `juhe/line-status`.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[non_exhaustive]
pub enum Product {
    /// Juhe's 来电号码显示, `juhe/caller-id`.
    #[serde(rename = "juhe/caller-id")]
    JuheCallerId,
    /// Juhe's 空号检测批量查询, `juhe/line-status`.
    #[serde(rename = "juhe/line-status")]
    JuheLineStatus,
    /// Juhe's 手机在网状态, plain and encrypted, `juhe/network-status`.
    #[serde(rename = "juhe/network-status")]
    JuheNetworkStatus,
    /// ywjisu's 码号状态极速检测, `ywjisu/line-status`.
    #[serde(rename = "ywjisu/line-status")]
    YwjisuLineStatus,
}

impl Product {
    /// All products, in the order the documentation shows them.
    pub const ALL: [Self; 4] =
        [Self::JuheLineStatus, Self::JuheNetworkStatus, Self::JuheCallerId, Self::YwjisuLineStatus];

    /// The product's name, `vendor/product`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::JuheCallerId => "juhe/caller-id",
            Self::JuheLineStatus => "juhe/line-status",
            Self::JuheNetworkStatus => "juhe/network-status",
            Self::YwjisuLineStatus => "ywjisu/line-status",
        }
    }

    /// Who sells it.
    pub fn vendor(self) -> Vendor {
        match self {
            Self::JuheCallerId | Self::JuheLineStatus | Self::JuheNetworkStatus => Vendor::Juhe,
            Self::YwjisuLineStatus => Vendor::Ywjisu,
        }
    }
}

impl fmt::Display for Product {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}
