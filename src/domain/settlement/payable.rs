//! What a reseller could be paid now, and what comes later.

use chrono::{DateTime, Utc};

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::money::Money,
};

/// A reseller's earnings that are not in a payout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payable {
    /// Past the hold window, less what refunds took back; below zero when more was paid than is left.
    pub payable: Money,
    /// Still waiting.
    pub pending: Money,
    /// When the next of it becomes payable.
    pub next_at: Option<DateTime<Utc>>,
    /// The smallest payout.
    pub minimum: Money,
}

/// The figures, in the shop's currency.
pub async fn payable(backend: &Backend, scope: &impl Manages) -> Result<Payable, Internal> {
    let mut tx = backend.begin(scope).await?;
    let figures = store::payable(&mut tx, scope.reseller(), backend.now()).await?;
    tx.commit().await?;
    Ok(figures)
}
