//! A ledger of a given size, and the numbers its ids are made of.

use uuid::Uuid;

use crate::floor::psql;

/// What the ledger holds before anything is measured.
#[derive(Clone, Copy)]
pub struct Ledger {
    pub resellers: u64,
    pub wallets: u64,
    pub entries: u64,
    /// Orders to hold money for.
    pub orders: u64,
}

/// What an id is for; the first digit of the ids in sql/setup.sql and sql/rating_setup.sql.
pub enum Kind {
    Reseller = 1,
    Customer = 3,
    Order = 4,
    Message = 0xc,
    Call = 0xd,
}

/// The id of the n-th thing of its kind.
pub fn id(kind: Kind, n: u64) -> Uuid {
    Uuid::from_u128((kind as u128) << 124 | 0x7000_8000 << 48 | u128::from(n))
}

impl Ledger {
    /// Makes it so; what was there is gone.
    pub fn set_up(&self) -> Result<(), Box<dyn std::error::Error>> {
        psql(
            include_str!("sql/setup.sql"),
            &[
                ("resellers", self.resellers),
                ("wallets", self.wallets),
                ("entries", self.entries),
                ("orders", self.orders),
            ],
        )
    }

    /// The reseller of the n-th order's wallet.
    pub fn reseller(&self, order: u64) -> Uuid {
        id(Kind::Reseller, order % self.wallets % self.resellers)
    }

    /// Whose wallet the n-th order is paid from.
    pub fn customer(&self, order: u64) -> Uuid {
        id(Kind::Customer, order % self.wallets)
    }
}
