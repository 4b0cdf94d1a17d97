//! The draft as staff see it.

use super::{
    store::{pictures, versions},
    version::Version,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::brand::KeptPicture,
};

/// The draft, or what is published while there is none; with everything there is to choose from.
pub struct Draft {
    pub version: Version,
    /// The published version's number.
    pub published: i32,
    pub pictures: Vec<KeptPicture>,
}

/// Reads it.
pub async fn draft(backend: &Backend, scope: &impl Scope) -> Result<Draft, Internal> {
    let mut tx = backend.begin(scope).await?;
    let row = versions::current(&mut tx, scope.reseller()).await?;
    let published = versions::published(&mut tx, scope.reseller()).await?;
    let kept = pictures::list(&mut tx, scope.reseller()).await?;
    tx.commit().await?;
    let (row, published) = row
        .zip(published)
        .ok_or_else(|| Internal::broken("a reseller without a look"))?;
    Ok(Draft {
        version: Version::of(row)?,
        published,
        pictures: kept
            .into_iter()
            .map(|picture| KeptPicture {
                id: picture.id,
                kind: picture.kind,
                uploaded_at: picture.created_at,
            })
            .collect(),
    })
}
