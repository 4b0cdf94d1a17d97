//! A customer as the reseller's own system knows it.

use chrono::{DateTime, Utc};

use crate::shared::ids::UserId;

/// Who pays for what the reseller's system orders for a customer, unless it says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Billing {
    /// The customer's wallet, at the retail price.
    Wallet,
    /// The reseller's float, at the platform price.
    Float,
}

impl Billing {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Wallet => "wallet",
            Self::Float => "float",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Wallet, Self::Float]
            .into_iter()
            .find(|billing| billing.as_str() == word)
    }
}

/// A customer of a reseller.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomerRecord {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    /// The reseller's own id.
    pub external_id: Option<String>,
    pub billing: Billing,
    pub created_at: DateTime<Utc>,
}
