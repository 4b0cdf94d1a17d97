//! All there is of an owner's money, locked for whoever empties it.

use sqlx::PgConnection;

use super::{balance::Balance, owner::Owner, store};
use crate::{
    domain::{error::Internal, scope::Scope},
    shared::currency::Currency,
};

/// The wallets of an owner in one currency.
#[derive(Debug, Clone)]
pub struct Contents {
    pub cash: Option<Balance>,
    /// Those with something in them, expired or not.
    pub credit: Vec<Balance>,
    /// A dispute is open about it.
    pub is_frozen: bool,
}

impl Contents {
    /// True while money is set aside for something in flight.
    pub fn is_held(&self) -> bool {
        self.cash
            .iter()
            .chain(&self.credit)
            .any(|wallet| !wallet.held.is_zero())
    }
}

/// Locks all wallets of the owner until the caller's transaction ends.
pub async fn contents(
    conn: &mut PgConnection,
    scope: &impl Scope,
    owner: Owner,
    currency: Currency,
) -> Result<Contents, Internal> {
    let mut contents = Contents {
        cash: None,
        credit: vec![],
        is_frozen: false,
    };
    for (is_cash, is_frozen, balance) in store::lock_contents(conn, scope.reseller(), owner, currency).await?
    {
        contents.is_frozen |= is_frozen;
        if is_cash {
            contents.cash = Some(balance);
        } else {
            contents.credit.push(balance);
        }
    }
    Ok(contents)
}
