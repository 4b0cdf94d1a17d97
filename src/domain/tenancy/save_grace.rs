//! How long customers of the shop have to pay for a number that could not be renewed.

use serde_json::json;

use super::store::set_up;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
};

/// Why nothing was saved.
#[derive(Debug, thiserror::Error)]
pub enum SaveGraceError {
    #[error("1 to 14 days")]
    Days,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SaveGraceError);

/// Holds for every month that cannot be paid from now on; a grace that has begun keeps its end.
pub async fn save_grace(
    backend: &Backend,
    staff: &Staff,
    days: i16,
    origin: &Origin,
) -> Result<(), SaveGraceError> {
    if !(1..=14).contains(&days) {
        return Err(SaveGraceError::Days);
    }
    let (reseller, now) = (staff.reseller(), backend.now());
    // The row of a shop is the worker's to change.
    let mut tx = backend.begin_system().await?;
    set_up::lock(&mut tx, reseller).await?;
    let before = set_up::settings(&mut tx, reseller, now).await?;
    set_up::set_grace_days(&mut tx, reseller, days).await?;
    let audit = Audit {
        before: Some(json!({ "days": before.grace_days })),
        after: Some(json!({ "days": days })),
        ..Audit::of("shop_grace.saved", reseller, origin)
    };
    audit::record(&mut tx, staff, now, audit).await?;
    tx.commit().await?;
    Ok(())
}
