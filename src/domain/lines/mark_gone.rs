//! A line its vendor does not know any more.

use super::store::{self, rows::Told};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::{
        esim::EsimState,
        ids::{LineId, OrganizationId},
    },
};

/// Marks the line as ended and asks the vendor nothing. False when it was over before.
pub async fn mark_gone(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
    line: LineId,
) -> Result<bool, Internal> {
    let told = Told {
        state: EsimState::Terminated,
        stopped_for: None,
        activated_at: None,
        expires_at: None,
    };
    let mut tx = backend.begin(system).await?;
    let before = store::rows::set_state(
        &mut tx,
        system.reseller(),
        organization,
        line,
        &told,
        backend.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(before.is_some())
}
