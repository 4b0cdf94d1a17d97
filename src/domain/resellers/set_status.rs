//! An operator decides whether a shop sells.

use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        notices::{Notice, to_owners::to_owners},
        scope::{Admin, Operator},
        tenancy::shop_status::{lock_status, set_status},
    },
    shared::{ids::ResellerId, shop_set_up::ShopStatus},
};

use super::store;

/// Why the shop stays as it is. Nobody was written to.
#[derive(Debug, thiserror::Error)]
pub enum SetStatusError {
    /// No such reseller.
    #[error("no such reseller")]
    NotFound,
    /// The platform's own shop is always open.
    #[error("the platform's own shop")]
    Platform,
    /// It is something else by now.
    #[error("the shop is {}", .now.as_str())]
    IsNot { now: ShopStatus },
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetStatusError);

/// Stops a shop's sales and tells its owners why. Who bought keeps everything.
pub async fn suspend(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    reason: &str,
    origin: &Origin,
) -> Result<(), SetStatusError> {
    let change = Change {
        from: &[ShopStatus::Trial, ShopStatus::Active],
        to: ShopStatus::Suspended,
        action: "reseller.suspended",
        reason,
    };
    set(backend, admin, reseller, origin, &change).await
}

/// Lets a suspended shop sell again, and tells its owners.
pub async fn reactivate(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    origin: &Origin,
) -> Result<(), SetStatusError> {
    let change = Change {
        from: &[ShopStatus::Suspended],
        to: ShopStatus::Active,
        action: "reseller.reactivated",
        reason: "",
    };
    set(backend, admin, reseller, origin, &change).await
}

struct Change<'a> {
    from: &'a [ShopStatus],
    to: ShopStatus,
    action: &'static str,
    reason: &'a str,
}

async fn set(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    origin: &Origin,
    change: &Change<'_>,
) -> Result<(), SetStatusError> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let before = lock_status(&mut tx, reseller)
        .await?
        .ok_or(SetStatusError::NotFound)?;
    if store::is_platform(&mut tx, reseller).await? == Some(true) {
        return Err(SetStatusError::Platform);
    }
    if !change.from.contains(&before) {
        return Err(SetStatusError::IsNot { now: before });
    }
    set_status(&mut tx, reseller, change.to, change.reason).await?;
    let mut audit = Audit::of(change.action, reseller, origin);
    audit.before = Some(serde_json::json!({ "status": before.as_str() }));
    audit.after = Some(serde_json::json!({ "status": change.to.as_str(), "reason": change.reason }));
    audit::record(&mut tx, &Operator::console(admin).at(reseller), now, audit).await?;
    let notice = |link| match change.to {
        ShopStatus::Suspended => Notice::ShopSuspended {
            reason: change.reason.to_owned(),
            link,
        },
        ShopStatus::Trial | ShopStatus::Active => Notice::ShopActive { link },
    };
    to_owners(&mut tx, backend, reseller, "/reseller", notice).await?;
    tx.commit().await?;
    backend.caches.shops.clear();
    Ok(())
}
