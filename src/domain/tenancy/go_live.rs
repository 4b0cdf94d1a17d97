//! Opens a shop to everybody: one of its owners when all is done, or an operator who answers for what is left.

use serde_json::json;

use super::{
    shop_status::{lock_status, set_status},
    store::set_up,
};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{Notice, to_owners::to_owners},
        scope::{OperatorAt, Scope, Staff},
    },
    shared::shop_set_up::{ShopStatus, Step},
};

/// Who opens the shop.
#[derive(Debug, Clone, Copy)]
pub enum Opener<'a> {
    /// Its own staff, once every step is done.
    Staff(&'a Staff),
    /// An operator, whatever is left, which is written down.
    Operator(&'a OperatorAt),
}

/// Why the shop is as it was.
#[derive(Debug, thiserror::Error)]
pub enum GoLiveError {
    #[error("no such reseller")]
    NotFound,
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

/// Ends the trial and tells the owners. Seen at the next request.
pub async fn go_live(backend: &Backend, opener: Opener<'_>, origin: &Origin) -> Result<(), GoLiveError> {
    let reseller = match opener {
        Opener::Staff(staff) => staff.reseller(),
        Opener::Operator(operator) => operator.reseller(),
    };
    let now = backend.now();
    // The row of a shop is the worker's to change.
    let mut tx = backend.begin_system().await?;
    match lock_status(&mut tx, reseller).await? {
        Some(ShopStatus::Trial) => {}
        Some(ShopStatus::Active) => return Err(GoLiveError::AlreadyLive),
        Some(ShopStatus::Suspended) => return Err(GoLiveError::Suspended),
        None => return Err(GoLiveError::NotFound),
    }
    let missing = set_up::facts(&mut tx, reseller, now).await?.missing();
    if matches!(opener, Opener::Staff(_)) && !missing.is_empty() {
        return Err(GoLiveError::NotReady(missing));
    }
    set_status(&mut tx, reseller, ShopStatus::Active, "").await?;
    let audit = Audit {
        before: Some(json!({ "status": ShopStatus::Trial })),
        after: Some(json!({ "status": ShopStatus::Active, "left_undone": missing })),
        ..Audit::of("shop.opened", reseller, origin)
    };
    match opener {
        Opener::Staff(staff) => audit::record(&mut tx, staff, now, audit).await?,
        Opener::Operator(operator) => audit::record(&mut tx, operator, now, audit).await?,
    }
    to_owners(&mut tx, backend, reseller, "/reseller", |link| {
        Notice::ShopActive { link }
    })
    .await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
