//! A company that buys.

use super::{Buys, ClientAt, Member, Scope, System, WorksIn};
use crate::shared::ids::{ApiKeyId, OrganizationId, ResellerId, TeamId, UserId};

/// A company at a purchase: through one of its members, through the reseller's own system, or through a job that goes on
/// with what was ordered.
#[derive(Clone, Copy, Debug)]
pub struct CompanyBuyer {
    reseller: ResellerId,
    organization: OrganizationId,
    /// In whose name the order is: the member, or for systems and jobs one of the owners.
    user: UserId,
    actor: Option<UserId>,
    api_key: Option<ApiKeyId>,
}

impl CompanyBuyer {
    /// Which company pays.
    pub const fn organization(&self) -> OrganizationId {
        self.organization
    }
}

impl Scope for CompanyBuyer {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        self.actor
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.organization)
    }
}

impl Buys for CompanyBuyer {
    fn user(&self) -> UserId {
        self.user
    }

    fn api_key(&self) -> Option<ApiKeyId> {
        self.api_key
    }
}

/// Who works in a company and may buy for it.
pub trait BuysForCompany: WorksIn {
    /// The company as a buyer. `owner` stands in where no member acts.
    fn buyer(&self, owner: UserId) -> CompanyBuyer;
}

impl BuysForCompany for Member {
    fn buyer(&self, _: UserId) -> CompanyBuyer {
        CompanyBuyer {
            reseller: self.reseller(),
            organization: self.organization(),
            user: self.user(),
            actor: Some(self.user()),
            api_key: None,
        }
    }
}

impl BuysForCompany for ClientAt {
    fn buyer(&self, owner: UserId) -> CompanyBuyer {
        CompanyBuyer {
            reseller: self.reseller(),
            organization: self.organization(),
            user: owner,
            actor: None,
            api_key: Some(self.client.key()),
        }
    }
}

/// A job at work for one company on what one of its members began.
#[derive(Clone, Copy, Debug)]
pub struct JobAt {
    reseller: ResellerId,
    organization: OrganizationId,
    by: UserId,
}

impl Scope for JobAt {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        Some(self.by)
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.organization)
    }
}

impl WorksIn for JobAt {
    fn organization(&self) -> OrganizationId {
        self.organization
    }

    fn teams(&self) -> Option<&[TeamId]> {
        None
    }
}

impl BuysForCompany for JobAt {
    fn buyer(&self, _: UserId) -> CompanyBuyer {
        CompanyBuyer {
            reseller: self.reseller,
            organization: self.organization,
            user: self.by,
            actor: Some(self.by),
            api_key: None,
        }
    }
}

impl System {
    /// A job that goes on with what a member of the company began.
    pub(in crate::domain) const fn at(&self, organization: OrganizationId, by: UserId) -> JobAt {
        JobAt {
            reseller: self.reseller,
            organization,
            by,
        }
    }

    /// A job that goes on with what the company ordered.
    pub(in crate::domain) fn buyer_of(&self, organization: OrganizationId, owner: UserId) -> CompanyBuyer {
        CompanyBuyer {
            reseller: self.reseller(),
            organization,
            user: owner,
            actor: None,
            api_key: None,
        }
    }
}
