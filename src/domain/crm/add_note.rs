//! Staff write something down about a customer.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Manages, actor_uuid},
    },
    shared::ids::UserId,
};

/// Longest note, in characters.
const LENGTH_MAX: usize = 2_000;
/// Notes about one customer at most.
const NOTES_MAX: i64 = 1_000;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum AddNoteError {
    #[error("no such customer")]
    NotFound,
    #[error("a note of 1 to 2000 characters is needed")]
    Length,
    #[error("there are {NOTES_MAX} notes already")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddNoteError);

/// Writes the note. The customer never sees it; it is never changed.
pub async fn add_note(
    backend: &Backend,
    scope: &impl Manages,
    id: UserId,
    text: &str,
    origin: &Origin,
) -> Result<(), AddNoteError> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LENGTH_MAX || text.contains('\0') {
        return Err(AddNoteError::Length);
    }
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    if store::count_notes(&mut tx, reseller, id).await? >= NOTES_MAX {
        return Err(AddNoteError::TooMany);
    }
    if !store::insert_note(&mut tx, reseller, id, actor_uuid(scope), text, now).await? {
        return Err(AddNoteError::NotFound);
    }
    audit::record(&mut tx, scope, now, Audit::of("customer.noted", id, origin)).await?;
    tx.commit().await?;
    Ok(())
}
