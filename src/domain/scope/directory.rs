//! A company's directory.

use super::{Scope, WorksIn};
use crate::shared::ids::{OrganizationId, ResellerId, TeamId, UserId};

/// A company's directory at work on its own members.
#[derive(Clone, Copy, Debug)]
pub struct Directory {
    reseller: ResellerId,
    organization: OrganizationId,
}

impl Directory {
    /// Only `directory` calls this, for a token it found valid or a job that such a request enqueued.
    pub(in crate::domain) const fn of(reseller: ResellerId, organization: OrganizationId) -> Self {
        Self {
            reseller,
            organization,
        }
    }
}

impl Scope for Directory {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.organization)
    }
}

impl WorksIn for Directory {
    fn organization(&self) -> OrganizationId {
        self.organization
    }

    fn teams(&self) -> Option<&[TeamId]> {
        None
    }
}
