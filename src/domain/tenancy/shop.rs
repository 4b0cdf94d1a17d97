//! A resolved shop: the scope of its visitors and what its pages show.

use rust_decimal::Decimal;

use crate::{
    domain::scope::Visitor,
    shared::{brand::Brand, ids::ResellerId},
};

/// Who takes the customers' money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettlementMode {
    /// Customers pay the platform's gateway; the reseller's share accrues.
    PlatformCollects,
    /// Customers pay the reseller's gateway; each sale also takes the platform price from the reseller's float.
    ResellerCollects,
}

impl SettlementMode {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::PlatformCollects => "platform_collects",
            Self::ResellerCollects => "reseller_collects",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::PlatformCollects, Self::ResellerCollects]
            .into_iter()
            .find(|mode| mode.as_str() == text)
    }
}

/// A reseller as its host resolves to it.
#[derive(Debug, Clone)]
pub struct Shop {
    pub id: ResellerId,
    /// The scope of everybody who opened the host.
    pub visitor: Visitor,
    /// The verified host that was asked for.
    pub host: String,
    /// The shop's other host, where readers of this one are led; `None` on the primary one.
    pub led_to: Option<String>,
    pub brand: Brand,
    pub settlement_mode: SettlementMode,
    pub commission_percent: Decimal,
    /// A suspended shop sells nothing, but serves what was sold.
    pub is_suspended: bool,
    /// A shop on trial sells to its own staff only.
    pub is_trial: bool,
}
