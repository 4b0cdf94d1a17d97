//! One request.

use super::{is_seen_by, may_decide, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Member, Scope, WorksIn},
    },
    shared::{
        approval::{ApprovalState, ApprovalView},
        ids::ApprovalId,
    },
};

/// `None` for one of another company, or not to be known of.
pub async fn view(
    backend: &Backend,
    member: &Member,
    id: ApprovalId,
) -> Result<Option<ApprovalView>, Internal> {
    let (reseller, organization) = (member.reseller(), member.organization());
    let mut tx = backend.begin(member).await?;
    let found = store::find(&mut tx, reseller, organization, id).await?;
    let Some(request) = found.filter(|request| is_seen_by(member, request)) else {
        return Ok(None);
    };
    let is_yours = request.requester == member.user();
    let is_open = request.state == ApprovalState::Open && request.expires_at > backend.now();
    let may_decide = is_open && !is_yours && may_decide(&mut tx, member, &request).await?;
    tx.commit().await?;
    Ok(Some(ApprovalView {
        row: request.row(),
        reason: request.reason,
        answer: request.answer,
        decided_by: request.decided_by_name,
        decided_at: request.decided_at,
        order_refusal: request.order_refusal,
        is_ordered: request.order.is_some(),
        is_yours,
        may_decide,
    }))
}
