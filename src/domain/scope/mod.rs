//! Who asks, and for which reseller. The first argument of every domain verb.
//!
//! Fields are private and each scope is built in one place, from something that was checked: a resolved host, a
//! session, a job's payload. A verb that takes `&Customer` cannot be called for a stranger, and none can be called
//! without a reseller. Row-level security is the second lock: `Backend::begin` sets the reseller of the transaction
//! from the scope.

mod api_client;
mod company_buyer;
mod customer;
mod desk;
mod directory;
mod member;
mod operator;
mod staff;
mod system;
mod visitor;

use uuid::Uuid;

pub use self::{
    api_client::{ApiClient, ClientAt, OnBehalf},
    company_buyer::{BuysForCompany, CompanyBuyer, JobAt},
    customer::Customer,
    desk::{Desk, Reach},
    directory::Directory,
    member::Member,
    operator::{Admin, Operator, OperatorAt, OperatorFor},
    staff::Staff,
    system::System,
    visitor::Visitor,
};
use crate::shared::ids::{AddressId, ApiKeyId, NumberId, OrganizationId, ResellerId, TeamId, UserId};

/// What every scope can tell: whose data, and who acts.
pub trait Scope: Send + Sync {
    /// The reseller whose rows are visible.
    fn reseller(&self) -> ResellerId;
    /// The person who acts; `None` for strangers and jobs.
    fn actor(&self) -> Option<UserId>;

    /// In whose place the actor acts: the member of staff whose dashboard an operator entered.
    fn on_behalf_of(&self) -> Option<UserId> {
        None
    }

    /// The company it is done in, for the audit log its people read.
    fn company(&self) -> Option<OrganizationId> {
        None
    }
}

/// Who works on a company's own affairs: one of its members, or the reseller's own system for it. What a member may do
/// is asked before, by `guard::member`.
pub trait WorksIn: Scope {
    /// Which company.
    fn organization(&self) -> OrganizationId;

    /// The teams that are within reach; `None` for the whole company.
    fn teams(&self) -> Option<&[TeamId]>;

    /// Whether something of this team, or of none, is within reach.
    fn reaches(&self, team: Option<TeamId>) -> bool {
        self.teams()
            .is_none_or(|teams| team.is_some_and(|team| teams.contains(&team)))
    }
}

/// Who buys, or looks at what was bought: a customer in the shop, or the reseller's own system for a customer.
pub trait Buys: Scope {
    /// Whose account it is.
    fn user(&self) -> UserId;

    /// The key of the REST interface that asks; `None` in the shop.
    fn api_key(&self) -> Option<ApiKeyId> {
        None
    }

    /// Whose numbers, messages, calls and contacts it is about: the company's, or the user's own.
    fn owner_id(&self) -> Uuid {
        self.company()
            .map_or_else(|| self.user().uuid(), OrganizationId::uuid)
    }

    /// Which of the company's numbers are within reach; `None` for the owner of all.
    fn reach(&self) -> Option<&Reach> {
        None
    }

    /// The team and the cost centre that what a company buys here counts for.
    fn charged_to(&self) -> (Option<TeamId>, &str) {
        (None, "")
    }

    /// The address given for a number bought here whose law wants one; whose it is, is asked there.
    fn lives_at(&self) -> Option<AddressId> {
        None
    }

    /// Whether this number may be used.
    fn may_use(&self, number: NumberId) -> bool {
        self.reach().is_none_or(|reach| reach.has(number))
    }
}

/// Who may change the reseller's own affairs: its staff, its own systems by a key, or an operator's command. What a
/// member of staff may do is asked before, by `guard::staff` and `Staff::may`.
pub trait Manages: Scope {}

/// Who may change what belongs to the platform: an operator in the console, or an operator's command or a job.
pub trait Operates: Send + Sync {
    /// The operator; `None` for commands and jobs.
    fn operator(&self) -> Option<UserId>;
}

/// Who decides for the platform about one reseller: an operator in the console, or a command on the platform's machine.
pub trait Oversees: Scope {}

/// The bare UUID of who acts, for a column.
pub fn actor_uuid(scope: &impl Scope) -> Option<Uuid> {
    scope.actor().map(Into::into)
}
