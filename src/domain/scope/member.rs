//! Members of a company.

use super::{Scope, WorksIn};
use crate::shared::{
    ids::{OrganizationId, ResellerId, TeamId, UserId},
    permissions::{OrganizationMay, OrganizationRole},
};

/// A member of a company, at the company's pages.
#[derive(Clone, Debug)]
pub struct Member {
    reseller: ResellerId,
    organization: OrganizationId,
    user: UserId,
    role: OrganizationRole,
    /// Those the member leads.
    teams: Vec<TeamId>,
    is_open: bool,
}

impl Member {
    /// Only `accounts` calls this, for a session it found valid. `is_open` says that the company is not deactivated.
    pub(in crate::domain) const fn of(
        reseller: ResellerId,
        organization: OrganizationId,
        user: UserId,
        role: OrganizationRole,
        teams: Vec<TeamId>,
        is_open: bool,
    ) -> Self {
        Self {
            reseller,
            organization,
            user,
            role,
            teams,
            is_open,
        }
    }

    /// The member.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// What the member is in the company.
    pub const fn role(&self) -> OrganizationRole {
        self.role
    }

    /// False while the company is deactivated.
    pub const fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether this may be done.
    pub const fn may(&self, what: OrganizationMay) -> bool {
        self.role.may(what) && (self.is_open || what.is_open_while_deactivated())
    }
}

impl Scope for Member {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        Some(self.user)
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.organization)
    }
}

impl WorksIn for Member {
    fn organization(&self) -> OrganizationId {
        self.organization
    }

    fn teams(&self) -> Option<&[TeamId]> {
        (!self.role.sees_every_team()).then_some(&self.teams)
    }
}
