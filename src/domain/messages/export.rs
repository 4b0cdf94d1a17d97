//! A customer's messages for a file.

use super::store::{self, Wanted};
use crate::{
    backend::Backend,
    domain::{error::Internal, messages::records::MessageRecord, scope::Buys, time_cursor::TimeCursor},
    shared::paging::Page,
};

/// Messages read at once.
const SIZE: usize = 500;

/// All messages of the customer, newest first, page by page.
pub async fn export(
    backend: &Backend,
    buyer: &impl Buys,
    after: Option<&str>,
) -> Result<Page<MessageRecord>, Internal> {
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    let mut tx = backend.begin_search(buyer).await?;
    let wanted = Wanted {
        owner: Some(buyer.owner_id()),
        reach: buyer.reach(),
        id: None,
        with: None,
        after,
        limit: i64::try_from(SIZE + 1).unwrap_or(i64::MAX),
    };
    let rows = store::messages(&mut tx, buyer.reseller(), wanted).await?;
    tx.commit().await?;
    Ok(Page::of(rows, SIZE, |last| last.cursor().to_string()).map(MessageRecord::from))
}
