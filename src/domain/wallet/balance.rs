//! What a customer has, what is set aside, what can be spent.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;

use super::{owner::Owner, store};
use crate::{
    domain::{
        error::Internal,
        scope::{Buys, Scope},
    },
    shared::{
        currency::Currency,
        ids::WalletId,
        money::{Money, MoneyError},
    },
};

/// One wallet's figures at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Balance {
    pub id: WalletId,
    pub balance: Money,
    pub held: Money,
    pub credit_limit: Money,
}

impl Balance {
    /// `balance + credit limit − held`.
    pub fn available(&self) -> Result<Money, MoneyError> {
        self.balance.plus(self.credit_limit)?.minus(self.held)
    }
}

/// All an owner has in one currency: the cash, and the live credit beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Purse {
    /// The cash wallet.
    pub id: WalletId,
    /// Cash and credit together.
    pub balance: Money,
    pub held: Money,
    pub credit_limit: Money,
    /// The cash alone: what can be paid out.
    pub cash: Money,
    /// A dispute is open about the owner's money: none of it can be spent.
    pub is_frozen: bool,
}

impl Purse {
    /// What can be spent: cash and credit, less what is set aside.
    pub fn available(&self) -> Result<Money, MoneyError> {
        self.balance.plus(self.credit_limit)?.minus(self.held)
    }
}

/// The buyer's figures in the shop's currency; `None` before the first movement.
pub async fn balance(
    conn: &mut PgConnection,
    buyer: &impl Buys,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Option<Purse>, Internal> {
    purse(conn, buyer, Owner::of(buyer), currency, now).await
}

/// An owner's figures in one currency.
pub async fn purse(
    conn: &mut PgConnection,
    scope: &impl Scope,
    owner: Owner,
    currency: Currency,
    now: DateTime<Utc>,
) -> Result<Option<Purse>, Internal> {
    store::purse(conn, scope.reseller(), owner, currency, now).await
}

/// Locks one wallet until the caller's transaction ends and reads its figures; `None` when there is no such wallet.
pub async fn locked(
    conn: &mut PgConnection,
    scope: &impl Scope,
    wallet: WalletId,
) -> Result<Option<Balance>, Internal> {
    let mut found = store::lock_wallets(conn, scope.reseller(), &[wallet]).await?;
    Ok(found.pop())
}

/// The buyer's figures, in a transaction of its own.
pub async fn read(
    backend: &crate::backend::Backend,
    buyer: &impl Buys,
    currency: Currency,
) -> Result<Option<Purse>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let found = balance(&mut tx, buyer, currency, backend.now()).await?;
    tx.commit().await?;
    Ok(found)
}
