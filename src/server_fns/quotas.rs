//! How many messages a company, its teams and its members may send in a month.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{TeamId, UserId},
    quota::QuotasView,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::quotas::{self, SetMemberError, SetPool, SetPoolError, SetTeamError},
    server_fns::guard,
    shared::permissions::OrganizationMay,
};

/// The quotas of the month. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "quotas/show")]
pub async fn show() -> Result<QuotasView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    quotas::show(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Sets the company's. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "quotas/save_pool")]
pub async fn save_pool(pool_limit: String, overage: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    let request = SetPool {
        limit: limit("pool_limit", &pool_limit)?,
        is_overage_allowed: match overage.as_str() {
            "allowed" => true,
            "blocked" => false,
            _ => return Err(AppError::invalid("overage", "Please choose one of the list.")),
        },
        origin: asked.origin(),
    };
    quotas::set_pool(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            SetPoolError::Limit => wrong("pool_limit"),
            SetPoolError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/messages/quotas?saved=pool");
    Ok(())
}

/// Sets a team's. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "quotas/save_team")]
pub async fn save_team(group: TeamId, team_limit: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    let wanted = limit("team_limit", &team_limit)?;
    quotas::set_team(&asked.backend, &member, group, wanted, &asked.origin())
        .await
        .map_err(|error| match error {
            SetTeamError::NotFound => AppError::NotFound,
            SetTeamError::Limit => wrong("team_limit"),
            SetTeamError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/messages/quotas?saved=team");
    Ok(())
}

/// Sets a member's. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "quotas/save_member")]
pub async fn save_member(member: UserId, member_limit: String) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::EditBudgets)?;
    let wanted = limit("member_limit", &member_limit)?;
    quotas::set_member(&asked.backend, &own, member, wanted, &asked.origin())
        .await
        .map_err(|error| match error {
            SetMemberError::NotFound => AppError::NotFound,
            SetMemberError::Limit => wrong("member_limit"),
            SetMemberError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/messages/quotas?saved=member");
    Ok(())
}

/// Nothing is no limit.
#[cfg(feature = "ssr")]
fn limit(field: &str, text: &str) -> Result<Option<i64>, AppError> {
    match text.trim() {
        "" => Ok(None),
        text => text.parse().map(Some).map_err(|_| wrong(field)),
    }
}

#[cfg(feature = "ssr")]
fn wrong(field: &str) -> AppError {
    AppError::invalid(
        field,
        "Please enter a whole number of segments from 0 to 100,000,000, or nothing for no limit. Nothing was changed.",
    )
}
