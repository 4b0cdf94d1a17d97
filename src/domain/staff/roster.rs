//! Everybody on a shop's staff, held still while somebody changes it.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::Internal,
        scope::{Scope, Staff},
    },
    shared::{
        ids::{ResellerId, UserId},
        permissions::{StaffMay, StaffRole},
    },
};

/// The staff, locked in the caller's transaction.
pub(super) struct Roster(Vec<(UserId, StaffRole)>);

impl Roster {
    /// Waits for whoever changes the same shop's staff, and keeps others waiting.
    pub async fn lock(conn: &mut PgConnection, reseller: ResellerId) -> Result<Self, Internal> {
        Ok(Self(store::members::lock(conn, reseller).await?))
    }

    /// What the user is now; `None` for somebody who is not on the staff.
    pub fn role(&self, user: UserId) -> Option<StaffRole> {
        let found = self.0.iter().find(|(member, _)| *member == user)?;
        Some(found.1)
    }

    /// Whether the staff member may still manage staff, now that nobody else can change it: while waiting they may
    /// have lost the right.
    pub fn may_manage(&self, staff: &Staff) -> bool {
        staff.may(StaffMay::ManageStaff)
            && self
                .role(staff.user())
                .is_some_and(|role| role.may(StaffMay::ManageStaff))
    }

    /// True when nobody else is an owner.
    pub fn is_last_owner(&self, user: UserId) -> bool {
        self.role(user) == Some(StaffRole::Owner)
            && !self
                .0
                .iter()
                .any(|(member, role)| *member != user && *role == StaffRole::Owner)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// The locked staff, when this member may manage it.
pub(super) async fn managed(conn: &mut PgConnection, staff: &Staff) -> Result<Option<Roster>, Internal> {
    let roster = Roster::lock(conn, staff.reseller()).await?;
    Ok(roster.may_manage(staff).then_some(roster))
}
