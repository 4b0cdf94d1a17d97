//! A customer's calls for a file.

use super::{
    records::CallRecord,
    store::{self, Wanted},
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys, time_cursor::TimeCursor},
    shared::paging::Page,
};

/// Calls read at once.
const SIZE: usize = 500;

/// All calls of the customer, newest first, page by page.
pub async fn export(
    backend: &Backend,
    buyer: &impl Buys,
    after: Option<&str>,
) -> Result<Page<CallRecord>, Internal> {
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: None,
        number: None,
        direction: None,
        after,
        limit: i64::try_from(SIZE + 1).unwrap_or(i64::MAX),
    };
    let rows = store::calls(&mut tx, buyer.reseller(), wanted).await?;
    tx.commit().await?;
    Ok(Page::of(rows, SIZE, |last| last.cursor().to_string()).map(CallRecord::from))
}
