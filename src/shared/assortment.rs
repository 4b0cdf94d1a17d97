//! What a shop sells and what it has switched off.

use serde::{Deserialize, Serialize};

use super::{ids::PlanId, money::Money, number::NumberType, place::Country};

/// A plan of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanSwitch {
    pub id: PlanId,
    pub name: String,
    pub place: String,
    pub place_slug: String,
    /// The price in this shop; `None` when it cannot be priced in its currency.
    pub price: Option<Money>,
    pub is_on: bool,
    /// The whole place is switched off, whatever the plan's own switch says.
    pub is_place_off: bool,
}

/// A country or region with plans.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceSwitch {
    pub slug: String,
    pub name: String,
    pub plans: i64,
    pub is_on: bool,
    /// Plans of the place that are switched off one by one.
    pub plans_off: i64,
}

/// A country whose numbers can be sold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NumberSwitch {
    pub country: Country,
    pub is_on: bool,
    pub kinds: Vec<(NumberType, bool)>,
}
