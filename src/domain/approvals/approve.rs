//! Somebody else says yes.

use serde_json::json;

use super::{finish, hold, may_decide, path, store};
use crate::{
    backend::{Backend, Tx},
    domain::{
        audit::{self, Audit, Origin},
        budgets::{self, RaiseError},
        error::{Internal, with_internal},
        notices::{self, Notice},
        orders::buy::BuyError,
        policies,
        scope::{BuysForCompany, Member, Scope, WorksIn},
    },
    shared::{
        approval::{ApprovalKind, ApprovalState},
        ids::ApprovalId,
        money::PositiveMoney,
    },
};

/// Why it is not approved. Nothing was bought or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum ApproveError {
    /// Of another company, or not to be known of.
    #[error("no such request")]
    NotFound,
    /// Nobody decides about their own request.
    #[error("it is your own request")]
    Own,
    #[error("you may not decide")]
    NotYours,
    /// Decided, taken back or expired meanwhile.
    #[error("it is not open any more")]
    NotOpen,
    /// The budget is as high, or ended.
    #[error("the budget cannot be raised to this")]
    Budget,
    /// The order is refused; the request waits, or lapses if it can never be filled as it was asked.
    #[error(transparent)]
    Buy(BuyError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ApproveError);

/// Approves it. A cap or a budget is raised at once; a plan is ordered at today's price, which may not be above the one
/// that was asked.
pub async fn approve(
    backend: &Backend,
    member: &Member,
    id: ApprovalId,
    origin: &Origin,
) -> Result<(), ApproveError> {
    let mut tx = backend.begin(member).await?;
    let request = decidable(&mut tx, backend, member, id).await?;
    let now = backend.now();
    match request.kind {
        ApprovalKind::Plan => {}
        ApprovalKind::Data => {
            let (employee, mb) = request
                .employee
                .zip(request.data_mb)
                .ok_or_else(|| Internal::broken("a request for data without an amount"))?;
            policies::raise_cap(&mut tx, member, now, employee, mb).await?;
        }
        ApprovalKind::Budget => {
            let (budget, amount) = request
                .budget
                .zip(request.amount.and_then(PositiveMoney::new))
                .ok_or_else(|| Internal::broken("a request for a budget without an amount"))?;
            budgets::raise(&mut tx, member, now, budget, amount)
                .await
                .map_err(|error| match error {
                    RaiseError::NotFound | RaiseError::NotHigher => ApproveError::Budget,
                    RaiseError::Internal(error) => ApproveError::Internal(error),
                })?;
        }
    }
    let (reseller, organization) = (member.reseller(), member.organization());
    let decision = store::Decision {
        state: ApprovalState::Approved,
        by: Some(member.user()),
        answer: "",
    };
    store::decide(&mut tx, reseller, organization, id, &decision, now).await?;
    let audit = Audit {
        after: Some(json!({ "what": request.what(), "requester": request.requester_name })),
        ..Audit::of("approval.approved", id, origin)
    };
    audit::record(&mut tx, member, now, audit).await?;
    if request.kind != ApprovalKind::Plan {
        let notice = |link| Notice::ApprovalDecided {
            what: request.what(),
            outcome: "It was approved, and counts from now on.".into(),
            link,
        };
        let users = [request.requester];
        notices::to_users::to_users(&mut tx, backend, reseller, &users, &path(id), notice).await?;
    }
    tx.commit().await?;
    if request.kind == ApprovalKind::Plan {
        let buyer = member.buyer(member.user());
        finish::finish(backend, &buyer, organization, &request)
            .await
            .map_err(|error| match error {
                BuyError::Internal(error) => ApproveError::Internal(error),
                refused => ApproveError::Buy(refused),
            })?;
    }
    Ok(())
}

/// An open request the member may decide about, locked.
pub(super) async fn decidable(
    tx: &mut Tx,
    backend: &Backend,
    member: &Member,
    id: ApprovalId,
) -> Result<store::Request, ApproveError> {
    let request = hold(tx, member, id).await?.ok_or(ApproveError::NotFound)?;
    if request.requester == member.user() {
        return Err(ApproveError::Own);
    }
    if !may_decide(tx, member, &request).await? {
        return Err(ApproveError::NotYours);
    }
    if request.state != ApprovalState::Open || request.expires_at <= backend.now() {
        return Err(ApproveError::NotOpen);
    }
    Ok(request)
}
