//! What a reseller's dashboard shows.

use serde::{Deserialize, Serialize};

use super::{figures::Figures, money::Money};

/// The dashboard's first page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResellerOverview {
    /// Name of the shop.
    pub shop: String,
    pub figures: Figures,
    /// `None` for staff who may not see money, and for a shop without a float.
    pub money: Option<OverviewMoney>,
    pub problems: OpenProblems,
}

/// The reseller's own money, by who collects.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum OverviewMoney {
    Earnings {
        payable: Money,
        pending: Money,
    },
    Float {
        available: Money,
        days_left: Option<i64>,
        /// `ok`, `low`, `critical` or `paused`.
        stage: String,
    },
}

/// What somebody should look at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenProblems {
    /// Orders the provider has not answered clearly for ten minutes.
    pub unanswered_orders: i64,
    pub open_disputes: i64,
    /// Payouts that came back in the last thirty days.
    pub returned_payouts: i64,
}
