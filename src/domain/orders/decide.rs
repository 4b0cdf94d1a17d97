//! An operator's word on an order the provider never told the outcome of: moves money by the same steps as the
//! provider's answer would.

use super::{
    advance::ask_what_happened,
    item::Item,
    settle::{Delivery, fulfil, refuse},
    store,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Scope, System},
    },
    providers::{ProviderError, Refusal},
    shared::{
        ids::{OrderId, UserId},
        money::Money,
        order::OrderStatus,
    },
};

/// An order as an operator must know it.
#[derive(Debug, Clone)]
pub struct Facts {
    pub id: OrderId,
    pub status: OrderStatus,
    pub customer: UserId,
    pub item: Item,
    /// Ours, at the provider.
    pub reference: String,
    pub charged: Money,
}

/// The order; `None` when this reseller has none with this id.
pub async fn facts(backend: &Backend, system: &System, id: OrderId) -> Result<Option<Facts>, Internal> {
    let mut tx = backend.begin(system).await?;
    let order = store::lock_order(&mut tx, system.reseller(), id).await?;
    tx.commit().await?;
    Ok(order.map(|order| Facts {
        id,
        status: order.state,
        customer: order.owner,
        item: order.item,
        reference: order.reference,
        charged: order.stack.charged,
    }))
}

/// Asks the provider what it has under the order's reference.
pub async fn ask(backend: &Backend, order: &Facts) -> Result<Option<Delivery>, ProviderError> {
    ask_what_happened(backend, &order.item, &order.reference).await
}

/// Ends the order: delivered (`Some`) is captured, not delivered is released. An order that has ended stays as it is;
/// the answer says how it stands.
pub async fn decide(
    backend: &Backend,
    system: &System,
    id: OrderId,
    delivered: Option<Delivery>,
) -> Result<OrderStatus, Internal> {
    match delivered {
        Some(delivery) => fulfil(backend, system, id, delivery).await,
        None => {
            let refusal = Refusal::Other {
                code: "operator".into(),
                detail: "an operator found that it was not delivered".into(),
            };
            refuse(backend, system, id, &refusal).await
        }
    }
}
