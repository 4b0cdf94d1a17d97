//! An approved plan becomes an order.

use serde_json::json;

use super::{path, store};
use crate::{
    backend::Backend,
    domain::{
        audit::{self, Audit},
        error::Internal,
        notices::{self, Notice},
        orders::{
            buy::{Buy, BuyError, buy},
            item::LineStep,
            place::{Payer, PlaceError},
            quote::{QuoteError, Wish},
        },
        scope::{CompanyBuyer, Scope},
    },
    shared::ids::{EmployeeId, LineId, OrderId, OrganizationId, PlanId},
};

/// What the plan does: a line of its own, or more for the line there is.
pub(super) fn step(line: Option<LineId>, provider_line: Option<String>) -> LineStep {
    match line.zip(provider_line) {
        None => LineStep::Issue { replaces: None },
        Some((line, provider_line)) => LineStep::Add { line, provider_line },
    }
}

/// The wish that was approved.
pub(super) fn wish(organization: OrganizationId, employee: EmployeeId, plan: PlanId, step: LineStep) -> Wish {
    Wish::Line {
        organization,
        employee,
        plan,
        step,
    }
}

/// Buys it under the request's id, so that it is bought once however often this runs. Refused, the request waits again,
/// or lapses where asking anew is the only way.
pub(super) async fn finish(
    backend: &Backend,
    buyer: &CompanyBuyer,
    organization: OrganizationId,
    request: &store::Request,
) -> Result<(), BuyError> {
    let (employee, plan) = request
        .employee
        .zip(request.plan)
        .ok_or_else(|| Internal::broken("a request for a plan without one"))?;
    let step = step(request.line, request.provider_line.clone());
    let order = Buy {
        wish: wish(organization, employee, plan, step),
        payer: Payer::Organization(organization),
        max_price: request.amount,
        promo_code: None,
        daily_cap: None,
    };
    match buy(backend, buyer, request.id.uuid().into(), &order).await {
        Ok(order) => Ok(ordered(backend, buyer, organization, request, order).await?),
        Err(BuyError::Internal(error)) => Err(BuyError::Internal(error)),
        Err(refused) => {
            undo(backend, buyer, organization, request, &refused).await?;
            Err(refused)
        }
    }
}

async fn ordered(
    backend: &Backend,
    buyer: &CompanyBuyer,
    organization: OrganizationId,
    request: &store::Request,
    order: OrderId,
) -> Result<(), Internal> {
    let reseller = buyer.reseller();
    let mut tx = backend.begin(buyer).await?;
    if store::set_order(&mut tx, reseller, organization, request.id, order).await? {
        let refusal = store::refusal_of(&mut tx, reseller, order).await?;
        let outcome = match refusal {
            None => "It was approved and is ordered.".to_owned(),
            Some(reason) => format!("It was approved, but not delivered: {reason} Nothing was charged."),
        };
        let notice = |link| Notice::ApprovalDecided {
            what: request.what(),
            outcome,
            link,
        };
        let users = [request.requester];
        notices::to_users::to_users(&mut tx, backend, reseller, &users, &path(request.id), notice).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes the approval back, since it did not lead to an order.
async fn undo(
    backend: &Backend,
    buyer: &CompanyBuyer,
    organization: OrganizationId,
    request: &store::Request,
    refused: &BuyError,
) -> Result<(), Internal> {
    let (reseller, now) = (buyer.reseller(), backend.now());
    let lapsed = match refused {
        BuyError::Place(PlaceError::PriceMoved { now }) => Some(format!(
            "The price is {now} by now. Nothing was bought; please ask again."
        )),
        BuyError::Place(PlaceError::NotSold) | BuyError::Quote(QuoteError::Gone) => {
            Some("The plan is on sale no more. Nothing was bought; please ask for another one.".to_owned())
        }
        _ => None,
    };
    let mut tx = backend.begin(buyer).await?;
    let answer = lapsed.as_deref();
    if store::undo(&mut tx, reseller, organization, request.id, answer).await? {
        let audit = Audit {
            action: if lapsed.is_some() {
                "approval.lapsed"
            } else {
                "approval.reopened"
            },
            entity: request.id.to_string(),
            after: Some(json!({ "what": request.what(), "why": refused.to_string() })),
            ..Audit::default()
        };
        audit::record(&mut tx, buyer, now, audit).await?;
        if let Some(outcome) = lapsed {
            let notice = |link| Notice::ApprovalDecided {
                what: request.what(),
                outcome,
                link,
            };
            let users = [request.requester];
            notices::to_users::to_users(&mut tx, backend, reseller, &users, &path(request.id), notice)
                .await?;
        }
    }
    tx.commit().await?;
    Ok(())
}
