//! A member as the company's directory knows them.

use chrono::{DateTime, Utc};

use crate::shared::{ids::UserId, permissions::OrganizationRole};

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    pub id: UserId,
    pub email: String,
    pub first_name: String,
    pub last_name: String,
    pub role: OrganizationRole,
    pub is_active: bool,
    /// The directory's own id.
    pub external_id: Option<String>,
    /// The account was made for the company, which may change it then.
    pub is_made_here: bool,
    pub created_at: DateTime<Utc>,
}
