//! Plans and places by name, for lists to choose from.

use super::store;
use crate::{
    backend::Backend,
    domain::{
        error::{Internal, with_internal},
        place,
        scope::Scope,
    },
    shared::{ids::PlanId, place::Country, pricing::Named},
};

/// Entries of a list of plans. Others are found by their name all the same.
const PLANS_MAX: i64 = 500;
/// Entries of a list of places.
const PLACES_MAX: i64 = 500;

/// Why a name is no plan.
#[derive(Debug, thiserror::Error)]
pub enum FindPlanError {
    #[error("no plan is called so")]
    Unknown,
    #[error("several plans are called so")]
    Several,
    #[error(transparent)]
    Internal(Internal),
}
with_internal!(FindPlanError);

/// A plan's name with its place. Plans that share both have their id behind it.
pub(super) struct Label {
    pub id: PlanId,
    pub label: String,
    pub is_shared: bool,
}

fn named(found: Label) -> Named {
    Named {
        value: found.id.to_string(),
        name: if found.is_shared {
            format!("{} ({})", found.label, found.id)
        } else {
            found.label
        },
    }
}

/// Plans on sale by name.
pub async fn plans(backend: &Backend, scope: &impl Scope) -> Result<Vec<Named>, Internal> {
    plans_at(backend, scope, None).await
}

/// Plans of one place, by its slug.
pub async fn plans_of(backend: &Backend, scope: &impl Scope, slug: &str) -> Result<Vec<Named>, Internal> {
    plans_at(backend, scope, Some(slug)).await
}

async fn plans_at(backend: &Backend, scope: &impl Scope, slug: Option<&str>) -> Result<Vec<Named>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let found = store::offer::labels(&mut tx, slug, PLANS_MAX).await?;
    tx.commit().await?;
    Ok(found.into_iter().map(named).collect())
}

/// Places with plans: slugs and names.
pub async fn places(backend: &Backend, scope: &impl Scope) -> Result<Vec<Named>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let places = store::offer::places(&mut tx, PLACES_MAX).await?;
    tx.commit().await?;
    Ok(places)
}

/// Countries with plans of their own.
pub async fn countries(backend: &Backend, scope: &impl Scope) -> Result<Vec<Country>, Internal> {
    let mut tx = backend.begin_search(scope).await?;
    let codes = store::offer::countries(&mut tx, PLACES_MAX).await?;
    tx.commit().await?;
    Ok(codes
        .iter()
        .filter_map(|code| code.parse().ok())
        .map(place::country)
        .collect())
}

/// The slug of a plan's place.
pub async fn place_of(
    backend: &Backend,
    scope: &impl Scope,
    plan: PlanId,
) -> Result<Option<String>, Internal> {
    let mut tx = backend.begin(scope).await?;
    let plan = store::plan(&mut tx, plan).await?;
    tx.commit().await?;
    Ok(plan.map(|plan| plan.place_slug))
}

/// The plan that is called so, with or without its place; capitals do not matter.
pub async fn find_plan(backend: &Backend, scope: &impl Scope, name: &str) -> Result<PlanId, FindPlanError> {
    let mut tx = backend.begin_search(scope).await?;
    let found = store::offer::called(&mut tx, name.trim()).await?;
    tx.commit().await?;
    match found[..] {
        [] => Err(FindPlanError::Unknown),
        [plan] => Ok(plan),
        _ => Err(FindPlanError::Several),
    }
}
