//! A customer's account as its owner sees it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{ids::SessionId, money::Money};

/// Who is signed in, for the header of every page. Nothing when nobody is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SignedIn {
    /// First name, or the part of the address before the @.
    pub name: String,
    pub email: String,
    /// Spendable now.
    pub available: Money,
    /// True once the mailed link was followed.
    pub is_verified: bool,
    /// May open the operator's console.
    pub is_operator: bool,
    /// May open the reseller's dashboard.
    pub is_staff: bool,
    /// Belongs to a company of this shop.
    pub is_in_company: bool,
    /// The operator who looks into the shop in this person's place.
    pub entered_by: Option<EnteredBy>,
}

/// An operator inside a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EnteredBy {
    pub operator: String,
    pub until: DateTime<Utc>,
    /// Whole minutes until then.
    pub minutes_left: i64,
}

/// The account overview.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Overview {
    pub name: String,
    pub available: Money,
    pub held: Money,
    pub as_of: DateTime<Utc>,
    pub active_numbers: i64,
    pub active_esims: i64,
    pub recent_orders: Vec<super::order::OrderRow>,
}

/// The settings page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Settings {
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub locale: String,
    pub timezone: String,
    pub is_verified: bool,
    pub sessions: Vec<SessionRow>,
}

/// A browser that is signed in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SessionRow {
    pub id: SessionId,
    /// What the browser calls itself, shortened to what a person recognises.
    pub device: String,
    pub address: String,
    pub signed_in_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    pub is_this_one: bool,
}
