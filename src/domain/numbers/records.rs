//! Numbers as the reseller's own system sees them, across its customers.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{
        ids::{NumberId, UserId},
        number::NumberView,
    },
};

/// A number with its holder.
#[derive(Debug, Clone)]
pub struct NumberRecord {
    pub customer: UserId,
    pub number: NumberView,
}

/// The reseller's numbers, of one customer or of all, newest first, those before `before`, at most `limit`.
pub async fn records(
    backend: &Backend,
    scope: &impl Manages,
    customer: Option<UserId>,
    before: Option<NumberId>,
    limit: i64,
) -> Result<Vec<NumberRecord>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::records(&mut tx, scope.reseller(), customer, before, limit).await?;
    tx.commit().await?;
    Ok(rows)
}
