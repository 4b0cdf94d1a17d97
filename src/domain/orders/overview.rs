//! The first page of an account: what is there and what happened last.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys, wallet::balance::balance},
    shared::{account::Overview, currency::Currency, money::Money},
};

/// Orders shown on it.
const RECENT: i64 = 5;

/// Figures and last orders of the customer called `name`.
pub async fn overview(
    backend: &Backend,
    buyer: &impl Buys,
    name: String,
    currency: Currency,
) -> Result<Overview, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let wallet = balance(&mut tx, buyer, currency, backend.now()).await?;
    let recent_orders = store::orders(&mut tx, buyer, None, RECENT).await?;
    let (active_numbers, active_esims) = store::count_held(&mut tx, buyer).await?;
    tx.commit().await?;
    let (available, held) = match wallet {
        Some(wallet) => (wallet.available()?, wallet.held),
        None => (Money::zero(currency), Money::zero(currency)),
    };
    Ok(Overview {
        name,
        available,
        held,
        as_of: backend.now(),
        active_numbers,
        active_esims,
        recent_orders,
    })
}
