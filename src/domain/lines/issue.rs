//! A company buys a line for an employee.

use super::{
    IssueError,
    purchase::{Purchase, purchase},
};
use crate::{
    backend::Backend,
    domain::{orders::item::LineStep, scope::BuysForCompany},
    shared::{
        ids::{EmployeeId, LineId, OrderId, PlanId, QuoteId},
        money::{Money, PositiveMoney},
    },
};

/// A line for somebody.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The same key again gives the same order and buys nothing.
    pub key: QuoteId,
    pub employee: EmployeeId,
    pub plan: PlanId,
    /// A dearer price is refused; in the shop's currency.
    pub max_price: Option<Money>,
}

/// Buys it from the company's wallet and returns its order, whatever became of it, and the line where it is there.
pub async fn issue(
    backend: &Backend,
    scope: &impl BuysForCompany,
    wish: &Issue,
) -> Result<(OrderId, Option<LineId>), IssueError> {
    issue_within(backend, scope, wish, None).await
}

/// The same for a key that may take only so much in a day.
pub async fn issue_within(
    backend: &Backend,
    scope: &impl BuysForCompany,
    wish: &Issue,
    daily_cap: Option<PositiveMoney>,
) -> Result<(OrderId, Option<LineId>), IssueError> {
    let wanted = Purchase {
        key: wish.key,
        employee: wish.employee,
        plan: wish.plan,
        step: LineStep::Issue { replaces: None },
        max_price: wish.max_price,
        daily_cap,
    };
    purchase(backend, scope, wanted).await
}
