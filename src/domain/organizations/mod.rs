//! Companies under a reseller.
//!
//! Owns `organizations`. Their money is in the wallet room.

mod add;
mod find;
mod list;
mod store;

pub use add::{NewOrganization, add};
pub use find::find;
pub use list::list;

use chrono::{DateTime, Utc};

use crate::shared::ids::OrganizationId;

/// A company.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Organization {
    pub id: OrganizationId,
    pub name: String,
    pub billing_email: String,
    pub created_at: DateTime<Utc>,
}
