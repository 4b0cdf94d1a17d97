//! Resellers' own systems, which come with a key of the REST interface.

use super::{Buys, Manages, Scope, WorksIn};
use crate::shared::ids::{ApiKeyId, OrganizationId, ResellerId, TeamId, UserId};

/// A reseller's own system, known by a key of the REST interface.
#[derive(Clone, Copy, Debug)]
pub struct ApiClient {
    reseller: ResellerId,
    key: ApiKeyId,
}

impl ApiClient {
    /// Only `api` calls this, for a key it found valid.
    pub(in crate::domain) const fn of(reseller: ResellerId, key: ApiKeyId) -> Self {
        Self { reseller, key }
    }

    /// The key that was shown.
    pub const fn key(&self) -> ApiKeyId {
        self.key
    }

    /// Acts for one customer. Only verbs that found the customer at this reseller call it.
    pub(in crate::domain) const fn on_behalf_of(&self, user: UserId) -> OnBehalf {
        OnBehalf { client: *self, user }
    }

    /// Works for one company. Only verbs that found the company at this reseller call it.
    pub(in crate::domain) const fn at(&self, organization: OrganizationId) -> ClientAt {
        ClientAt {
            client: *self,
            organization,
        }
    }
}

impl Scope for ApiClient {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }
}

impl Manages for ApiClient {}

/// A reseller's own system acting for one of its customers.
#[derive(Clone, Copy, Debug)]
pub struct OnBehalf {
    client: ApiClient,
    user: UserId,
}

impl Scope for OnBehalf {
    fn reseller(&self) -> ResellerId {
        self.client.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }
}

impl Buys for OnBehalf {
    fn user(&self) -> UserId {
        self.user
    }

    fn api_key(&self) -> Option<ApiKeyId> {
        Some(self.client.key)
    }
}

/// A reseller's own system at work on one of its companies.
#[derive(Clone, Copy, Debug)]
pub struct ClientAt {
    pub(super) client: ApiClient,
    organization: OrganizationId,
}

impl Scope for ClientAt {
    fn reseller(&self) -> ResellerId {
        self.client.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }

    fn company(&self) -> Option<OrganizationId> {
        Some(self.organization)
    }
}

impl WorksIn for ClientAt {
    fn organization(&self) -> OrganizationId {
        self.organization
    }

    fn teams(&self) -> Option<&[TeamId]> {
        None
    }
}
