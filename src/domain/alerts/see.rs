//! A member has seen the alerts.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
};

/// Those there are by now are not new to this member any more.
pub async fn see(backend: &Backend, member: &Member) -> Result<(), Internal> {
    let mut tx = backend.begin(member).await?;
    store::see(
        &mut tx,
        member.reseller(),
        member.organization(),
        member.user(),
        backend.now(),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}
