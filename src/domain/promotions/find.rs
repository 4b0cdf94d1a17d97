//! A code with its uses.

use super::{store, words::row};
use crate::{
    backend::Backend,
    domain::{error::Internal, scope::Scope},
    shared::{
        ids::{OrderId, PromoId},
        paging::Page,
        promotion::PromoView,
    },
};

/// Uses of a page.
const PAGE_ROWS: usize = 50;

/// A code of the scope's shop with a page of its uses, the newest first; `None` when it is another shop's.
pub async fn find(
    backend: &Backend,
    scope: &impl Scope,
    id: PromoId,
    after: Option<OrderId>,
) -> Result<Option<PromoView>, Internal> {
    let (now, reseller) = (backend.now(), scope.reseller());
    let mut tx = backend.begin_search(scope).await?;
    let Some(promo) = store::by_id(&mut tx, reseller, id).await? else {
        return Ok(None);
    };
    let uses = store::uses(&mut tx, reseller, id, after, PAGE_ROWS as i64 + 1).await?;
    let given = store::given(&mut tx, reseller, id, promo.minimum.currency()).await?;
    tx.commit().await?;
    Ok(Some(PromoView {
        row: row(&promo, now),
        given,
        uses: Page::of(uses, PAGE_ROWS, |one| one.order.to_string()),
    }))
}
