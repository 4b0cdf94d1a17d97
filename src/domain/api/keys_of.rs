//! A shop's keys, for its staff.

use super::{ApiKeyRow, list_keys};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Staff},
};

/// All of them, newest first, revoked ones too.
pub async fn keys_of(backend: &Backend, staff: &Staff) -> Result<Vec<ApiKeyRow>, Internal> {
    let mut tx = backend.begin(staff).await?;
    let keys = list_keys(&mut tx, staff).await?;
    tx.commit().await?;
    Ok(keys)
}
