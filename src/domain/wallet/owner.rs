//! Whose money a wallet is.

use uuid::Uuid;

use crate::{
    domain::scope::{Buys, Scope},
    shared::ids::{OrganizationId, UserId},
};

/// Whose money it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    Customer(UserId),
    Organization(OrganizationId),
    /// The reseller's own float at the platform.
    ResellerFloat,
}

impl Owner {
    /// Who pays what this buyer buys: the company a member or a system buys for, or else the customer.
    pub fn of(buyer: &impl Buys) -> Self {
        buyer
            .company()
            .map_or(Self::Customer(buyer.user()), Self::Organization)
    }

    pub(in crate::domain) const fn kind(self) -> &'static str {
        match self {
            Self::Customer(_) => "customer",
            Self::Organization(_) => "organization",
            Self::ResellerFloat => "reseller_float",
        }
    }

    pub(super) fn id(self, scope: &impl Scope) -> Uuid {
        self.id_at(scope.reseller().uuid())
    }

    pub(in crate::domain) fn id_at(self, reseller: Uuid) -> Uuid {
        match self {
            Self::Customer(user) => user.uuid(),
            Self::Organization(organization) => organization.uuid(),
            Self::ResellerFloat => reseller,
        }
    }
}
