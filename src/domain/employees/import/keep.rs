//! Takes a file, to be looked at before it is used.

use super::file::{self, FileError};
use crate::{
    backend::Backend,
    domain::{
        employees::store,
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::ImportId,
};

/// Characters of the longest name of a file.
const NAME_MAX: usize = 200;

/// Why the file was not taken.
#[derive(Debug, thiserror::Error)]
pub enum KeepError {
    #[error(transparent)]
    File(FileError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(KeepError);

/// Keeps the file in place of the one the member had waiting, for a day. Nobody is entered yet.
pub async fn keep(
    backend: &Backend,
    member: &Member,
    name: &str,
    bytes: &[u8],
) -> Result<ImportId, KeepError> {
    let text = std::str::from_utf8(bytes)
        .ok()
        .filter(|text| !text.contains('\0'))
        .ok_or(KeepError::File(FileError::NotText))?;
    file::lines(text).map_err(KeepError::File)?;
    let name: String = name.chars().filter(|c| !c.is_control()).take(NAME_MAX).collect();
    let id = ImportId::new();
    let mut tx = backend.begin(member).await?;
    store::forget_waiting(&mut tx, member.reseller(), member.organization(), member.user()).await?;
    let new = store::NewImport {
        id,
        by: member.user(),
        name: &name,
        text,
        now: backend.now(),
    };
    store::keep(&mut tx, member.reseller(), member.organization(), &new).await?;
    tx.commit().await?;
    Ok(id)
}
