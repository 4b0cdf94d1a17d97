//! A company decided other data caps: its lines stop or go on now and not at their next reading.

use super::{caps::caps, store::caps as store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::ids::{LineId, OrganizationId},
};

/// Lines looked at together.
const TOGETHER: i64 = 200;

/// Every line of the company that has not ended, also when it has no policy any more. Again, it finds nothing left to do.
pub async fn settle_caps(
    backend: &Backend,
    system: &System,
    organization: OrganizationId,
) -> Result<(), Internal> {
    let mut after: Option<LineId> = None;
    loop {
        let mut tx = backend.begin_search(system).await?;
        let lines = store::lines(&mut tx, system.reseller(), organization, after, TOGETHER).await?;
        tx.commit().await?;
        let Some(last) = lines.last().copied() else {
            return Ok(());
        };
        caps(backend, system, organization, &lines).await?;
        after = Some(last);
    }
}
