//! Strangers: anybody who opened a page.

use super::Scope;
use crate::shared::ids::{ResellerId, UserId};

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
