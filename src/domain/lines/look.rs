//! Asks the vendor where a line stands.

use super::store::told;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::Scope,
    },
    providers::ProviderError,
    shared::ids::{LineId, OrganizationId},
};

/// Why the state stayed as it was known.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// Of another company, or its vendor is not in use any more.
    #[error("no such line")]
    NotFound,
    #[error("no answer from the vendor")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(LookError);

/// Brings state and dates up to date. What was used is not read here, so `as_of` stays. A line we stopped ourselves stays
/// stopped.
pub async fn look(
    backend: &Backend,
    scope: &impl Scope,
    organization: OrganizationId,
    line: LineId,
) -> Result<(), LookError> {
    let reseller = scope.reseller();
    let mut tx = backend.begin(scope).await?;
    let found = told::vendor(&mut tx, reseller, organization, line).await?;
    tx.commit().await?;
    let (name, id) = found.ok_or(LookError::NotFound)?;
    let vendor = backend.providers.line(&name).ok_or(LookError::NotFound)?;
    let told = vendor.fetch_usage(&id).await.map_err(LookError::Unavailable)?;
    let mut tx = backend.begin(scope).await?;
    told::set(&mut tx, reseller, organization, line, &told, backend.now()).await?;
    tx.commit().await?;
    Ok(())
}
