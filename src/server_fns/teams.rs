//! The teams of a company.

use leptos::prelude::*;

use crate::shared::{
    company::TeamsView,
    error::AppError,
    ids::{TeamId, UserId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::teams::{self, MakeError, RemoveError, RenameError, SetManagerError},
    server_fns::guard,
    shared::permissions::OrganizationMay,
};

/// The teams within reach. Scope: member(ViewCompany).
#[server(prefix = "/do", endpoint = "teams/list")]
pub async fn list() -> Result<TeamsView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewCompany)?;
    teams::list(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Makes a team. Scope: member(ManageTeams).
#[server(prefix = "/do", endpoint = "teams/make")]
pub async fn make_team(team_name: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageTeams)?;
    teams::make(&asked.backend, &member, &team_name, &asked.origin())
        .await
        .map_err(|error| match error {
            MakeError::Name => wrong_name(),
            MakeError::Taken => taken(),
            MakeError::TooMany => AppError::Refused("No team was made: a company has at most 200.".into()),
            MakeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/teams?saved=made");
    Ok(())
}

/// Gives a team another name. Scope: member(ManageTeams).
#[server(prefix = "/do", endpoint = "teams/rename")]
pub async fn rename_team(group: TeamId, team_name: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageTeams)?;
    teams::rename(&asked.backend, &member, group, &team_name, &asked.origin())
        .await
        .map_err(|error| match error {
            RenameError::NotFound => AppError::NotFound,
            RenameError::Name => wrong_name(),
            RenameError::Taken => taken(),
            RenameError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/teams?saved=renamed");
    Ok(())
}

/// Removes a team nobody is in. Scope: member(ManageTeams).
#[server(prefix = "/do", endpoint = "teams/remove")]
pub async fn remove_team(group: TeamId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageTeams)?;
    teams::remove(&asked.backend, &member, group, &asked.origin())
        .await
        .map_err(|error| match error {
            RemoveError::NotFound => AppError::NotFound,
            RemoveError::InUse => AppError::Refused(
                "The team was not removed: employees are in it, or were when they left, or somebody was invited to \
                 lead it."
                    .into(),
            ),
            RemoveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/teams?saved=removed");
    Ok(())
}

/// Says whether a manager leads a team. Scope: member(ManageTeams).
#[server(prefix = "/do", endpoint = "teams/set_manager")]
pub async fn set_manager(group: TeamId, member: UserId, leads: bool) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::ManageTeams)?;
    let request = teams::SetManager {
        team: group,
        manager: member,
        leads,
        origin: asked.origin(),
    };
    teams::set_manager(&asked.backend, &own, request)
        .await
        .map_err(|error| match error {
            SetManagerError::NotFound => AppError::NotFound,
            SetManagerError::NoManager => AppError::Refused(
                "Nothing was changed: only active members with the role Manager lead a team.".into(),
            ),
            SetManagerError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/teams?saved=manager");
    Ok(())
}

#[cfg(feature = "ssr")]
fn wrong_name() -> AppError {
    AppError::invalid("team_name", "Please enter a name of 1 to 80 characters.")
}

#[cfg(feature = "ssr")]
fn taken() -> AppError {
    AppError::invalid("team_name", "There is a team of this name already.")
}
