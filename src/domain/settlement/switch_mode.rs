//! An operator changes who takes a shop's money.

use super::{
    check_float,
    even_out::{EvenOutError, even_out},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, record},
        error::{Internal, with_internal},
        scope::Oversees,
        tenancy::{settlement_mode::settlement_mode, shop::SettlementMode},
    },
    shared::money::Money,
};

/// Why the mode stays as it is. Nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum SwitchModeError {
    /// The customers' money is at the reseller's gateway, and its float cannot hand it over.
    #[error("the float lacks {missing} of what the reseller holds for its customers")]
    FloatTooLow { missing: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SwitchModeError);

/// Changes the mode for orders placed from now on; orders in flight are settled as they were placed. What the one side
/// holds of the customers' money goes to the other over the float, in the same transaction. Returns what the float got
/// (below zero: what it paid). `reason` stands in the audit log.
pub async fn switch_mode(
    backend: &Backend,
    operator: &impl Oversees,
    mode: SettlementMode,
    reason: &str,
) -> Result<Money, SwitchModeError> {
    let now = backend.now();
    // Resellers are the platform's table, which only the worker's role may change.
    let mut tx = backend.begin_system().await?;
    store::lock(&mut tx, operator.reseller()).await?;
    let before = settlement_mode(&mut tx, operator, mode).await?;
    let moved = match even_out(&mut tx, operator, now, mode).await {
        Ok(moved) => moved,
        Err(EvenOutError::Insufficient { missing }) => {
            return Err(SwitchModeError::FloatTooLow { missing });
        }
        Err(EvenOutError::Internal(error)) => return Err(error.into()),
    };
    if before != mode {
        let audit = Audit {
            action: "settlement_mode.changed",
            entity: operator.reseller().to_string(),
            before: Some(serde_json::json!({ "mode": before.as_str() })),
            after: Some(serde_json::json!({ "mode": mode.as_str(), "reason": reason, "float_got": moved })),
            ..Audit::default()
        };
        record(&mut tx, operator, now, audit).await?;
    }
    check_float::check_float(&mut tx, backend, operator).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(moved)
}
