//! The mail log as operators read it. Never the text: it may carry a secret link.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin, time_cursor::TimeCursor},
    shared::{ids::ResellerId, logs::MailRow, paging::Page},
};

/// Rows of a page.
const ROWS: usize = 50;

/// Which mails; an empty text does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MailFilter {
    /// The whole address.
    pub recipient: String,
    pub template: String,
    /// `queued`, `sent` or `failed`.
    pub state: String,
    pub reseller: Option<ResellerId>,
}

/// A page of the mails that fit, newest first, behind `after`.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    filter: &MailFilter,
    after: Option<TimeCursor>,
) -> Result<Page<MailRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let rows = store::log::mails(&mut tx, filter, after, ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, ROWS, |row| {
        TimeCursor {
            at: row.created_at,
            id: row.id.uuid(),
        }
        .to_string()
    }))
}
