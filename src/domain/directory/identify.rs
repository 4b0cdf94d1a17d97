//! The token a directory shows becomes a scope.

use chrono::TimeDelta;

use super::{DirectoryToken, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Directory, Scope, Visitor},
    },
};

/// How often the last use is written down at most.
const USE_NOTED_EVERY: TimeDelta = TimeDelta::minutes(1);

/// Whose directory it is, when the token works at this shop.
pub async fn identify(
    backend: &Backend,
    visitor: &Visitor,
    presented: &str,
) -> Result<Option<Directory>, Internal> {
    let Some(token) = DirectoryToken::parse(presented) else {
        return Ok(None);
    };
    let (reseller, now) = (visitor.reseller(), backend.now());
    let mut tx = backend.begin(visitor).await?;
    let Some((organization, id, last_used_at)) = store::tokens::find(&mut tx, reseller, &token).await? else {
        return Ok(None);
    };
    if last_used_at.is_none_or(|at| now - at >= USE_NOTED_EVERY) {
        store::tokens::note_use(&mut tx, reseller, organization, id, now).await?;
    }
    tx.commit().await?;
    Ok(Some(Directory::of(reseller, organization)))
}
