//! A shop's codes.

use super::{store, words::row};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{ids::PromoId, paging::Page, promotion::PromoRow},
};

/// Codes of a page.
const PAGE_ROWS: usize = 50;

/// The scope's shop's codes, the newest first; those made before `after`.
pub async fn list(
    backend: &Backend,
    scope: &impl Scope,
    after: Option<PromoId>,
) -> Result<Page<PromoRow>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_search(scope).await?;
    let promos = store::list(&mut tx, scope.reseller(), after, PAGE_ROWS as i64 + 1).await?;
    tx.commit().await?;
    let page = Page::of(promos, PAGE_ROWS, |promo| promo.id.to_string());
    Ok(page.map(|promo| row(&promo, now)))
}
