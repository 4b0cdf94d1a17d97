//! Chooses which of the kept pictures the draft shows.

use super::{
    edit::{self, EditError},
    picture::PictureKind,
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

/// Why it was not saved.
#[derive(Debug, thiserror::Error)]
pub enum ChoosePicturesError {
    #[error("the draft was changed meanwhile")]
    Stale,
    /// The shop has no such picture, or it is of the other kind.
    #[error("no such picture")]
    NoSuchPicture,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ChoosePicturesError);

/// Shows these in the draft; without a logo pages show the shop's name in letters.
pub async fn choose_pictures(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    revision: &str,
    logo: Option<AssetId>,
    favicon: Option<AssetId>,
) -> Result<(), ChoosePicturesError> {
    let mut tx = backend.begin(scope).await?;
    let mut draft = match edit::open(&mut tx, scope, revision).await {
        Ok(draft) => draft,
        Err(EditError::Stale) => return Err(ChoosePicturesError::Stale),
        Err(EditError::Internal(error)) => return Err(ChoosePicturesError::Internal(error)),
    };
    for (picture, kind) in [(logo, PictureKind::Logo), (favicon, PictureKind::Favicon)] {
        if let Some(id) = picture
            && !pictures::exists(&mut tx, scope.reseller(), id, kind.as_str()).await?
        {
            return Err(ChoosePicturesError::NoSuchPicture);
        }
    }
    let ids = |logo: Option<AssetId>, favicon: Option<AssetId>| {
        let text = |id: Option<AssetId>| id.map(|id| id.to_string());
        serde_json::json!({ "logo": text(logo), "favicon": text(favicon) })
    };
    let audit = Audit {
        before: Some(ids(draft.logo, draft.favicon)),
        after: Some(ids(logo, favicon)),
        ..Audit::of("brand.pictures_chosen", "draft", origin)
    };
    (draft.logo, draft.favicon) = (logo, favicon);
    edit::save(&mut tx, scope, backend.now(), &draft, audit).await?;
    tx.commit().await?;
    Ok(())
}
