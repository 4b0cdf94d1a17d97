//! What the console shows of resellers, and an operator's look into a shop.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ids::{CaseId, EntryId, ResellerId, UserId},
    logs::AuditRow,
    money::Money,
};

/// A reseller in the list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResellerRow {
    pub id: ResellerId,
    pub slug: String,
    pub name: String,
    /// `trial`, `active` or `suspended`.
    pub status: String,
    pub currency: String,
    /// `platform_collects` or `reseller_collects`.
    pub settlement_mode: String,
    /// `10`, `7.5`.
    pub commission_percent: String,
    pub host: Option<String>,
    pub open_cases: i64,
    pub created_at: DateTime<Utc>,
}

/// A reseller with everything an operator decides about it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResellerDetail {
    pub row: ResellerRow,
    pub is_platform: bool,
    pub suspended_reason: String,
    pub support_email: String,
    pub earnings_hold_days: i32,
    pub payout_minimum: Money,
    pub order_max: Option<Money>,
    pub day_max: Option<Money>,
    pub sells_numbers: bool,
    pub sells_esims: bool,
    pub has_api: bool,
    /// What the reader may do about it.
    pub may_set_terms: bool,
    pub may_manage: bool,
    pub staff: Vec<StaffOfShop>,
    pub domains: Vec<DomainOfShop>,
    pub cases: Vec<CaseOfShop>,
    pub entries: Vec<EntryRow>,
    /// The last acts, newest first.
    pub audit: Vec<AuditRow>,
}

/// Somebody who runs a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StaffOfShop {
    pub id: UserId,
    pub name: String,
    pub email: String,
    pub role: String,
    pub is_verified: bool,
}

/// A host of a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DomainOfShop {
    pub host: String,
    pub is_primary: bool,
    pub state: String,
    pub reason: String,
}

/// An open question about a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseOfShop {
    pub id: CaseId,
    pub kind: String,
    pub summary: String,
    pub opened_at: DateTime<Utc>,
}

/// An operator's look into a shop.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EntryRow {
    pub id: EntryId,
    pub operator_name: String,
    /// Whose place was taken.
    pub staff_name: String,
    pub reason: String,
    pub created_at: DateTime<Utc>,
    /// `None` when the link was never opened.
    pub opened_at: Option<DateTime<Utc>>,
    /// Left, or run out; `None` while the operator is inside.
    pub over_at: Option<DateTime<Utc>>,
}
