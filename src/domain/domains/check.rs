//! Somebody presses "check now".

use chrono::TimeDelta;

use super::{
    settle::{self, By},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Manages,
    },
    shared::{ids::DomainId, shop_domain::DomainState},
};

/// A look costs a dozen questions to other people's servers.
const PAUSE: TimeDelta = TimeDelta::seconds(15);

/// Why nobody looked.
#[derive(Debug, thiserror::Error)]
pub enum CheckDomainError {
    #[error("no such domain")]
    NotFound,
    #[error("looked a moment ago")]
    TooSoon { retry_after_seconds: u32 },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(CheckDomainError);

/// Looks at once and writes down what was found. One that was given up is looked after again.
pub async fn check(
    backend: &Backend,
    scope: &impl Manages,
    id: DomainId,
) -> Result<DomainState, CheckDomainError> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    let found = store::find(&mut tx, reseller, id)
        .await?
        .ok_or(CheckDomainError::NotFound)?;
    // The platform's own names are always right.
    if backend.hosts.is_ours(&found.host) {
        return Ok(found.state);
    }
    let is_first = store::claim_check(&mut tx, reseller, id, now, now - PAUSE).await?;
    tx.commit().await?;
    if !is_first {
        let next = found.checked_at.map_or(now, |at| at + PAUSE);
        let seconds = (next - now).num_seconds().clamp(1, PAUSE.num_seconds());
        return Err(CheckDomainError::TooSoon {
            retry_after_seconds: u32::try_from(seconds).unwrap_or(1),
        });
    }
    Ok(settle::settle(backend, scope, &found, By::Hand).await?)
}
