//! What was published, by whom and when.

use super::{
    store::versions::{self, HistoryRow},
    tokens::ThemeTokens,
};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{brand::BrandVersion, paging::Page},
};

/// Versions on a page.
const PAGE: usize = 50;

/// Published versions, newest first; `after` is a page's cursor.
pub async fn history(
    backend: &Backend,
    scope: &impl Scope,
    after: Option<&str>,
) -> Result<Page<BrandVersion>, Internal> {
    let before = after.and_then(|text| text.parse().ok()).unwrap_or(i32::MAX);
    let mut tx = backend.begin(scope).await?;
    let rows = versions::history(&mut tx, scope.reseller(), before, PAGE as i64 + 1).await?;
    tx.commit().await?;
    let rows = rows.into_iter().map(view).collect::<Result<Vec<_>, _>>()?;
    Ok(Page::of(rows, PAGE, |last| last.version.to_string()))
}

fn view(row: HistoryRow) -> Result<BrandVersion, Internal> {
    let tokens: ThemeTokens = serde_json::from_value(row.tokens)?;
    Ok(BrandVersion {
        version: row.version,
        is_published: row.is_published,
        shop_name: row.shop_name.unwrap_or_default(),
        primary: tokens.primary.to_string(),
        secondary: tokens.secondary.to_string(),
        published_at: row.published_at,
        published_by: row.published_by.unwrap_or_default(),
        restored_from: row.restored_from,
    })
}
