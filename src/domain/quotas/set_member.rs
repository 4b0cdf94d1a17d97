//! Sets what a member may send in a month.

use serde_json::json;

use super::{is_limit, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit, Origin},
        error::{Internal, with_internal},
        scope::{Member, Scope, WorksIn},
    },
    shared::ids::UserId,
};

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum SetMemberError {
    /// Not in the company.
    #[error("no such member")]
    NotFound,
    #[error("not a limit")]
    Limit,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(SetMemberError);

/// `None` takes the limit away.
pub async fn set_member(
    backend: &Backend,
    member: &Member,
    whose: UserId,
    limit: Option<i64>,
    origin: &Origin,
) -> Result<(), SetMemberError> {
    let (reseller, organization) = (member.reseller(), member.organization());
    if !is_limit(limit) {
        return Err(SetMemberError::Limit);
    }
    let mut tx = backend.begin(member).await?;
    let before = store::member(&mut tx, reseller, organization, whose)
        .await?
        .ok_or(SetMemberError::NotFound)?;
    store::set_member(&mut tx, reseller, organization, whose, limit).await?;
    let audit = Audit {
        before: Some(json!({ "limit": before })),
        after: Some(json!({ "limit": limit })),
        ..Audit::of("quota.member_set", whose, origin)
    };
    audit::record(&mut tx, member, backend.now(), audit).await?;
    tx.commit().await?;
    Ok(())
}
