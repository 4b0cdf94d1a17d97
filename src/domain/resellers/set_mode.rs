//! An operator changes who takes a shop's money.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Admin, Operator},
        settlement::switch_mode::{SwitchModeError, switch_mode},
        tenancy::shop::SettlementMode,
    },
    shared::{ids::ResellerId, money::Money},
};

/// Why the mode stays as it is. Nothing moved.
#[derive(Debug, thiserror::Error)]
pub enum SetModeError {
    /// No such reseller.
    #[error("no such reseller")]
    NotFound,
    /// The platform collects for its own shop.
    #[error("the platform's own shop")]
    Platform,
    /// The float cannot hand over what the reseller holds for its customers.
    #[error("the float lacks {missing}")]
    FloatTooLow { missing: Money },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetModeError);

/// Changes it for orders from now on; `settlement::switch_mode` evens the two sides out.
pub async fn set_mode(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    mode: SettlementMode,
    reason: &str,
) -> Result<(), SetModeError> {
    let mut tx = backend.begin_system().await?;
    let is_platform = store::is_platform(&mut tx, reseller).await?;
    tx.commit().await?;
    if is_platform.ok_or(SetModeError::NotFound)? {
        return Err(SetModeError::Platform);
    }
    match switch_mode(backend, &Operator::console(admin).at(reseller), mode, reason).await {
        Ok(_) => Ok(()),
        Err(SwitchModeError::FloatTooLow { missing }) => Err(SetModeError::FloatTooLow { missing }),
        Err(SwitchModeError::Internal(error)) => Err(SetModeError::Internal(error)),
    }
}
