//! Keeps a customer out, and lets them in again. Nothing of theirs is lost meanwhile.

use super::{session, store::users};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::ids::UserId,
};

/// Longest reason, in characters.
const REASON_MAX: usize = 500;

/// Why nothing changed.
#[derive(Debug, thiserror::Error)]
pub enum SuspendCustomerError {
    /// Another reseller's, one of the staff, closed, or so already.
    #[error("no such customer")]
    NotFound,
    #[error("a reason of 1 to 500 characters is needed")]
    Reason,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SuspendCustomerError);

/// Ends the customer's sessions and lets nobody sign in. Orders in flight finish; numbers and eSIMs go on.
pub async fn suspend_customer(
    backend: &Backend,
    scope: &impl Manages,
    id: UserId,
    reason: &str,
    origin: &Origin,
) -> Result<(), SuspendCustomerError> {
    let reason = reason.trim();
    if reason.is_empty() || reason.chars().count() > REASON_MAX || reason.contains('\0') {
        return Err(SuspendCustomerError::Reason);
    }
    let now = backend.now();
    let mut tx = backend.begin(scope).await?;
    if !users::set_customer_status(&mut tx, scope.reseller(), id, "active", "suspended").await? {
        return Err(SuspendCustomerError::NotFound);
    }
    session::end_others(&mut tx, scope, id, None, origin, now).await?;
    let mut act = Audit::of("customer.suspended", id, origin);
    act.after = Some(serde_json::json!({ "reason": reason }));
    audit::record(&mut tx, scope, now, act).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets the customer sign in again.
pub async fn reactivate_customer(
    backend: &Backend,
    scope: &impl Manages,
    id: UserId,
    origin: &Origin,
) -> Result<(), SuspendCustomerError> {
    let mut tx = backend.begin(scope).await?;
    if !users::set_customer_status(&mut tx, scope.reseller(), id, "suspended", "active").await? {
        return Err(SuspendCustomerError::NotFound);
    }
    audit::record(
        &mut tx,
        scope,
        backend.now(),
        Audit::of("customer.reactivated", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
