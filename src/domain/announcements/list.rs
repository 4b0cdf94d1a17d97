//! Every message, for operators.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin, time_cursor::TimeCursor},
    shared::{announcement::AnnouncementRow, paging::Page},
};

/// Rows of a page.
const ROWS: usize = 50;

/// A page of the messages, newest first.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    after: Option<TimeCursor>,
) -> Result<Page<AnnouncementRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let rows = store::list(&mut tx, after, ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, ROWS, |row| {
        TimeCursor {
            at: row.created_at,
            id: row.id.uuid(),
        }
        .to_string()
    }))
}
