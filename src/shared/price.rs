//! A price and how it came about.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};

use super::{ids::QuoteId, money::Money};

/// What a price is for. Rules match on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Service {
    /// The first month of a number.
    NumberPurchase,
    /// Every further month of a number.
    NumberMonth,
    /// A mobile data plan.
    DataPlan,
}

impl Service {
    /// The word in the database and in rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NumberPurchase => "number_purchase",
            Self::NumberMonth => "number_month",
            Self::DataPlan => "data_plan",
        }
    }
}

/// One step of the way from cost to price. The customer never sees it; the reseller and the operator do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TraceStep {
    /// "platform rule 'US local' +25 %".
    pub what: String,
    /// The amount after the step.
    pub result: Money,
}

/// Everything a price was made of; kept on the order and never changed.
///
/// `charged = reseller_price`; `reseller_share + platform_share + cost = charged` in the shop's currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceStack {
    /// What the provider asks, in the provider's currency.
    pub provider_cost: Money,
    /// Shop currency units per unit of the provider's currency.
    pub fx_rate: Decimal,
    /// The provider's cost in the shop's currency.
    pub cost: Money,
    /// After the platform's rule.
    pub platform_price: Money,
    /// After the reseller's rule: what the customer pays.
    pub charged: Money,
    /// Percentage of the charged price the platform keeps (`platform_collects`).
    pub commission_percent: Decimal,
    /// The steps in words.
    pub trace: Vec<TraceStep>,
}

impl PriceStack {
    /// The same up to the platform's price: what a reseller's float pays when its own system has the customer's money.
    pub fn wholesale(&self) -> Self {
        Self {
            charged: self.platform_price,
            commission_percent: Decimal::ZERO,
            ..self.clone()
        }
    }
}

/// A price offered to a customer until `expires_at`, without its trace.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QuoteView {
    pub id: QuoteId,
    pub item: super::order::ItemView,
    pub charged: Money,
    /// What the same thing costs each further month, for a number.
    pub monthly: Option<Money>,
    pub expires_at: DateTime<Utc>,
    pub available: Money,
    /// What the wallet lacks; `None` when it covers the price.
    pub missing: Option<Money>,
}
