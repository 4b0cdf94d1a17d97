//! Payouts, newest first: a reseller's own, or everybody's for the operators.

use super::{payout::PayoutRow, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::ids::{PayoutId, ResellerId},
};

/// Rows of one look.
const ROWS_MAX: i64 = 200;

/// The reseller's payouts.
pub async fn list_payouts(backend: &Backend, scope: &impl Manages) -> Result<Vec<PayoutRow>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let rows = store::payouts(&mut tx, Some(scope.reseller()), "", None, ROWS_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Every reseller's payouts. For operators.
pub async fn list_all_payouts(backend: &Backend) -> Result<Vec<PayoutRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::payouts(&mut tx, None, "", None, ROWS_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}

/// Whose payout it is. For operators, who name a payout alone.
pub async fn reseller_of_payout(backend: &Backend, id: PayoutId) -> Result<Option<ResellerId>, Internal> {
    let mut tx = backend.begin_system().await?;
    let reseller = store::reseller_of_payout(&mut tx, id).await?;
    tx.commit().await?;
    Ok(reseller)
}
