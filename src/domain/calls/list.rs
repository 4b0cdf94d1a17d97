//! A customer's calls.

use super::store::{self, Wanted};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys, time_cursor::TimeCursor},
    shared::{call::CallList, ids::NumberId, paging::Page},
};

/// Calls of a page.
const SIZE: usize = 50;

/// Calls, newest first; of one number or direction where that is asked. An `after` that is no cursor begins at the start.
pub async fn list(
    backend: &Backend,
    buyer: &impl Buys,
    number: Option<NumberId>,
    direction: &str,
    after: Option<&str>,
) -> Result<CallList, Internal> {
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: None,
        number,
        direction: Some(direction).filter(|word| ["out", "in"].contains(word)),
        after,
        limit: i64::try_from(SIZE + 1).unwrap_or(i64::MAX),
    };
    let rows = store::calls(&mut tx, buyer.reseller(), wanted).await?;
    tx.commit().await?;
    let page = Page::of(rows, SIZE, |last| last.cursor().to_string()).map(|found| found.row);
    Ok(CallList {
        rows: page.rows,
        next: page.next,
    })
}
