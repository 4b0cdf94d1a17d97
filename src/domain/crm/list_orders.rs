//! A page of a reseller's orders.

use super::{
    cursor::Cursor,
    period::Days,
    search::Search,
    store::{self, WantedOrders},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{
        crm::{OrderQuery, SoldRow},
        order::OrderStatus,
        paging::Page,
    },
};

/// Which orders, read from an address. What names nothing leaves the list empty, so that a wrong filter is never
/// taken for all orders.
#[derive(Debug, Clone)]
pub struct OrderFilter {
    search: Search,
    state: Option<OrderStatus>,
    in_flight: bool,
    kind: Option<String>,
    country: Option<String>,
    days: Days,
    after: Option<Cursor>,
    is_impossible: bool,
}

impl OrderFilter {
    /// Reads the address.
    pub fn parse(query: &OrderQuery) -> Self {
        let in_flight = query.state == "in_flight";
        let state = OrderStatus::ALL
            .into_iter()
            .find(|state| state.as_str() == query.state);
        let kind = Some(query.kind.clone()).filter(|kind| !kind.is_empty());
        let country = Some(query.country.trim().to_uppercase()).filter(|country| !country.is_empty());
        let is_country = country
            .as_deref()
            .is_none_or(|code| code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_alphabetic()));
        let is_kind = kind
            .as_deref()
            .is_none_or(|kind| matches!(kind, "number" | "esim"));
        let is_state = in_flight || state.is_some() || query.state.is_empty();
        Self {
            search: Search::parse(&query.q),
            state,
            in_flight,
            kind,
            country,
            days: Days::parse(&query.from, &query.until),
            after: Cursor::read(&query.after),
            is_impossible: !(is_country && is_kind && is_state),
        }
    }
}

/// At most `limit` orders of the filter, and where the next page begins.
pub async fn list_orders(
    backend: &Backend,
    scope: &impl Manages,
    filter: &OrderFilter,
    limit: i64,
) -> Result<Page<SoldRow>, Internal> {
    let reseller = scope.reseller();
    let mut tx = backend.begin_search(scope).await?;
    let mut wanted = WantedOrders {
        state: filter.state,
        in_flight: filter.in_flight,
        kind: filter.kind.clone(),
        country: filter.country.clone(),
        period: store::moments(&mut tx, reseller, filter.days).await?,
        after: filter.after,
        limit: limit + 1,
        ..WantedOrders::default()
    };
    let orders = |found: Vec<(uuid::Uuid, uuid::Uuid)>| found.into_iter().map(|(order, _)| order).collect();
    match &filter.search {
        _ if filter.is_impossible => wanted.ids = Some(vec![]),
        Search::All => {}
        Search::Nothing => wanted.ids = Some(vec![]),
        Search::Text(text) => {
            wanted.customers = Some(store::customers_called(&mut tx, reseller, text).await?);
        }
        Search::Number(e164) => {
            wanted.ids = Some(orders(store::orders_of_number(&mut tx, reseller, e164).await?));
        }
        Search::Iccid(iccid) => {
            wanted.ids = Some(orders(store::orders_of_iccid(&mut tx, reseller, iccid).await?));
        }
        Search::Order(id) => wanted.ids = Some(vec![id.uuid()]),
        Search::Customer(id) => wanted.customers = Some(vec![id.uuid()]),
        Search::Payment(id) => {
            wanted.customers = Some(Vec::from_iter(store::payer(&mut tx, reseller, *id).await?));
        }
    }
    let rows = store::sold(&mut tx, reseller, &wanted).await?;
    tx.commit().await?;
    let size = usize::try_from(limit).unwrap_or_default();
    Ok(Page::of(rows, size, |last| {
        Cursor::write(last.placed_at, last.id.uuid())
    }))
}
