//! One order as its reseller sees it: the price stack without the provider's cost, what refunds took of whom, and what
//! another would take.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        orders::{
            place::Payer,
            records::{self, OrderRecord},
            refund_split::refund_split,
        },
        scope::Manages,
    },
    shared::{
        crm::{SoldRow, SoldView},
        ids::OrderId,
        order::ItemView,
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
    let split = refund_split(&mut tx, scope, &order).await?;
    tx.commit().await?;
    let brought = brought.ok_or_else(|| Internal::broken("an order without a customer"))?;
    let shares = order.stack.shares()?;
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
        left: split.left,
        reseller_gave: split.reseller_gave,
        platform_gave: split.others_gave,
        reseller_gives: split.reseller_gives,
        platform_gives: split.others_give,
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
