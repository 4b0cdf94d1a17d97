//! A customer's conversations.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Buys, time_cursor::TimeCursor},
    shared::{message::Inbox, paging::Page},
};

/// Conversations of a page.
const SIZE: usize = 50;
/// Longest text that is looked for.
const SEARCH_MAX: usize = 100;

/// The last message with each peer, newest first; with a search, the last message that fits. An `after` that is no cursor
/// begins at the start.
pub async fn inbox(
    backend: &Backend,
    buyer: &impl Buys,
    wanted: &str,
    after: Option<&str>,
) -> Result<Inbox, Internal> {
    let wanted: String = wanted
        .trim()
        .chars()
        .filter(|c| !c.is_control())
        .take(SEARCH_MAX)
        .collect();
    let after: Option<TimeCursor> = after.and_then(|text| text.parse().ok());
    let mut tx = backend.begin_search(buyer).await?;
    let limit = i64::try_from(SIZE + 1).unwrap_or(i64::MAX);
    let rows = store::conversations(&mut tx, buyer, &wanted, after, limit).await?;
    let numbers = store::numbers(&mut tx, buyer, &backend.providers.message_vendors()).await?;
    tx.commit().await?;
    let page = Page::of(rows, SIZE, |(cursor, _)| cursor.to_string()).map(|(_, row)| row);
    Ok(Inbox {
        conversations: page.rows,
        next: page.next,
        numbers,
    })
}
