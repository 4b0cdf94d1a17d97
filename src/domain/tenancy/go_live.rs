//! Opens a shop to everybody.

use serde_json::json;

use super::store::set_up;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::shop_set_up::{ShopStatus, Step},
};

/// Why the shop is as it was.
#[derive(Debug, thiserror::Error)]
pub enum GoLiveError {
    #[error("not ready: {0:?}")]
    NotReady(Vec<Step>),
    #[error("open already")]
    AlreadyLive,
    /// Only an operator ends that.
    #[error("suspended")]
    Suspended,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(GoLiveError);

/// Ends the trial once every step is done.
pub async fn go_live(backend: &Backend, staff: &Staff, origin: &Origin) -> Result<(), GoLiveError> {
    let (reseller, now) = (staff.reseller(), backend.now());
    // The row of a shop is the worker's to change.
    let mut tx = backend.begin_system().await?;
    set_up::lock(&mut tx, reseller).await?;
    let facts = set_up::facts(&mut tx, reseller, now).await?;
    match facts.status {
        ShopStatus::Trial => {}
        ShopStatus::Active => return Err(GoLiveError::AlreadyLive),
        ShopStatus::Suspended => return Err(GoLiveError::Suspended),
    }
    let missing = facts.missing();
    if !missing.is_empty() {
        return Err(GoLiveError::NotReady(missing));
    }
    set_up::end_trial(&mut tx, reseller).await?;
    let audit = Audit {
        before: Some(json!({ "status": ShopStatus::Trial })),
        after: Some(json!({ "status": ShopStatus::Active })),
        ..Audit::of("shop.opened", reseller, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
