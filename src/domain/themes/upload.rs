//! Takes a logo or favicon into the draft.

use tokio::sync::Semaphore;

use super::{
    edit::{self, EditError},
    picture::{PictureError, PictureKind, redraw},
    store::pictures,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{Audit, Origin},
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::ids::AssetId,
};

/// Pictures a shop keeps.
pub const PICTURES_MAX: i64 = 20;

/// Pictures decoded at the same time: each may need a hundred megabytes for a moment.
static DECODING: Semaphore = Semaphore::const_new(2);

/// Why the picture was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadError {
    #[error(transparent)]
    Picture(PictureError),
    #[error("the draft was changed meanwhile")]
    Stale,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(UploadError);

/// Draws the picture anew, keeps it and shows it in the draft. The oldest pictures that neither the draft nor the
/// published version shows make room for it.
pub async fn upload(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
    kind: PictureKind,
    file: Vec<u8>,
) -> Result<AssetId, UploadError> {
    let permit = DECODING
        .acquire()
        .await
        .map_err(|_| Internal::broken("no more decoding"))?;
    let png = tokio::task::spawn_blocking(move || redraw(kind, &file))
        .await?
        .map_err(UploadError::Picture)?;
    drop(permit);

    let (now, id) = (backend.now(), AssetId::new());
    let mut tx = backend.begin(scope).await?;
    let mut draft = match edit::open(&mut tx, scope, revision).await {
        Ok(draft) => draft,
        Err(EditError::Stale) => return Err(UploadError::Stale),
        Err(EditError::Internal(error)) => return Err(UploadError::Internal(error)),
    };
    pictures::insert(
        &mut tx,
        scope.reseller(),
        id,
        kind.as_str(),
        &png,
        scope.actor(),
        now,
    )
    .await?;
    match kind {
        PictureKind::Logo => draft.logo = Some(id),
        PictureKind::Favicon => draft.favicon = Some(id),
    }
    let audit = Audit::of("brand.picture_uploaded", id, origin);
    edit::save(&mut tx, scope, now, &draft, audit).await?;
    pictures::forget_oldest(&mut tx, scope.reseller(), PICTURES_MAX).await?;
    tx.commit().await?;
    Ok(id)
}
