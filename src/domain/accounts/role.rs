//! What an account may be.

use crate::shared::permissions::OperatorRole;

/// A user's role at its reseller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs the platform, may do everything.
    SuperAdmin,
    /// Operates the platform.
    Admin,
    /// Staff of a reseller; `staff_members` says what each may do.
    Reseller,
    /// A customer.
    User,
}

impl Role {
    /// The word in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::SuperAdmin => "super_admin",
            Self::Admin => "admin",
            Self::Reseller => "reseller",
            Self::User => "user",
        }
    }

    /// Reads the database's word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::SuperAdmin, Self::Admin, Self::Reseller, Self::User]
            .into_iter()
            .find(|role| role.as_str() == text)
    }

    /// What somebody with this role is at the platform, if anything.
    pub const fn operator(self) -> Option<OperatorRole> {
        match self {
            Self::SuperAdmin => Some(OperatorRole::SuperAdmin),
            Self::Admin => Some(OperatorRole::Admin),
            Self::Reseller | Self::User => None,
        }
    }
}
