//! A lost phone: another line with the same plan; the old one is ended once the new one is there.

use super::{
    IssueError, find,
    purchase::{Purchase, purchase},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        orders::item::LineStep,
        scope::BuysForCompany,
    },
    shared::{
        ids::{LineId, OrderId, QuoteId},
        money::Money,
    },
};

/// A line in the place of another.
#[derive(Debug, Clone)]
pub struct Replace {
    /// The same key again gives the same order and buys nothing.
    pub key: QuoteId,
    pub line: LineId,
    /// A dearer price is refused; in the shop's currency.
    pub max_price: Option<Money>,
}

/// Why nothing was bought. Nothing was held or charged in any of these cases.
#[derive(Debug, thiserror::Error)]
pub enum ReplaceError {
    /// Of another company, or out of reach.
    #[error("no such line")]
    NotFound,
    /// Another line has taken its place already.
    #[error("the line was replaced by {0}")]
    Replaced(LineId),
    #[error(transparent)]
    Issue(IssueError),
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(ReplaceError);

/// Buys the new line from the company's wallet and returns its order, and the line where it is there. Ended lines can be
/// replaced too.
pub async fn replace(
    backend: &Backend,
    scope: &impl BuysForCompany,
    wish: &Replace,
) -> Result<(OrderId, Option<LineId>), ReplaceError> {
    let line = find(backend, scope, wish.line)
        .await?
        .ok_or(ReplaceError::NotFound)?;
    let wanted = Purchase {
        key: wish.key,
        employee: line.employee,
        plan: line.plan,
        step: LineStep::Issue {
            replaces: Some(line.id),
        },
        max_price: wish.max_price,
        daily_cap: None,
    };
    match line.replaced_by {
        // A form sent twice: its order is there already.
        Some(by) if !is_order_of(backend, scope, wish.key, by).await? => Err(ReplaceError::Replaced(by)),
        _ => purchase(backend, scope, wanted)
            .await
            .map_err(ReplaceError::Issue),
    }
}

async fn is_order_of(
    backend: &Backend,
    scope: &impl BuysForCompany,
    key: QuoteId,
    line: LineId,
) -> Result<bool, Internal> {
    let mut tx = backend.begin(scope).await?;
    let is_so = store::was_bought_by(&mut tx, scope.reseller(), key, line).await?;
    tx.commit().await?;
    Ok(is_so)
}
