//! People across shops, for operators. Every search and every look is written down.

use leptos::prelude::*;

use crate::shared::{
    crm::{FoundPerson, PersonView},
    error::AppError,
    ids::UserId,
};
#[cfg(feature = "ssr")]
use crate::{domain::crm, server_fns::guard, shared::permissions::OperatorMay};

/// People found by what was asked. Scope: operator(FindPeople).
#[server(prefix = "/do", endpoint = "people/find")]
pub async fn find_people(q: Option<String>) -> Result<Vec<FoundPerson>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::FindPeople)?;
    crm::find_people(&asked.backend, &admin, &q.unwrap_or_default(), &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One person, with a page of the timeline. Scope: operator(FindPeople).
#[server(prefix = "/do", endpoint = "people/person")]
pub async fn person(id: UserId, after: Option<String>) -> Result<PersonView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::FindPeople)?;
    crm::open_person(
        &asked.backend,
        &admin,
        id,
        &after.unwrap_or_default(),
        &asked.origin(),
    )
    .await
    .map_err(|error| asked.internal(&error))?
    .ok_or(AppError::NotFound)
}
