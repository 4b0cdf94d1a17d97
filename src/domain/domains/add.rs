//! A shop wishes for a host.

use chrono::TimeDelta;

use super::{
    name::{self, NameError},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        queue::{Job, enqueue},
        scope::Manages,
    },
    shared::ids::DomainId,
};

/// Domains one shop may have.
pub(super) const DOMAINS_MAX: i64 = 10;

/// Why it was not added.
#[derive(Debug, thiserror::Error)]
pub enum AddDomainError {
    #[error(transparent)]
    Name(NameError),
    #[error("the shop has it already")]
    AlreadyYours(DomainId),
    #[error("a shop has at most ten domains")]
    TooMany,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(AddDomainError);

/// Adds the host, to be proven. Whether another shop has it is not asked.
pub async fn add(
    backend: &Backend,
    scope: &impl Manages,
    origin: &Origin,
    typed: &str,
) -> Result<DomainId, AddDomainError> {
    let host = name::read(typed, &backend.hosts).map_err(AddDomainError::Name)?;
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin(scope).await?;
    store::lock(&mut tx, reseller).await?;
    if let Some(id) = store::by_host(&mut tx, reseller, &host).await? {
        return Err(AddDomainError::AlreadyYours(id));
    }
    if store::count(&mut tx, reseller).await? >= DOMAINS_MAX {
        return Err(AddDomainError::TooMany);
    }
    let id = DomainId::new();
    store::insert(&mut tx, reseller, id, &host, now).await?;
    let audit = Audit {
        after: Some(serde_json::json!({ "host": host })),
        ..Audit::of("domain.added", id, origin)
    };
    audit::record(&mut tx, scope, now, audit).await?;
    let first_look = now + TimeDelta::minutes(1);
    enqueue(&mut tx, &Job::CheckDomain { reseller, domain: id }, first_look).await?;
    tx.commit().await?;
    Ok(id)
}
