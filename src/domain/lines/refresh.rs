//! Asks a line's vendor where the line stands.

use super::store::{self, rows::Told};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        scope::{Scope, System},
        usage,
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

/// What the vendor told.
#[derive(Debug)]
pub struct Refreshed {
    pub before: EsimState,
    pub after: EsimState,
    /// The line, when it was read anew. A job says what the company's caps make of it; a page does not.
    pub used: Vec<LineId>,
}

/// The states before and after. What was used is entered too.
pub async fn refresh(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: LineId,
) -> Result<Refreshed, RefreshError> {
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
    let taken = usage::enter(backend, reseller, organization, &[(line, told_use)]).await?;
    Ok(Refreshed {
        before: before.unwrap_or(at.state),
        after: before.map_or(at.state, |_| after),
        used: taken.lines.iter().map(|line| line.line).collect(),
    })
}
