//! Staff of a reseller.

use super::{Manages, Scope};
use crate::shared::{
    ids::{ResellerId, UserId},
    permissions::{StaffMay, StaffRole},
};

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
