//! Every reseller, by short name.

use super::store;
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Admin},
    shared::{console::ResellerRow, paging::Page},
};

/// Rows of a page.
const ROWS: i64 = 50;

/// A page of the resellers whose name or short name begins with `search` and who are in `status`; an empty text is no
/// filter. `after` is the cursor of the page before.
pub async fn list(
    backend: &Backend,
    _admin: &Admin,
    search: &str,
    status: &str,
    after: Option<&str>,
) -> Result<Page<ResellerRow>, Internal> {
    let mut tx = backend.begin_system_search().await?;
    let rows = store::list(&mut tx, search, status, after, ROWS + 1).await?;
    tx.commit().await?;
    Ok(Page::of(rows, 50, |row| row.slug.clone()))
}
