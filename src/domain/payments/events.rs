//! What vendors sent, as operators read it.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin, time_cursor::TimeCursor},
    shared::{
        logs::{EventRow, RejectionRow},
        paging::Page,
    },
};

/// Rows of a page.
const ROWS: usize = 50;
/// Rejected requests shown: enough to see a pattern.
const REJECTIONS: i64 = 20;

/// A page of stored events with this outcome (empty: any) and this vendor's id (empty: any), newest first.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    outcome: &str,
    event_id: &str,
    after: Option<TimeCursor>,
) -> Result<Page<EventRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let rows = store::events::list(&mut tx, outcome, event_id, after, ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, ROWS, |row| {
        TimeCursor {
            at: row.received_at,
            id: row.id.uuid(),
        }
        .to_string()
    }))
}

/// The last requests that did not prove to come from a vendor.
pub async fn rejections(backend: &Backend, _admin: &Admin) -> Result<Vec<RejectionRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let rows = store::events::rejections(&mut tx, REJECTIONS).await?;
    tx.commit().await?;
    Ok(rows)
}
