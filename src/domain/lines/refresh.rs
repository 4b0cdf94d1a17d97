//! Asks a line's vendor where the line stands.

use super::store::{self, rows::Told};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
        usage,
    },
    providers::{ProviderError, lines::LineUsage},
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

/// The states before and after. What was used is entered too, and nothing is done about it: a page asks.
pub async fn refresh(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: LineId,
) -> Result<(EsimState, EsimState), RefreshError> {
    let (states, told) = look(backend, system, organization, line).await?;
    usage::enter(backend, system.reseller(), organization, &[(line, told)]).await?;
    Ok(states)
}

/// The states before and after, and what was used, which is not entered yet.
pub(super) async fn look(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: LineId,
) -> Result<((EsimState, EsimState), LineUsage), RefreshError> {
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
    let told_use = vendor
        .fetch_usage(&at.provider_line)
        .await
        .map_err(RefreshError::Unavailable)?;
    let (after, told) = (
        told_use.state,
        Told {
            state: told_use.state,
            stopped_for: None,
            activated_at: told_use.activated_at,
            expires_at: told_use.expires_at,
        },
    );
    let mut tx = backend.begin(system).await?;
    let before = store::rows::set_state(&mut tx, reseller, organization, line, &told, backend.now()).await?;
    tx.commit().await?;
    let states = before.map_or((at.state, at.state), |before| (before, after));
    Ok((states, told_use))
}
