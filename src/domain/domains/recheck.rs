//! The regular look at a domain.

use chrono::TimeDelta;

use super::{
    settle::{self, By},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    shared::{ids::DomainId, shop_domain::DomainState},
};

/// Looks and writes down what was found, and when to look again. One that was removed or given up is left alone.
pub async fn recheck(backend: &Backend, system: &System, id: DomainId) -> Result<(), Internal> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    let found = store::find(&mut tx, reseller, id).await?;
    let Some(domain) = found.filter(|domain| domain.state != DomainState::Failed) else {
        tx.commit().await?;
        return Ok(());
    };
    store::claim_check(&mut tx, reseller, id, now, now + TimeDelta::seconds(1)).await?;
    tx.commit().await?;
    settle::settle(backend, system, &domain, By::Job).await?;
    Ok(())
}
