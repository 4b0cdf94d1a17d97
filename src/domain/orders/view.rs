//! The page of an order: where it stands and where the money is.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys},
    shared::{
        ids::OrderId,
        order::{OrderView, TimelineRow},
    },
};

/// The order; `None` when it is somebody else's.
pub async fn view(backend: &Backend, buyer: &impl Buys, id: OrderId) -> Result<Option<OrderView>, Internal> {
    let mut tx = backend.begin(buyer).await?;
    let Some((row, refusal, refunded)) = store::order(&mut tx, buyer, id).await? else {
        return Ok(None);
    };
    let events = store::events(&mut tx, buyer.reseller(), id, row.charged.currency()).await?;
    let (number_id, esim_id) = store::delivered(&mut tx, buyer, id).await?;
    tx.commit().await?;
    let timeline = events
        .into_iter()
        .map(|event| TimelineRow {
            at: event.at,
            title: title(&event.kind).to_owned(),
            detail: event.detail,
            amount: event.amount,
        })
        .collect();
    Ok(Some(OrderView {
        row,
        refunded,
        timeline,
        refusal,
        number_id,
        esim_id,
    }))
}

pub(super) fn title(kind: &str) -> &'static str {
    match kind {
        "held" => "Money set aside",
        "submitted" => "Ordered from our supplier",
        "bought" => "Delivered by our supplier",
        "refused" => "Our supplier said no",
        "unknown" => "No clear answer yet",
        "asked" => "Asked our supplier again",
        "captured" => "Paid from your balance",
        "released" => "Money back in your balance",
        "refunded" => "Refunded",
        _ => "Our staff are looking into it",
    }
}
