//! Prices as staff and operators see them: rules in words, their history, what a rule would do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{currency::Currency, ids::RuleId, money::Money};

/// A rule in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleRow {
    pub id: RuleId,
    pub name: String,
    /// `+25 %`.
    pub adds: String,
    /// `data plans in France`.
    pub on: String,
    pub valid_from: DateTime<Utc>,
    pub valid_until: Option<DateTime<Utc>>,
    /// Its window has begun.
    pub is_valid: bool,
}

/// How prices end and the least that is earned, in one currency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FloorsView {
    pub currency: Currency,
    /// `none`, `five_cents` or `ninety_nine`.
    pub rounding: String,
    pub minimum_margin: Money,
    /// A decimal number.
    pub minimum_margin_percent: String,
}

/// The rules of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PricesView {
    pub rules: Vec<RuleRow>,
    pub floors: FloorsView,
    pub commission_percent: String,
    pub may_edit: bool,
}

/// A change of prices, as the audit log keeps it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceChange {
    pub at: DateTime<Utc>,
    /// Name or address of who did it; empty for jobs and commands.
    pub who: String,
    pub what: String,
    pub before: String,
    pub after: String,
}

/// A step of a price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StepRow {
    pub what: String,
    pub result: Money,
}

/// A price with its steps and who gets what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PriceSide {
    pub price: Money,
    pub steps: Vec<StepRow>,
    /// What a floor changed about the rule's price, in words.
    pub floors: Vec<String>,
    pub commission: Money,
    /// What the shop keeps after the platform's commission.
    pub shop_keeps: Money,
    pub platform_keeps: Money,
    pub provider_gets: Money,
}

/// What a rule would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SimulationView {
    pub product: String,
    pub now: PriceSide,
    pub then: PriceSide,
    /// What one sale would bring the shop more; below zero when less.
    pub shop_gains: Money,
}

/// An exchange rate with where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RateRow {
    pub base: Currency,
    pub quote: Currency,
    /// A decimal number.
    pub rate: String,
    pub as_of: DateTime<Utc>,
    pub source: String,
    /// Older than a week.
    pub is_old: bool,
}

/// A plan whose supplier sets a least price.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SupplierFloorRow {
    pub provider: String,
    pub plan: String,
    pub cost: Money,
    pub minimum_price: Money,
}

/// What the platform decides about prices.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlatformPricesView {
    pub rules: Vec<RuleRow>,
    pub floors: Vec<FloorsView>,
    pub rates: Vec<RateRow>,
    pub supplier_floors: Vec<SupplierFloorRow>,
    pub may_edit: bool,
}

/// A shop to choose.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ShopChoice {
    pub slug: String,
    pub name: String,
}
