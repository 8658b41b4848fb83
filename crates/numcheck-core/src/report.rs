use std::borrow::Cow;
use std::fmt::{self, Debug};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::mask_text;

mod caller;
mod line;
mod network;

pub use caller::{CallerMark, CallerReport, MarkKind};
pub use line::{LineReport, LineStatus};
pub use network::{NetworkReport, NetworkStatus};

/// What a product says about one number.
pub trait Report: Clone + Debug + DeserializeOwned + PartialEq + Send + Serialize + Sync + 'static {
    /// The word for this kind of report: `line-status`.
    const KIND: &'static str;

    /// What is common to all kinds, for tables, lists and statistics.
    fn summary(&self) -> Summary<'_>;
}

/// What is common to all kinds of report.
#[derive(Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary<'a> {
    /// The normalised status word, `vacant`; `unknown` for a code this version does not know.
    pub status: Cow<'a, str>,
    /// The field's Chinese word for it, `空号`.
    pub status_zh: Cow<'a, str>,
    /// The vendor's code, as sent.
    pub code: Option<Cow<'a, str>>,
    /// Whether the number can be reached; `None` where the report does not say.
    pub reachability: Option<Reachability>,
    /// Where the number belongs, in the vendor's words.
    pub area: Option<Cow<'a, str>>,
    /// Whose number it is, in the vendor's words.
    pub carrier: Option<Cow<'a, str>>,
}

/// The vendor's texts are masked: any may hold a phone number.
impl fmt::Debug for Summary<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Summary")
            .field("status", &mask_text(&self.status))
            .field("status_zh", &mask_text(&self.status_zh))
            .field("code", &self.code.as_deref().map(mask_text))
            .field("reachability", &self.reachability)
            .field("area", &self.area.as_deref().map(mask_text))
            .field("carrier", &self.carrier.as_deref().map(mask_text))
            .finish()
    }
}

/// Whether a number can be reached: the one word across vendors and products.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Reachability {
    /// Risky (风险号): prone to complaints, long switched off.
    Avoid,
    /// Vacant (空号): found so within the last week, so the finding ages.
    Dead,
    /// Silent (沉默号), or about to be cancelled (预销户) and perhaps still receiving calls.
    Doubtful,
    /// Active (实号), in normal use (正常使用).
    Reachable,
    /// Not in the database (库无), or a code this version does not know.
    Unknown,
    /// Suspended (停机), unavailable, not in service (it includes 未启用 and 异常).
    Unreachable,
}

impl Reachability {
    /// `avoid`, `dead`, `doubtful`, `reachable`, `unknown` or `unreachable`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Avoid => "avoid",
            Self::Dead => "dead",
            Self::Doubtful => "doubtful",
            Self::Reachable => "reachable",
            Self::Unknown => "unknown",
            Self::Unreachable => "unreachable",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::Avoid => "应避开",
            Self::Dead => "空号",
            Self::Doubtful => "难联系",
            Self::Reachable => "可联系",
            Self::Unknown => "不明",
            Self::Unreachable => "联系不上",
        }
    }
}

/// Serialises an enum of words that keeps what it does not know: `vacant`, or `unknown:7`.
macro_rules! words {
    ($name:ident { $($variant:ident = $word:literal, $zh:literal;)* }) => {
        impl $name {
            /// The normalised word; `unknown` for a code this version does not know.
            pub const fn word(&self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                    Self::Unknown(_) => "unknown",
                }
            }

            /// The field's Chinese word.
            pub const fn word_zh(&self) -> &'static str {
                match self {
                    $(Self::$variant => $zh,)*
                    Self::Unknown(_) => "未知状态",
                }
            }
        }

        /// A code this version does not know is masked: it may be a phone number.
        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                match self {
                    $(Self::$variant => f.write_str(stringify!($variant)),)*
                    Self::Unknown(code) => f.debug_tuple("Unknown").field(&$crate::mask_text(code)).finish(),
                }
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                match self {
                    Self::Unknown(code) => serializer.collect_str(&format_args!("unknown:{code}")),
                    known => serializer.serialize_str(known.word()),
                }
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let word = std::borrow::Cow::<str>::deserialize(deserializer)?;
                match word.as_ref() {
                    $($word => Ok(Self::$variant),)*
                    other => match other.strip_prefix("unknown:") {
                        Some(code) => Ok(Self::Unknown(code.to_owned())),
                        None => Err(serde::de::Error::custom(format_args!(
                            "{:?} is no {}: expected one of {:?} or \"unknown:CODE\"",
                            $crate::mask_text(other),
                            stringify!($name),
                            [$($word),*],
                        ))),
                    },
                }
            }
        }
    };
}
use words;
