//! Asks a line's vendor where the line stands.

use super::store::{self, rows::Told};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
    },
    providers::ProviderError,
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId},
    },
};

/// Why the state stayed old.
#[derive(Debug, thiserror::Error)]
pub enum RefreshError {
    #[error("no such line")]
    NotFound,
    #[error("no answer from the vendor: {0}")]
    Unavailable(ProviderError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(RefreshError);

/// The states before and after. What was used is not read here.
pub async fn refresh(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: LineId,
) -> Result<(EsimState, EsimState), RefreshError> {
    let reseller = system.reseller();
    let mut tx = backend.begin(system).await?;
    let at = store::rows::at(&mut tx, reseller, organization, line)
        .await?
        .ok_or(RefreshError::NotFound)?;
    tx.commit().await?;
    let vendor = backend
        .providers
        .line(&at.provider)
        .ok_or(RefreshError::NotFound)?;
    let usage = vendor
        .fetch_usage(&at.provider_line)
        .await
        .map_err(RefreshError::Unavailable)?;
    let told = Told {
        state: usage.state,
        stopped_for: None,
        activated_at: usage.activated_at,
        expires_at: usage.expires_at,
    };
    let mut tx = backend.begin(system).await?;
    let before = store::rows::set_state(&mut tx, reseller, organization, line, &told, backend.now()).await?;
    tx.commit().await?;
    Ok(before.map_or((at.state, at.state), |before| (before, usage.state)))
}
