//! Who asks, and for which reseller. The first argument of every domain verb.
//!
//! Fields are private and each scope is built in one place, from something that was checked: a resolved host, a
//! session, a job's payload. A verb that takes `&Customer` cannot be called for a stranger, and none can be called
//! without a reseller. Row-level security is the second lock: `Backend::begin` sets the reseller of the transaction
//! from the scope.

use uuid::Uuid;

use crate::shared::{
    ids::{ApiKeyId, OrganizationId, ResellerId, SessionId, TeamId, UserId},
    permissions::{OperatorMay, OperatorRole, OrganizationMay, OrganizationRole, StaffMay, StaffRole},
};

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

/// Anybody who opened a page of a reseller's shop.
#[derive(Clone, Copy, Debug)]
pub struct Visitor {
    reseller: ResellerId,
}

impl Visitor {
    /// Only `tenancy::resolve` calls this, with the reseller the host belongs to.
    pub(in crate::domain) const fn of(reseller: ResellerId) -> Self {
        Self { reseller }
    }
}

impl Scope for Visitor {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }
}

/// A signed-in customer of a reseller.
#[derive(Clone, Copy, Debug)]
pub struct Customer {
    reseller: ResellerId,
    user: UserId,
    session: SessionId,
}

impl Customer {
    /// Only `accounts` calls this, for a session it found valid.
    pub(in crate::domain) const fn of(reseller: ResellerId, user: UserId, session: SessionId) -> Self {
        Self {
            reseller,
            user,
            session,
        }
    }

    /// Whose account it is.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// The session that was shown.
    pub const fn session(&self) -> SessionId {
        self.session
    }
}

impl Scope for Customer {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        Some(self.user)
    }
}

impl Buys for Customer {
    fn user(&self) -> UserId {
        self.user
    }
}

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
    client: ApiClient,
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

/// Staff of a reseller in its dashboard, or an operator who entered it.
#[derive(Clone, Copy, Debug)]
pub struct Staff {
    reseller: ResellerId,
    user: UserId,
    role: StaffRole,
    entered_by: Option<UserId>,
}

impl Staff {
    /// Only `accounts` calls this, for a session it found valid. `entered_by` is the operator whose entry it is.
    pub(in crate::domain) const fn of(
        reseller: ResellerId,
        user: UserId,
        role: StaffRole,
        entered_by: Option<UserId>,
    ) -> Self {
        Self {
            reseller,
            user,
            role,
            entered_by,
        }
    }

    /// The member of staff; with an operator inside, the one whose place was taken.
    pub const fn user(&self) -> UserId {
        self.user
    }

    /// What the member is here.
    pub const fn role(&self) -> StaffRole {
        self.role
    }

    /// True for an operator who entered the shop.
    pub const fn is_entered(&self) -> bool {
        self.entered_by.is_some()
    }

    /// Whether this may be done; an operator inside is kept from money and credentials.
    pub const fn may(&self, what: StaffMay) -> bool {
        self.role.may(what) && (self.entered_by.is_none() || what.is_open_to_operators())
    }
}

impl Scope for Staff {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        Some(self.entered_by.unwrap_or(self.user))
    }

    fn on_behalf_of(&self) -> Option<UserId> {
        self.entered_by.map(|_| self.user)
    }
}

impl Manages for Staff {}

/// An operator of the platform, signed in on the platform's own host. Has no reseller: what it reads goes through
/// verbs made for the console.
#[derive(Clone, Copy, Debug)]
pub struct Admin {
    user: UserId,
    role: OperatorRole,
}

impl Admin {
    /// Only `accounts` calls this, for a session of an admin on the platform's host.
    pub(in crate::domain) const fn of(user: UserId, role: OperatorRole) -> Self {
        Self { user, role }
    }

    /// What the operator is at the platform.
    pub const fn role(&self) -> OperatorRole {
        self.role
    }

    /// Whether this may be done.
    pub const fn may(&self, what: OperatorMay) -> bool {
        self.role.may(what)
    }

    /// Who it is.
    pub const fn user(&self) -> UserId {
        self.user
    }
}

impl Operates for Admin {
    fn operator(&self) -> Option<UserId> {
        Some(self.user)
    }
}

/// Whoever runs the installation and decides an open question: in the console, or at its command line.
#[derive(Clone, Copy, Debug)]
pub struct Operator {
    user: Option<UserId>,
}

impl Operator {
    /// An operator in the console.
    pub const fn console(admin: &Admin) -> Self {
        Self {
            user: Some(admin.user),
        }
    }

    /// Somebody with a shell on the machine: they could as well open the database.
    pub const fn command_line() -> Self {
        Self { user: None }
    }

    /// Who it is; `None` at the command line.
    pub const fn user(&self) -> Option<UserId> {
        self.user
    }

    /// Decides about one reseller.
    pub const fn at(&self, reseller: ResellerId) -> OperatorAt {
        OperatorAt {
            reseller,
            operator: *self,
        }
    }
}

impl Operates for Operator {
    fn operator(&self) -> Option<UserId> {
        self.user
    }
}

/// An operator at work on one reseller's affairs.
#[derive(Clone, Copy, Debug)]
pub struct OperatorAt {
    reseller: ResellerId,
    operator: Operator,
}

impl OperatorAt {
    /// Acts for one customer. Only verbs that found the customer at this reseller call it.
    pub(in crate::domain) const fn on_behalf_of(&self, user: UserId) -> OperatorFor {
        OperatorFor { at: *self, user }
    }
}

impl Scope for OperatorAt {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        self.operator.user
    }
}

impl Oversees for OperatorAt {}

/// An operator acting for one customer.
#[derive(Clone, Copy, Debug)]
pub struct OperatorFor {
    at: OperatorAt,
    user: UserId,
}

impl Scope for OperatorFor {
    fn reseller(&self) -> ResellerId {
        self.at.reseller
    }

    fn actor(&self) -> Option<UserId> {
        self.at.operator.user
    }
}

impl Buys for OperatorFor {
    fn user(&self) -> UserId {
        self.user
    }
}

/// A job working for one reseller, with the reason that stands in logs.
#[derive(Clone, Copy, Debug)]
pub struct System {
    reseller: ResellerId,
    reason: &'static str,
}

impl System {
    /// For a job: the reseller stands in its payload, written by the verb that enqueued it.
    pub const fn of(reseller: ResellerId, reason: &'static str) -> Self {
        Self { reseller, reason }
    }

    /// Why the job runs.
    pub const fn reason(&self) -> &'static str {
        self.reason
    }
}

impl Manages for System {}

impl Oversees for System {}

impl Operates for System {
    fn operator(&self) -> Option<UserId> {
        None
    }
}

impl Scope for System {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }
}

/// The bare UUID of who acts, for a column.
pub fn actor_uuid(scope: &impl Scope) -> Option<Uuid> {
    scope.actor().map(Into::into)
}
