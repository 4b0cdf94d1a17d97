//! Customers, signed in at a shop.

use super::{Buys, Scope};
use crate::shared::ids::{ResellerId, SessionId, UserId};

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
