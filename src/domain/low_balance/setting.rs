//! Below what an owner is told.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys, wallet::open::Owner},
    shared::{currency::Currency, wallet::BalanceAlert},
};

/// The buyer's own amount, and whether the balance is below it now.
pub async fn setting(
    backend: &Backend,
    buyer: &impl Buys,
    currency: Currency,
) -> Result<BalanceAlert, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let found = store::find(&mut tx, buyer.reseller(), Owner::of(buyer), currency).await?;
    tx.commit().await?;
    Ok(found.unwrap_or(BalanceAlert {
        currency,
        threshold: None,
        is_low: false,
    }))
}
