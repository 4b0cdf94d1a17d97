//! Sets what the whole company may send in a month, and what happens above a limit.

use serde_json::json;

use super::{is_limit, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
};

/// A filled-in form.
#[derive(Debug)]
pub struct SetPool {
    /// `None` is no limit.
    pub limit: Option<i64>,
    /// Above any limit, of the company, a team or a member, messages are sent all the same.
    pub is_overage_allowed: bool,
    pub origin: Origin,
}

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum SetPoolError {
    #[error("not a limit")]
    Limit,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetPoolError);

/// Counts for the next message of this month already.
pub async fn set_pool(backend: &Backend, member: &Member, set: SetPool) -> Result<(), SetPoolError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    if !is_limit(set.limit) {
        return Err(SetPoolError::Limit);
    }
    let mut tx = backend.begin(member).await?;
    let before = store::pool(&mut tx, reseller, organization).await?;
    store::set_pool(&mut tx, reseller, organization, set.limit, set.is_overage_allowed).await?;
    let audit = Audit {
        before: Some(json!({ "limit": before.0, "overage": before.1 })),
        after: Some(json!({ "limit": set.limit, "overage": set.is_overage_allowed })),
        ..Audit::of("quota.pool_set", organization, &set.origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
