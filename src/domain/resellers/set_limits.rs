//! An operator limits what a shop may sell.

use super::{NotFoundError, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        scope::{Admin, Operator},
        tenancy::terms::{self, Limits},
    },
    shared::ids::ResellerId,
};

/// Sets the limits for orders from now on. `orders::place` enforces them.
pub async fn set_limits(
    backend: &Backend,
    admin: &Admin,
    reseller: ResellerId,
    limits: Limits,
    origin: &Origin,
) -> Result<(), NotFoundError> {
    let mut tx = backend.begin_system().await?;
    // Whoever changes the same shop waits, so that the audit log tells the truth about before.
    terms::lock_terms(&mut tx, reseller)
        .await?
        .ok_or(NotFoundError::NotFound)?;
    let before = store::limits(&mut tx, reseller).await?;
    terms::set_limits(&mut tx, reseller, limits).await?;
    let mut audit = Audit::of("reseller.limits_changed", reseller, origin);
    audit.before = Some(in_words(before));
    audit.after = Some(in_words(limits));
    audit::record(
        &mut tx,
        &Operator::console(admin).at(reseller),
        backend.now(),
        audit,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn in_words(limits: Limits) -> serde_json::Value {
    serde_json::json!({
        "order_max": limits.order_max.map(|limit| limit.get()),
        "day_max": limits.day_max.map(|limit| limit.get()),
    })
}
