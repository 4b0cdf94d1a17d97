//! Orders as the reseller's own system sees them: with payer and price stack, across its customers.

use chrono::{DateTime, Utc};

use super::{item::Item, losing::LosingOffer, place::Payer, store, view::title};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{
        ids::{EsimId, NumberId, OrderId, UserId},
        money::Money,
        order::{OrderStatus, TimelineRow},
        price::PriceStack,
    },
};

/// An order with everything its reseller may know.
#[derive(Debug, Clone)]
pub struct OrderRecord {
    pub id: OrderId,
    pub customer: UserId,
    pub payer: Payer,
    pub state: OrderStatus,
    pub item: Item,
    pub stack: PriceStack,
    /// Vendors it was not bought from; the reseller is not told.
    pub losing: Vec<LosingOffer>,
    pub refunded: Money,
    /// Why it was not delivered, in words for the buyer.
    pub refusal: Option<String>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub number: Option<NumberId>,
    pub esim: Option<EsimId>,
}

/// Which orders.
#[derive(Debug, Clone, Copy, Default)]
pub struct Filter {
    pub customer: Option<UserId>,
    pub state: Option<OrderStatus>,
    /// Older than this one.
    pub before: Option<OrderId>,
}

/// One of the reseller's orders with its timeline; `None` when it is another reseller's.
pub async fn find(
    backend: &Backend,
    scope: &impl Manages,
    id: OrderId,
) -> Result<Option<(OrderRecord, Vec<TimelineRow>)>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let reseller = scope.reseller();
    let Some(order) = store::records(&mut tx, reseller, Some(id), Filter::default(), 1)
        .await?
        .pop()
    else {
        return Ok(None);
    };
    let currency = order.stack.charged.currency();
    let events = store::events(&mut tx, reseller, id, currency).await?;
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
    Ok(Some((order, timeline)))
}

/// The reseller's orders, newest first, at most `limit`.
pub async fn list(
    backend: &Backend,
    scope: &impl Manages,
    filter: Filter,
    limit: i64,
) -> Result<Vec<OrderRecord>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let rows = store::records(&mut tx, scope.reseller(), None, filter, limit).await?;
    tx.commit().await?;
    Ok(rows)
}
