//! What every purchase for a line shares: whose it is, who answers for it, and the order.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        employees,
        error::{Internal, with_internal},
        orders::{
            buy::{Buy, BuyError, buy},
            item::LineStep,
            place::Payer,
            quote::Wish,
        },
        scope::BuysForCompany,
    },
    shared::{
        company::EmployeeState,
        ids::{EmployeeId, LineId, OrderId, PlanId, QuoteId},
        money::{Money, PositiveMoney},
    },
};

/// Why nothing was bought. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum IssueError {
    /// Of another company, or out of reach.
    #[error("no such employee")]
    NoEmployee,
    /// The last day has passed.
    #[error("the employee has left")]
    Left,
    /// Nobody owns the company yet, so nobody can answer for what it buys.
    #[error("the company has no owner")]
    NoOwner,
    #[error(transparent)]
    Buy(BuyError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(IssueError);

/// A plan to buy for somebody's line.
pub(super) struct Purchase {
    /// The same key again gives the same order and buys nothing.
    pub key: QuoteId,
    pub employee: EmployeeId,
    pub plan: PlanId,
    pub step: LineStep,
    /// A dearer price is refused; in the shop's currency.
    pub max_price: Option<Money>,
    /// What orders with the buyer's key may take in a day.
    pub daily_cap: Option<PositiveMoney>,
}

/// Buys it from the company's wallet and returns its order, whatever became of it, and the line it made.
pub(super) async fn purchase(
    backend: &Backend,
    scope: &impl BuysForCompany,
    wanted: Purchase,
) -> Result<(OrderId, Option<LineId>), IssueError> {
    let (reseller, organization) = (scope.reseller(), scope.organization());
    let employee = employees::find(backend, scope, wanted.employee)
        .await?
        .ok_or(IssueError::NoEmployee)?;
    if employee.state == EmployeeState::Left {
        return Err(IssueError::Left);
    }
    let mut tx = backend.begin(scope).await?;
    let owner = store::owner(&mut tx, reseller, organization).await?;
    tx.commit().await?;
    let buyer = scope.buyer(owner.ok_or(IssueError::NoOwner)?);
    let request = Buy {
        wish: Wish::Line {
            organization,
            employee: wanted.employee,
            plan: wanted.plan,
            step: wanted.step,
        },
        payer: Payer::Organization(organization),
        max_price: wanted.max_price,
        promo_code: None,
        daily_cap: wanted.daily_cap,
    };
    let order = buy(backend, &buyer, wanted.key, &request)
        .await
        .map_err(IssueError::Buy)?;
    let mut tx = backend.begin(scope).await?;
    let line = store::line_of_order(&mut tx, reseller, order).await?;
    tx.commit().await?;
    Ok((order, line))
}
