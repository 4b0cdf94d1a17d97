//! Data plans on sale and the eSIMs a customer holds.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{EsimId, OrderId, PlanId},
    money::Money,
    place::Country,
};

/// How much of the world a plan covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    Local,
    Regional,
    Global,
}

impl Coverage {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Regional => "regional",
            Self::Global => "global",
        }
    }
}

/// A data plan as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanRow {
    pub id: PlanId,
    pub name: String,
    pub coverage: Coverage,
    /// Country or region it is sold under.
    pub place: String,
    /// Megabytes (10^6 bytes); `None` is unlimited.
    pub data_mb: Option<i64>,
    pub validity_days: i32,
    pub price: Money,
    pub countries: i64,
}

/// The page of a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    pub row: PlanRow,
    pub countries: Vec<Country>,
    pub speed: String,
    /// What happens to an unlimited plan after heavy use; empty where there is no such rule.
    pub fair_use: String,
    /// When the clock of the validity starts.
    pub starts: String,
    pub can_top_up: bool,
    /// Name of the provider's networks; empty where unknown.
    pub networks: String,
}

/// A country or region with plans, and the cheapest price there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Destination {
    /// Last part of its address: `fr`, `europe`, `global`.
    pub slug: String,
    pub name: String,
    /// For countries; regions have none.
    pub country: Option<Country>,
    pub from: Money,
    pub plans: i64,
}

/// The catalogue's front: countries and regions.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Destinations {
    pub countries: Vec<Destination>,
    pub regions: Vec<Destination>,
}

/// One destination with its plans, cheapest first; `related` are regional and global plans that cover it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DestinationView {
    pub destination: Destination,
    pub plans: Vec<PlanRow>,
    pub related: Vec<PlanRow>,
}

/// States of an eSIM profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EsimState {
    Ordered,
    Ready,
    Downloaded,
    Active,
    Depleted,
    Expired,
    Suspended,
    Terminated,
    Recycled,
}

impl EsimState {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Ordered,
        Self::Ready,
        Self::Downloaded,
        Self::Active,
        Self::Depleted,
        Self::Expired,
        Self::Suspended,
        Self::Terminated,
        Self::Recycled,
    ];

    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Ordered => "ordered",
            Self::Ready => "ready",
            Self::Downloaded => "downloaded",
            Self::Active => "active",
            Self::Depleted => "depleted",
            Self::Expired => "expired",
            Self::Suspended => "suspended",
            Self::Terminated => "terminated",
            Self::Recycled => "recycled",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }

    /// Over for good.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Terminated | Self::Recycled)
    }
}

/// A customer's eSIM as lists show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EsimRow {
    pub id: EsimId,
    pub plan_name: String,
    pub place: String,
    /// For the flag; regions have none.
    pub country: Option<Country>,
    pub state: EsimState,
    pub data_mb: Option<i64>,
    pub used_mb: i64,
    pub purchased_at: DateTime<Utc>,
}

/// The page of an eSIM, with what installs it. Sent to its owner only, never cached.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
pub struct EsimView {
    pub row: EsimRow,
    pub order_id: OrderId,
    pub iccid: String,
    pub validity_days: i32,
    /// The whole `LPA:1$…` text.
    pub activation_code: String,
    /// SM-DP+ address, the first field of manual entry.
    pub smdp_address: String,
    /// Matching id, the second field of manual entry.
    pub matching_id: String,
    /// The phone will ask for a confirmation code.
    pub needs_confirmation_code: bool,
    /// One-tap link of iOS 17.4 and later.
    pub apple_url: String,
    /// One-tap link of Android 10 and later.
    pub android_url: String,
    /// The QR code as SVG, drawn by us.
    pub qr_svg: String,
    /// When the provider last told us usage and state.
    pub as_of: Option<DateTime<Utc>>,
    pub expires_at: Option<DateTime<Utc>>,
}
