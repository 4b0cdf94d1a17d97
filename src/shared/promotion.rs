//! Promotion codes: what an order keeps of one, and what staff see.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{OrderId, PromoId},
    money::Money,
    paging::Page,
};

/// Who bears a discount out of its share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FundedBy {
    Reseller,
    Platform,
}

impl FundedBy {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reseller => "reseller",
            Self::Platform => "platform",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Reseller, Self::Platform]
            .into_iter()
            .find(|one| one.as_str() == text)
    }
}

/// The code a price was made with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppliedPromotion {
    pub id: PromoId,
    pub code: String,
    pub funded_by: FundedBy,
}

/// Whether a code can be used now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PromoState {
    Live,
    Planned,
    Paused,
    UsedUp,
    Over,
}

/// A code in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromoRow {
    pub id: PromoId,
    pub code: String,
    pub name: String,
    /// `15 % off, at most $5.00`.
    pub what: String,
    /// `data plans in France, from $10.00`.
    pub on: String,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    pub uses: i32,
    pub limit_total: Option<i32>,
    pub limit_per_customer: Option<i32>,
    pub funded_by: FundedBy,
    pub is_paused: bool,
    pub state: PromoState,
}

/// A code the platform bears, in the console.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BorneRow {
    pub row: PromoRow,
    pub shop: String,
    /// What counted uses took off, altogether.
    pub given: Money,
}

/// Who used a code on which order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromoUseRow {
    pub order: OrderId,
    pub customer: String,
    pub discount: Money,
    /// `held`, `counted` or `released`.
    pub state: String,
    pub at: DateTime<Utc>,
}

/// The page of a code.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PromoView {
    pub row: PromoRow,
    /// What counted uses took off, altogether.
    pub given: Money,
    pub uses: Page<PromoUseRow>,
}
