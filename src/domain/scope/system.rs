//! Jobs.

use super::{Manages, Operates, Oversees, Scope};
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
