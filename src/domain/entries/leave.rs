//! The operator leaves.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        accounts::{end_entry, entry_of},
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::ids::SessionId,
};

/// Why nobody left.
#[derive(Debug, thiserror::Error)]
pub enum LeaveError {
    /// The session is one of the shop's own people.
    #[error("not inside")]
    NotInside,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(LeaveError);

/// Ends the entry and its session.
pub async fn leave(
    backend: &Backend,
    staff: &Staff,
    session: SessionId,
    origin: &Origin,
) -> Result<(), LeaveError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    let mut tx = backend.begin(staff).await?;
    let entry = entry_of(&mut tx, reseller, session)
        .await?
        .ok_or(LeaveError::NotInside)?;
    end_entry(&mut tx, reseller, entry).await?;
    store::end(&mut tx, reseller, entry, now).await?;
    audit::record(&mut tx, staff, now, Audit::of("entry.left", entry, origin)).await?;
    tx.commit().await?;
    Ok(())
}
