//! One order as its reseller sees it: the price stack without the provider's cost, and what a refund would take.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        orders::{
            place::Payer,
            records::{self, OrderRecord},
        },
        scope::Manages,
    },
    shared::{
        crm::{SoldRow, SoldView},
        ids::OrderId,
        money::Money,
        order::{ItemView, OrderStatus},
        price::Shares,
    },
};

/// The order; `None` when it is another reseller's. What whoever looks may do is for the caller to say.
pub async fn sold_order(
    backend: &Backend,
    scope: &impl Manages,
    id: OrderId,
) -> Result<Option<SoldView>, Internal> {
    let Some((order, timeline)) = records::find(backend, scope, id).await? else {
        return Ok(None);
    };
    let mut tx = backend.begin(scope).await?;
    let brought = store::brought(&mut tx, scope.reseller(), id).await?;
    tx.commit().await?;
    let brought = brought.ok_or_else(|| Internal::broken("an order without a customer"))?;
    let shares = order.stack.shares()?;
    let charged = order.stack.charged;
    let is_sold = matches!(order.state, OrderStatus::Fulfilled | OrderStatus::Refunded);
    let left = if is_sold {
        charged.minus(order.refunded)?
    } else {
        Money::zero(charged.currency())
    };
    let (reseller_gives, platform_gives) = gives(&order, &shares, left)?;
    Ok(Some(SoldView {
        payer: match order.payer {
            Payer::Customer => "The customer’s balance".into(),
            Payer::Organization(_) => "A company’s balance".into(),
            Payer::Float => "Your float, ordered by your own system".into(),
        },
        retail: order.stack.retail,
        discount: order.stack.discount,
        platform_price: order.stack.platform_price,
        commission_percent: order.stack.commission_percent,
        commission: order.stack.commission()?,
        margin: shares.reseller,
        left,
        reseller_gives,
        platform_gives,
        refusal: order.refusal.clone(),
        number: brought.number,
        iccid: brought.iccid,
        timeline,
        may_refund: false,
        may_help: false,
        may_go_to_card: order.payer != Payer::Float,
        row: row(&order, brought.email),
    }))
}

/// A refund reverses every party's share in proportion; what is left of the reseller's and of all the others'.
fn gives(order: &OrderRecord, shares: &Shares, left: Money) -> Result<(Money, Money), Internal> {
    let reseller = if order.payer == Payer::Float {
        Money::zero(left.currency())
    } else {
        shares.reseller.in_proportion(left, order.stack.charged)?
    };
    Ok((reseller, left.minus(reseller)?))
}

fn row(order: &OrderRecord, email: String) -> SoldRow {
    let item = order.item.view();
    let country = match &item {
        ItemView::Number { country, .. } => Some(country.code.to_string()),
        ItemView::Esim { country, .. } => country.as_ref().map(|country| country.code.to_string()),
    };
    SoldRow {
        id: order.id,
        customer: order.customer,
        email,
        item,
        country,
        status: order.state,
        charged: order.stack.charged,
        refunded: order.refunded,
        placed_at: order.created_at,
    }
}
