//! A line is given a further plan, or another one in the place of what it has.

use super::{
    IssueError, find,
    purchase::{Purchase, purchase},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        esims,
        orders::item::LineStep,
        scope::BuysForCompany,
    },
    shared::{
        ids::{LineId, OrderId, PlanId, QuoteId},
        money::{Money, PositiveMoney},
    },
};

/// What a plan does at a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanStep {
    /// Beside what it has.
    Add,
    /// In the place of what it has.
    Change,
}

/// A plan for a line that exists.
#[derive(Debug, Clone)]
pub struct OrderPlan {
    /// The same key again gives the same order and buys nothing.
    pub key: QuoteId,
    pub line: LineId,
    pub plan: PlanId,
    pub step: PlanStep,
    /// A dearer price is refused; in the shop's currency.
    pub max_price: Option<Money>,
    /// What orders with the buyer's key may take in a day.
    pub daily_cap: Option<PositiveMoney>,
}

/// Why nothing was bought. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum OrderPlanError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// Ended: it takes no plan any more.
    #[error("the line is over")]
    Over,
    /// No such plan, or one of another carrier than the line's.
    #[error("the plan is not for this line")]
    OtherPlan,
    /// Prepaid lines keep their plans.
    #[error("the line's carrier changes no plan")]
    Prepaid,
    #[error(transparent)]
    Issue(IssueError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(OrderPlanError);

/// Buys the plan from the company's wallet and returns its order, whatever became of it.
pub async fn order_plan(
    backend: &Backend,
    scope: &impl BuysForCompany,
    wish: &OrderPlan,
) -> Result<OrderId, OrderPlanError> {
    let line = find(backend, scope, wish.line)
        .await?
        .ok_or(OrderPlanError::NotFound)?;
    if line.state.is_over() {
        return Err(OrderPlanError::Over);
    }
    if wish.step == PlanStep::Change && !line.is_steered {
        return Err(OrderPlanError::Prepaid);
    }
    let mut tx = backend.begin(scope).await?;
    let at = store::rows::at(&mut tx, scope.reseller(), scope.organization(), line.id)
        .await?
        .ok_or(OrderPlanError::NotFound)?;
    let plan = esims::catalogue::line_plan_on_sale(&mut tx, scope, wish.plan).await?;
    tx.commit().await?;
    if plan.is_none_or(|plan| plan.provider != at.provider) {
        return Err(OrderPlanError::OtherPlan);
    }
    let (line_id, provider_line) = (line.id, at.provider_line);
    let step = match wish.step {
        PlanStep::Add => LineStep::Add {
            line: line_id,
            provider_line,
        },
        PlanStep::Change => LineStep::Change {
            line: line_id,
            provider_line,
        },
    };
    let wanted = Purchase {
        key: wish.key,
        employee: line.employee,
        plan: wish.plan,
        step,
        max_price: wish.max_price,
        daily_cap: wish.daily_cap,
    };
    let (order, _) = purchase(backend, scope, wanted)
        .await
        .map_err(OrderPlanError::Issue)?;
    Ok(order)
}
