//! An operator takes a message back.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::Admin,
    },
    shared::ids::AnnouncementId,
};

/// Why it is still shown.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawError {
    /// No such message, or withdrawn before.
    #[error("no such announcement")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(WithdrawError);

/// Nobody sees it from now on.
pub async fn withdraw(
    backend: &Backend,
    admin: &Admin,
    id: AnnouncementId,
    origin: &Origin,
) -> Result<(), WithdrawError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    if !store::set_withdrawn(&mut tx, id, now).await? {
        return Err(WithdrawError::NotFound);
    }
    audit::record_platform(
        &mut tx,
        admin,
        now,
        Audit::of("announcement.withdrawn", id, origin),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
