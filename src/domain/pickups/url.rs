//! The link of a line, for whoever made it.

use super::{ATTEMPTS_MAX, link, store};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::WorksIn},
    shared::ids::LineId,
};

/// The address of the page; `None` when the line has no link that works, or is out of reach.
pub async fn url(backend: &Backend, scope: &impl WorksIn, line: LineId) -> Result<Option<String>, Internal> {
    let (reseller, organization, now) = (scope.reseller(), scope.organization(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let receiver = store::receiver(&mut tx, reseller, organization, line).await?;
    let found = store::live(&mut tx, reseller, organization, line).await?;
    let works = found.filter(|link| link.expires_at > now && link.attempts < ATTEMPTS_MAX);
    let is_reached = receiver.is_some_and(|receiver| scope.reaches(receiver.team));
    let url = match works.filter(|_| is_reached) {
        None => None,
        Some(found) => {
            let token = link::token(backend, scope, found.id, &found.token_sealed)?;
            Some(link::address(&mut tx, backend, scope, &token).await?)
        }
    };
    tx.commit().await?;
    Ok(url)
}
