//! A member of staff ends a key.

use super::revoke_key;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::Internal,
        scope::Staff,
    },
    shared::ids::ApiKeyId,
};

/// The key's next request is refused. False when the shop has no such key.
pub async fn withdraw_key(
    backend: &Backend,
    staff: &Staff,
    id: ApiKeyId,
    origin: &Origin,
) -> Result<bool, Internal> {
    let now = backend.now();
    let mut tx = backend.begin(staff).await?;
    if !revoke_key(&mut tx, staff, now, id).await? {
        return Ok(false);
    }
    audit::record(&mut tx, staff, now, Audit::of("api_key.revoked", id, origin)).await?;
    tx.commit().await?;
    Ok(true)
}
