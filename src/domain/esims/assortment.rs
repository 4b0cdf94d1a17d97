//! The catalogue with its switches, as a shop's staff see it: everything providers sell, on and off.

use super::{catalogue::Plan, store};
use crate::{
    backend::Backend,
    domain::{
        error::Internal,
        pricing,
        scope::{Manages, Operates},
    },
    shared::{
        assortment::{PlaceSwitch, PlanSwitch},
        ids::PlanId,
        paging::Page,
        pricing::SupplierFloorRow,
    },
};

/// Rows of a page.
const PAGE_ROWS: usize = 50;
/// Longest search, in characters.
const SEARCH_MAX: usize = 60;

/// Which plans.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// In the name of the plan or the place.
    pub search: String,
    /// Only one place, by its slug.
    pub place: Option<String>,
    /// Only what is on, or off.
    pub is_on: Option<bool>,
    /// `slug:id` of the last row seen.
    pub after: Option<String>,
}

/// A plan with its switches.
pub(super) struct Switched {
    pub plan: Plan,
    pub is_on: bool,
    pub is_place_off: bool,
}

/// Plans by place, with this shop's prices.
pub async fn plans(
    backend: &Backend,
    scope: &impl Manages,
    filter: &Filter,
) -> Result<Page<PlanSwitch>, Internal> {
    let (after_slug, after_id) = match filter.after.as_deref().and_then(|after| after.split_once(':')) {
        Some((slug, id)) => (slug.to_owned(), id.parse::<PlanId>().ok()),
        None => (String::new(), None),
    };
    let search: String = filter.search.trim().chars().take(SEARCH_MAX).collect();
    let mut tx = backend.begin_search(scope).await?;
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let found = store::switches::plans(
        &mut tx,
        scope.reseller(),
        &search,
        filter,
        (&after_slug, after_id),
        limit,
    )
    .await?;
    let book = pricing::rulebook(&mut tx, scope, backend.now()).await?;
    tx.commit().await?;
    let page = Page::of(found, PAGE_ROWS, |one| {
        format!("{}:{}", one.plan.place_slug, one.plan.id)
    });
    Ok(page.map(|one| PlanSwitch {
        id: one.plan.id,
        price: one.plan.price(&book).map(|stack| stack.charged),
        name: one.plan.name,
        place: one.plan.place,
        place_slug: one.plan.place_slug,
        is_on: one.is_on,
        is_place_off: one.is_place_off,
    }))
}

/// Places by name, with how much they offer; those after the slug `after`.
pub async fn places(
    backend: &Backend,
    scope: &impl Manages,
    search: &str,
    after: Option<&str>,
) -> Result<Page<PlaceSwitch>, Internal> {
    let search: String = search.trim().chars().take(SEARCH_MAX).collect();
    let mut tx = backend.begin_search(scope).await?;
    let limit = i64::try_from(PAGE_ROWS + 1).unwrap_or(i64::MAX);
    let found = store::switches::places(
        &mut tx,
        scope.reseller(),
        &search,
        after.unwrap_or_default(),
        limit,
    )
    .await?;
    tx.commit().await?;
    Ok(Page::of(found, PAGE_ROWS, |place| place.slug.clone()))
}

/// Plans whose supplier sets a least price, the first fifty by name.
pub async fn supplier_floors(
    backend: &Backend,
    _operator: &impl Operates,
) -> Result<Vec<SupplierFloorRow>, Internal> {
    let mut tx = backend.begin_system().await?;
    let rows = store::switches::supplier_floors(&mut tx).await?;
    tx.commit().await?;
    Ok(rows)
}
