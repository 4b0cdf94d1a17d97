//! Who asks, and for which reseller. The first argument of every domain verb.
//!
//! Fields are private and each scope is built in one place, from something that was checked: a resolved host, a
//! session, a job's payload. A verb that takes `&Customer` cannot be called for a stranger, and none can be called
//! without a reseller. Row-level security is the second lock: `Backend::begin` sets the reseller of the transaction
//! from the scope.

use uuid::Uuid;

use crate::shared::ids::{ResellerId, SessionId, UserId};

/// What every scope can tell: whose data, and who acts.
pub trait Scope: Send + Sync {
    /// The reseller whose rows are visible.
    fn reseller(&self) -> ResellerId;
    /// The person who acts; `None` for strangers and jobs.
    fn actor(&self) -> Option<UserId>;
}

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

/// An operator of the platform, signed in on the platform's own host. Has no reseller: what it reads goes through
/// verbs made for the console.
#[derive(Clone, Copy, Debug)]
pub struct Admin {
    user: UserId,
}

impl Admin {
    /// Only `accounts` calls this, for a session of an admin on the platform's host.
    pub(in crate::domain) const fn of(user: UserId) -> Self {
        Self { user }
    }

    /// Who it is.
    pub const fn user(&self) -> UserId {
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
