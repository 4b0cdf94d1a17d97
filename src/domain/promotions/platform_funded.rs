//! Codes the platform bears, across shops, for the console.

use super::{
    find::find,
    pause::{PauseError, pause},
    store,
    words::row,
};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        scope::{Operator, OperatorAt},
    },
    shared::{
        ids::{OrderId, PromoId},
        paging::Page,
        promotion::{BorneRow, PromoView},
    },
};

/// Codes of a page.
const PAGE_ROWS: usize = 50;

/// Every code the platform bears, the newest first; those made before `after`.
pub async fn list_platform_funded(
    backend: &Backend,
    _operator: &Operator,
    after: Option<PromoId>,
) -> Result<Page<BorneRow>, Internal> {
    let now = backend.now();
    let mut tx = backend.begin_system().await?;
    let found = store::platform_funded(&mut tx, after, PAGE_ROWS as i64 + 1).await?;
    tx.commit().await?;
    let page = Page::of(found, PAGE_ROWS, |one| one.promo.id.to_string());
    Ok(page.map(|one| BorneRow {
        row: row(&one.promo, now),
        shop: one.shop,
        given: one.given,
    }))
}

/// One of them with a page of its uses, and its shop's name; `None` when the platform does not bear it.
pub async fn find_platform_funded(
    backend: &Backend,
    operator: &Operator,
    id: PromoId,
    after: Option<OrderId>,
) -> Result<Option<(String, PromoView)>, Internal> {
    let Some((at, shop)) = at_its_shop(backend, operator, id).await? else {
        return Ok(None);
    };
    let found = find(backend, &at, id, after).await?;
    Ok(found.map(|view| (shop, view)))
}

/// Pauses one of them or lets it go on.
pub async fn pause_platform_funded(
    backend: &Backend,
    operator: &Operator,
    id: PromoId,
    is_paused: bool,
) -> Result<(), PauseError> {
    let (at, _) = at_its_shop(backend, operator, id)
        .await?
        .ok_or(PauseError::NotFound)?;
    pause(backend, &at, id, is_paused).await
}

async fn at_its_shop(
    backend: &Backend,
    operator: &Operator,
    id: PromoId,
) -> Result<Option<(OperatorAt, String)>, Internal> {
    let mut tx = backend.begin_system().await?;
    let found = store::shop_of_platform_funded(&mut tx, id).await?;
    tx.commit().await?;
    Ok(found.map(|(reseller, name)| (operator.at(reseller), name)))
}
