//! What another settlement mode would move at once.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages, tenancy::shop::SettlementMode},
    shared::money::Money,
};

/// What the float would get if this mode began now; below zero, what it would pay. Only an operator changes the mode.
pub async fn float_on_switch(
    backend: &Backend,
    scope: &impl Manages,
    mode: SettlementMode,
) -> Result<Money, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let position = store::position_by_days(&mut tx, scope.reseller()).await?;
    tx.commit().await?;
    Ok(position.owed(mode)?)
}
