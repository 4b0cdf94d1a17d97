//! Somebody has read a message.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Staff},
    shared::ids::AnnouncementId,
};

/// Hides it from this member of staff for good. False when there is no such message for this shop.
pub async fn dismiss(backend: &Backend, staff: &Staff, id: AnnouncementId) -> Result<bool, Internal> {
    let mut tx = backend.begin(staff).await?;
    let is_ours = store::is_for(&mut tx, staff, id).await?;
    if is_ours {
        store::insert_dismissal(&mut tx, staff, id, backend.now()).await?;
    }
    tx.commit().await?;
    Ok(is_ours)
}
