//! Prices as staff and operators see them: rules in words, their history, what a rule would do.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    currency::Currency,
    ids::{PriceSheetId, RuleId},
    money::Money,
};

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
    pub may_export: bool,
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

/// Something to choose, by its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub value: String,
    pub name: String,
}

/// What rules and codes can be for.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferView {
    pub countries: Vec<Named>,
    /// The first by name; others are found by their name all the same.
    pub plans: Vec<Named>,
}

/// What the console chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplyOffer {
    pub suppliers: Vec<Named>,
    pub offer: OfferView,
}

/// What the simulator lets people choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SimulatorView {
    pub is_number: bool,
    /// A country or region, as in the shop's addresses; empty until it is chosen.
    pub place: String,
    pub places: Vec<Named>,
    /// A plan's id, or numbers as `US:local`; empty until it is chosen.
    pub product: String,
    pub products: Vec<Named>,
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

/// What a change of a rule does to the price of a product.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetExample {
    pub product: String,
    /// `None` where it cannot be priced.
    pub before: Option<Money>,
    pub after: Option<Money>,
}

/// A change that a file of prices makes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetChange {
    /// Of the file; the header is line 1.
    pub line: i64,
    pub name: String,
    /// `data plans in France`.
    pub on: String,
    pub before: String,
    pub after: String,
    pub example: SheetExample,
}

/// A row of a file of prices that does nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SheetRefusal {
    pub line: i64,
    /// What is wrong, in a sentence.
    pub why: String,
}

/// What an uploaded file of prices would do.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SheetView {
    pub id: PriceSheetId,
    pub file: String,
    pub expires_at: DateTime<Utc>,
    pub changes: Vec<SheetChange>,
    pub refused: Vec<SheetRefusal>,
    pub unchanged: i64,
    /// Stands for these changes and no others.
    pub seen: String,
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
