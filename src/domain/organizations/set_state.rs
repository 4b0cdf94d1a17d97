//! The shop's staff say what a company has agreed, and whether it is open.

use serde_json::json;

use super::store;
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Scope, Staff},
    },
    shared::{company::PlanTier, ids::OrganizationId},
};

/// A filled-in form.
#[derive(Debug)]
pub struct SetState {
    pub id: OrganizationId,
    pub plan: PlanTier,
    /// False closes it to changes; its people may still look.
    pub is_active: bool,
    pub origin: Origin,
}

/// Why it is as it was.
#[derive(Debug, thiserror::Error)]
pub enum SetStateError {
    #[error("no such company")]
    NotFound,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetStateError);

/// Counts from the members' next request on.
pub async fn set_state(backend: &Backend, staff: &Staff, set: SetState) -> Result<(), SetStateError> {
    let mut tx = backend.begin(staff).await?;
    let (plan, was_active) = store::lock_state(&mut tx, staff.reseller(), set.id)
        .await?
        .ok_or(SetStateError::NotFound)?;
    store::set_state(&mut tx, staff.reseller(), set.id, set.plan, set.is_active).await?;
    let audit = Audit {
        before: Some(json!({ "plan": plan, "active": was_active })),
        after: Some(json!({ "plan": set.plan.as_str(), "active": set.is_active })),
        company: Some(set.id),
        ..Audit::of("company.state_set", set.id, &set.origin)
    };
    audit::record(&mut tx, staff, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
