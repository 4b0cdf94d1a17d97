//! A brand's pictures behind `/brand/{id}`.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, Visitor},
    },
    shared::ids::AssetId,
};

/// A picture and its media type.
pub struct Asset {
    pub media_type: String,
    pub bytes: Vec<u8>,
}

/// The picture, if it is this shop's.
pub async fn asset(backend: &Backend, visitor: &Visitor, id: AssetId) -> Result<Option<Asset>, Internal> {
    let mut tx = backend.begin(visitor).await?;
    let found = store::asset(&mut tx, visitor.reseller(), id).await?;
    tx.commit().await?;
    Ok(found)
}

/// True when the picture is this shop's and a PNG, which mail programs show; in the caller's transaction.
pub async fn is_png(
    conn: &mut sqlx::PgConnection,
    scope: &impl Scope,
    id: AssetId,
) -> Result<bool, sqlx::Error> {
    let found = store::asset(conn, scope.reseller(), id).await?;
    Ok(found.is_some_and(|asset| asset.media_type == "image/png"))
}
