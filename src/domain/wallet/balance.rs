//! What a customer has, what is set aside, what can be spent.

use sqlx::PgConnection;

use super::store;
use crate::{
    domain::{error::Internal, scope::Customer},
    shared::{
        currency::Currency,
        ids::WalletId,
        money::{Money, MoneyError},
    },
};

/// A wallet's figures at one moment.
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

/// The customer's figures in the shop's currency; zeroes before the first top-up.
pub async fn balance(
    conn: &mut PgConnection,
    customer: &Customer,
    currency: Currency,
) -> Result<Option<Balance>, Internal> {
    store::customer_wallet(conn, customer, currency).await
}

/// The same, in a transaction of its own.
pub async fn read(
    backend: &crate::backend::Backend,
    customer: &Customer,
    currency: Currency,
) -> Result<Option<Balance>, Internal> {
    let mut tx = backend.begin(customer).await?;
    let found = balance(&mut tx, customer, currency).await?;
    tx.commit().await?;
    Ok(found)
}
