//! A shop by its short name, for an operator's command.

use super::store;
use crate::{backend::Backend, domain::error::Internal, shared::ids::ResellerId};

/// The reseller with this short name.
pub async fn by_slug(backend: &Backend, slug: &str) -> Result<Option<ResellerId>, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::reseller_by_slug(&mut tx, slug).await?;
    tx.commit().await?;
    Ok(found)
}
