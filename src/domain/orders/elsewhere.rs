//! The vendor of the order said a definite no: the same number is bought from another one that offered it, if that is
//! not dearer than the buyer agreed to. The money stays held, and is captured at the price it was held for.

use super::{
    item::Item,
    place::Payer,
    store::{self, OpenOrder},
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
        supply,
    },
    providers::Refusal,
    shared::order::OrderStatus,
};

/// Moves the order to the next vendor and returns it as it stands then; `None` when nobody is left. Who is asked is
/// written down before they are: whoever finishes the order asks the right one what became of it.
pub(super) async fn elsewhere(
    backend: &Backend,
    system: &System,
    refused: &OpenOrder,
    refusal: &Refusal,
) -> Result<Option<OpenOrder>, Internal> {
    if refused.losing.is_empty() {
        return Ok(None);
    }
    let mut tx = backend.begin(system).await?;
    let Some(order) = store::lock_order(&mut tx, system.reseller(), refused.id).await? else {
        return Err(Internal::broken("an order vanished"));
    };
    // Somebody else took it on meanwhile.
    if order.state != OrderStatus::Submitted || order.line != refused.line {
        return Ok(None);
    }
    let Item::Number { provider, .. } = &order.item else {
        return Ok(None);
    };
    let max_price = order.max_price.unwrap_or(order.stack.charged);
    let is_wholesale = order.payer == Payer::Float;
    let mut next = None;
    for (at, offer) in order.losing.iter().enumerate() {
        if offer.may_replace(&order.stack, is_wholesale, max_price)?
            && backend.providers.number(&offer.provider).is_some()
            && supply::closed(&mut tx, backend, &offer.provider).await?.is_none()
        {
            next = Some(at);
            break;
        }
    }
    let Some(next) = next else {
        return Ok(None);
    };
    let mut losing = order.losing.clone();
    let offer = losing.remove(next);
    losing.extend(order.as_losing(refusal.to_string()));
    let moved = store::Moved {
        provider: &offer.provider,
        item: &order.item.sold_by(&offer),
        stack: &offer.replace(&order.stack, provider),
        losing: &losing,
    };
    store::move_order(&mut tx, system.reseller(), order.id, &moved, backend.now()).await?;
    let order = store::lock_order(&mut tx, system.reseller(), order.id).await?;
    tx.commit().await?;
    metrics::counter!("orders_moved_total").increment(1);
    tracing::warn!(order_id = %refused.id, from = %provider, to = %offer.provider, %refusal, "order moved to another vendor");
    Ok(order)
}
