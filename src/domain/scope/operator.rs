//! Operators of the platform, in the console or at the command line.

use super::{Buys, Operates, Oversees, Scope};
use crate::shared::{
    ids::{ResellerId, UserId},
    permissions::{OperatorMay, OperatorRole},
};

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
