//! What a key may do.

/// One right of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyScope {
    Catalogue,
    CustomersRead,
    CustomersWrite,
    OrdersRead,
    OrdersWrite,
    WalletsRead,
    NumbersRead,
    NumbersWrite,
    EsimsRead,
    OrganizationsRead,
    OrganizationsWrite,
    BillingWrite,
}

impl KeyScope {
    /// Every right there is.
    pub const ALL: [Self; 12] = [
        Self::Catalogue,
        Self::CustomersRead,
        Self::CustomersWrite,
        Self::OrdersRead,
        Self::OrdersWrite,
        Self::WalletsRead,
        Self::NumbersRead,
        Self::NumbersWrite,
        Self::EsimsRead,
        Self::OrganizationsRead,
        Self::OrganizationsWrite,
        Self::BillingWrite,
    ];

    /// The word in the database and in the documentation.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Catalogue => "catalogue",
            Self::CustomersRead => "customers:read",
            Self::CustomersWrite => "customers:write",
            Self::OrdersRead => "orders:read",
            Self::OrdersWrite => "orders:write",
            Self::WalletsRead => "wallets:read",
            Self::NumbersRead => "numbers:read",
            Self::NumbersWrite => "numbers:write",
            Self::EsimsRead => "esims:read",
            Self::OrganizationsRead => "organizations:read",
            Self::OrganizationsWrite => "organizations:write",
            Self::BillingWrite => "billing:write",
        }
    }

    /// The words for people.
    pub const fn in_words(self) -> &'static str {
        match self {
            Self::Catalogue => "See plans, numbers and prices",
            Self::CustomersRead => "See customers",
            Self::CustomersWrite => "Create customers",
            Self::OrdersRead => "See orders",
            Self::OrdersWrite => "Place orders: this spends money",
            Self::WalletsRead => "See wallets and their entries",
            Self::NumbersRead => "See customers' numbers",
            Self::NumbersWrite => "Release customers' numbers",
            Self::EsimsRead => "See eSIMs and their activation codes",
            Self::OrganizationsRead => "See companies",
            Self::OrganizationsWrite => "Change companies",
            Self::BillingWrite => "Start payments",
        }
    }

    /// Reads the database's word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scope| scope.as_str() == word)
    }
}
