//! Ends requests nobody decided about in time, and finishes those whose process died between the yes and the order.

use chrono::TimeDelta;
use serde_json::json;

use super::{finish, path, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::Internal,
        notices::{self, Notice},
        orders::buy::BuyError,
        scope::{Scope, System},
    },
    shared::approval::ApprovalState,
};

/// An approved plan without an order for as long has lost its process.
const ABANDONED_AFTER: TimeDelta = TimeDelta::minutes(2);
/// Requests taken up by one sweep.
const SWEEP_MAX: i64 = 500;

/// Returns how many requests it ended or finished.
pub async fn sweep(backend: &Backend) -> Result<usize, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let due = store::due(&mut tx, now, now - ABANDONED_AFTER, SWEEP_MAX).await?;
    tx.commit().await?;
    for request in &due {
        let system = System::of(request.reseller, "job");
        let done = if request.state == ApprovalState::Open {
            expire(backend, &system, request).await
        } else {
            go_on(backend, &system, request).await
        };
        // One that fails must not keep the others waiting; it is taken up again by the next sweep.
        if let Err(error) = done {
            tracing::error!(reseller_id = %request.reseller, approval_id = %request.id, %error, "a request is stuck");
        }
    }
    Ok(due.len())
}

async fn expire(backend: &Backend, system: &System, due: &store::Due) -> Result<(), Internal> {
    let (reseller, now) = (system.reseller(), backend.now());
    let mut tx = backend.begin(system).await?;
    store::lock(&mut tx, reseller, due.organization, due.id).await?;
    let request = store::find(&mut tx, reseller, due.organization, due.id).await?;
    if let Some(request) = request.filter(|request| request.state == ApprovalState::Open) {
        let decision = store::Decision {
            state: ApprovalState::Expired,
            by: None,
            answer: "",
        };
        store::decide(&mut tx, reseller, due.organization, due.id, &decision, now).await?;
        let audit = Audit {
            action: "approval.expired",
            entity: due.id.to_string(),
            before: Some(json!({ "what": request.what() })),
            company: Some(due.organization),
            ..Audit::default()
        };
        audit::record(&mut tx, system, now, audit).await?;
        let notice = |link| Notice::ApprovalDecided {
            what: request.what(),
            outcome: "Nobody decided in time, so it ended. Nothing was bought; you can ask again.".into(),
            link,
        };
        let users = [request.requester];
        notices::to_users::to_users(&mut tx, backend, reseller, &users, &path(due.id), notice).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn go_on(backend: &Backend, system: &System, due: &store::Due) -> Result<(), Internal> {
    let mut tx = backend.begin(system).await?;
    let request = store::find(&mut tx, system.reseller(), due.organization, due.id).await?;
    tx.commit().await?;
    let Some((request, decider)) = request.and_then(|request| {
        let decider = request.decided_by?;
        Some((request, decider))
    }) else {
        return Ok(());
    };
    // In the name of whoever approved it: the order may be there already, under that name.
    let buyer = system.buyer_of(due.organization, decider);
    match finish::finish(backend, &buyer, due.organization, &request).await {
        Err(BuyError::Internal(error)) => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}
