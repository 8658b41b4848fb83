use serde::{Deserialize, Serialize};

use crate::{Error, ProductId, Text};

/// Whether something cost money (收费), and how that is known.
///
/// Money is never guessed: what the vendor did not say is [`Charge::Unknown`].
#[doc(alias = "收费")]
#[doc(alias = "计费")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Charge {
    /// It was charged (收费).
    Billed(Basis),
    /// It was not charged (不收费).
    Free(Basis),
    /// Nothing says whether it was charged. With an answer it is *unstated*; without one it is *in doubt*.
    Unknown,
}

/// How a charge is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The vendor's reply or document says so.
    Documented,
    /// It follows from what happened: the request never left, or the gateway refused it or redirected instead of asking.
    Inferred,
}

impl Charge {
    /// Charged, as the vendor says.
    pub const BILLED: Self = Self::Billed(Basis::Documented);
    /// Not charged, as the vendor's reply or document says.
    pub const FREE: Self = Self::Free(Basis::Documented);
    /// Not charged, as follows from what happened.
    pub const FREE_INFERRED: Self = Self::Free(Basis::Inferred);

    /// `billed`, `free` or `unknown`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Billed(_) => "billed",
            Self::Free(_) => "free",
            Self::Unknown => "unknown",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::Billed(_) => "已计费",
            Self::Free(_) => "未计费",
            Self::Unknown => "未知",
        }
    }

    /// How it is known; `None` when it is not.
    pub const fn basis(self) -> Option<Basis> {
        match self {
            Self::Billed(basis) | Self::Free(basis) => Some(basis),
            Self::Unknown => None,
        }
    }

    /// Whether it certainly cost money.
    pub const fn is_billed(self) -> bool {
        matches!(self, Self::Billed(_))
    }

    /// What two statements about one number come to: the same, with the weaker basis, or unknown.
    pub(crate) const fn merged(self, other: Self) -> Self {
        match (self, other) {
            (Self::Billed(Basis::Documented), Self::Billed(basis)) | (Self::Billed(basis), Self::Billed(_)) => {
                Self::Billed(basis)
            }
            (Self::Free(Basis::Documented), Self::Free(basis)) | (Self::Free(basis), Self::Free(_)) => {
                Self::Free(basis)
            }
            _ => Self::Unknown,
        }
    }

    /// Whether it certainly cost nothing: the only charge after which a number may be sent again.
    pub const fn is_free(self) -> bool {
        matches!(self, Self::Free(_))
    }
}

impl Basis {
    /// `documented` or `inferred`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Documented => "documented",
            Self::Inferred => "inferred",
        }
    }

    /// The Chinese word for it.
    pub const fn word_zh(self) -> &'static str {
        match self {
            Self::Documented => "有据",
            Self::Inferred => "推断",
        }
    }
}

/// What the vendor says one request cost.
///
/// Every request leaves one, failed ones too, so that money spent at a first vendor is not forgotten when
/// a second one answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// The product that was asked.
    pub by: ProductId,
    /// The vendor's order id (流水号) of the request, where it gives one.
    pub order_id: Option<Text>,
    /// How many numbers the vendor says it charged for (计费条数), where it says so.
    pub billed: Option<u32>,
    /// Whether the request as a whole cost money.
    pub charge: Charge,
}

impl Receipt {
    /// The receipt of a request that failed: no order id, no count, the error's charge.
    pub fn of_failure(by: &ProductId, error: &Error) -> Self {
        let billed = error.charge().is_free().then_some(0);
        Self { by: by.clone(), order_id: None, billed, charge: error.charge() }
    }
}
