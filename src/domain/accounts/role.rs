//! What an account may be.

/// A user's role at its reseller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Runs the platform, may do everything.
    SuperAdmin,
    /// Operates the platform.
    Admin,
    /// Staff of a reseller.
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

    /// True for people who operate the platform.
    pub const fn is_operator(self) -> bool {
        matches!(self, Self::SuperAdmin | Self::Admin)
    }
}
