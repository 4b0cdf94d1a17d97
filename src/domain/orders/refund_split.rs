//! Who bore what was given back of an order, and who would bear the rest.

use sqlx::PgConnection;

use super::{
    records::OrderRecord,
    reversal::{Leg, reversal},
    store,
};
use crate::{
    domain::{error::Internal, scope::Manages, wallet::transfer::Account},
    shared::{
        money::{Money, MoneyError},
        order::OrderStatus,
    },
};

/// The reseller's part and everybody else's, of what is booked and of what is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RefundSplit {
    /// What can still be refunded.
    pub left: Money,
    pub reseller_gave: Money,
    pub others_gave: Money,
    /// When all that is left is refunded.
    pub reseller_gives: Money,
    pub others_give: Money,
}

/// Read from the order's entries in the ledger, in the caller's transaction; nothing for an order without a sale.
pub async fn refund_split(
    conn: &mut PgConnection,
    scope: &impl Manages,
    order: &OrderRecord,
) -> Result<RefundSplit, Internal> {
    let charged = order.stack.charged;
    let zero = Money::zero(charged.currency());
    if !matches!(order.state, OrderStatus::Fulfilled | OrderStatus::Refunded) {
        return Ok(RefundSplit {
            left: zero,
            reseller_gave: zero,
            others_gave: zero,
            reseller_gives: zero,
            others_give: zero,
        });
    }
    let legs = store::legs(conn, scope.reseller(), order.id, order.payer, charged.currency()).await?;
    let left = charged.minus(order.refunded)?;
    let booked: Vec<(Leg, Money)> = legs.iter().map(|leg| (*leg, leg.reversed)).collect();
    let reseller_gave = resellers(&booked, zero)?;
    let reseller_gives = if left.is_positive() {
        resellers(&reversal(&legs, charged, order.refunded, left)?, zero)?
    } else {
        zero
    };
    Ok(RefundSplit {
        left,
        reseller_gave,
        others_gave: order.refunded.minus(reseller_gave)?,
        reseller_gives,
        others_give: left.minus(reseller_gives)?,
    })
}

/// What was taken from the reseller's own accounts, less what came back to its float.
fn resellers(moves: &[(Leg, Money)], zero: Money) -> Result<Money, MoneyError> {
    moves
        .iter()
        .filter(|(leg, _)| match leg.account {
            Account::ResellerEarnings | Account::ResellerSales => true,
            Account::Wallet(_) => !leg.is_payers,
            _ => false,
        })
        .try_fold(zero, |sum, (_, step)| sum.minus(*step))
}
