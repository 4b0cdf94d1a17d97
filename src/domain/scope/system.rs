//! Jobs.

use super::{Buys, Manages, Operates, Oversees, Scope};
use crate::shared::ids::{ResellerId, UserId};

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

    /// Goes on buying what somebody bought before. Only verbs that found the thing at this reseller call it.
    pub(in crate::domain) const fn renews_for(&self, user: UserId) -> RenewsFor {
        RenewsFor {
            reseller: self.reseller,
            user,
        }
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

/// A job that pays the next month of what a customer has, out of the customer's wallet.
#[derive(Clone, Copy, Debug)]
pub struct RenewsFor {
    reseller: ResellerId,
    user: UserId,
}

impl Scope for RenewsFor {
    fn reseller(&self) -> ResellerId {
        self.reseller
    }

    fn actor(&self) -> Option<UserId> {
        None
    }
}

impl Buys for RenewsFor {
    fn user(&self) -> UserId {
        self.user
    }
}
