//! Everybody in a company, held still while somebody changes it.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        ids::{OrganizationId, ResellerId, UserId},
        permissions::{OrganizationMay, OrganizationRole},
    },
};

/// A member as the verbs need it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub user: UserId,
    pub role: OrganizationRole,
    pub is_active: bool,
}

/// The members, locked in the caller's transaction.
pub(super) struct Roster(Vec<Place>);

impl Roster {
    /// Waits for whoever changes the same company's members, and keeps others waiting.
    pub async fn lock(
        conn: &mut PgConnection,
        reseller: ResellerId,
        organization: OrganizationId,
    ) -> Result<Self, Internal> {
        Ok(Self(store::members::lock(conn, reseller, organization).await?))
    }

    /// The user's place now; `None` for somebody who is not in the company.
    pub fn place(&self, user: UserId) -> Option<Place> {
        self.0.iter().copied().find(|place| place.user == user)
    }

    /// What the user may act as now; `None` for somebody who is deactivated or gone.
    pub fn acting_role(&self, user: UserId) -> Option<OrganizationRole> {
        self.place(user)
            .filter(|place| place.is_active)
            .map(|place| place.role)
    }

    /// True when nobody else is an active owner.
    pub fn is_last_owner(&self, user: UserId) -> bool {
        let is_owner = |place: &Place| place.is_active && place.role == OrganizationRole::Owner;
        self.place(user).is_some_and(|place| is_owner(&place))
            && !self.0.iter().any(|place| place.user != user && is_owner(place))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }
}

/// The locked members and what the asking one is now, when they may still do this: while waiting they may have lost the
/// right.
pub(super) async fn allowed(
    conn: &mut PgConnection,
    member: &Member,
    what: OrganizationMay,
) -> Result<Option<(Roster, OrganizationRole)>, Internal> {
    let roster = Roster::lock(conn, member.reseller(), member.organization()).await?;
    let role = roster
        .acting_role(member.user())
        .filter(|role| role.may(what) && member.may(what));
    Ok(role.map(|role| (roster, role)))
}
