//! What of a reseller's earnings becomes payable when.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::settlement::LaterRow,
};

/// Days of one look; the longest hold window is 180 of them.
const ROWS_MAX: i64 = 180;

/// Earnings still in their hold window, by the day (UTC) they become payable, in the shop's currency.
pub async fn ahead(backend: &Backend, scope: &impl Manages) -> Result<Vec<LaterRow>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let rows = store::ahead(&mut tx, scope.reseller(), backend.now(), ROWS_MAX).await?;
    tx.commit().await?;
    Ok(rows)
}
