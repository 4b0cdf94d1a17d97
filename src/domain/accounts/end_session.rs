//! Ends one of the customer's sessions.

use super::store::sessions;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Customer, Scope},
    },
    shared::ids::SessionId,
};

/// Why nothing ended.
#[derive(Debug, thiserror::Error)]
pub enum EndSessionError {
    /// Over already, or somebody else's.
    #[error("no such session")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(EndSessionError);

/// Ends the session, wherever that browser is.
pub async fn end_session(
    backend: &Backend,
    customer: &Customer,
    id: SessionId,
    origin: &Origin,
) -> Result<(), EndSessionError> {
    let mut tx = backend.begin(customer).await?;
    if !sessions::end(&mut tx, customer.reseller(), customer.user(), id).await? {
        return Err(EndSessionError::NotFound);
    }
    audit::record(
        &mut tx,
        customer,
        backend.now(),
        Audit::of("session.ended", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
