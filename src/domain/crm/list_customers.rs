//! A page of a reseller's customers.

use uuid::Uuid;

use super::{
    cursor::Cursor,
    period::Days,
    search::Search,
    store::{self, Wanted},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Manages},
    shared::{
        crm::{AccountStatus, CustomerRow},
        currency::Currency,
        paging::Page,
    },
};

/// What the list begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CustomerSort {
    #[default]
    Newest,
    LastSeen,
}

impl CustomerSort {
    /// Reads the word of the address; `seen` is the other one.
    pub fn parse(word: &str) -> Self {
        if word == "seen" {
            Self::LastSeen
        } else {
            Self::Newest
        }
    }
}

/// Which customers, as the address says.
#[derive(Debug, Clone, Default)]
pub struct CustomerFilter {
    /// The beginning of an e-mail address or a name, a number, an ICCID, an order's, payment's or customer's id.
    pub q: String,
    /// `None`: all whose account is not closed.
    pub status: Option<AccountStatus>,
    pub sort: CustomerSort,
    /// When they joined, in whole days of the shop.
    pub joined: Days,
    /// Where the page before ended; rubbish is the first page.
    pub after: String,
}

/// At most `limit` customers of the filter, and where the next page begins.
pub async fn list_customers(
    backend: &Backend,
    scope: &impl Manages,
    currency: Currency,
    filter: &CustomerFilter,
    limit: i64,
) -> Result<Page<CustomerRow>, Internal> {
    let (reseller, now) = (scope.reseller(), backend.now());
    let mut tx = backend.begin_search(scope).await?;
    let mut wanted = Wanted {
        status: filter.status,
        text: None,
        ids: None,
        joined: store::moments(&mut tx, reseller, filter.joined).await?,
        after: Cursor::read(&filter.after),
        limit: limit + 1,
    };
    let buyers = |found: Vec<(Uuid, Uuid)>| found.into_iter().map(|(_, user)| user).collect();
    match Search::parse(&filter.q) {
        Search::All => {}
        Search::Nothing => wanted.ids = Some(vec![]),
        Search::Text(text) => wanted.text = Some(text),
        Search::Number(e164) => {
            wanted.ids = Some(buyers(store::orders_of_number(&mut tx, reseller, &e164).await?));
        }
        Search::Iccid(iccid) => {
            wanted.ids = Some(buyers(store::orders_of_iccid(&mut tx, reseller, &iccid).await?));
        }
        Search::Order(id) => wanted.ids = Some(Vec::from_iter(store::buyer(&mut tx, reseller, id).await?)),
        Search::Payment(id) => wanted.ids = Some(Vec::from_iter(store::payer(&mut tx, reseller, id).await?)),
        Search::Customer(id) => wanted.ids = Some(vec![id.uuid()]),
    }
    let rows = match filter.sort {
        CustomerSort::Newest => store::newest_customers(&mut tx, reseller, &wanted, currency, now).await?,
        CustomerSort::LastSeen => {
            store::last_seen_customers(&mut tx, reseller, &wanted, currency, now).await?
        }
    };
    tx.commit().await?;
    let size = usize::try_from(limit).unwrap_or_default();
    Ok(Page::of(rows, size, |last| {
        Cursor::write(last.last_seen_at, last.id.uuid())
    }))
}
