//! Who belongs to a company: inviting, changing, leaving.

use leptos::prelude::*;

use crate::shared::{
    company::MembersView,
    error::AppError,
    ids::{CompanyInvitationId, UserId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::members::{
        self, ChangeRoleError, DeactivateError, HandOverError, InviteError, LeaveError, ReactivateError,
        RemoveError, ResendError, RevokeError,
    },
    server_fns::{account_form as form, guard},
    shared::permissions::{OrganizationMay, OrganizationRole},
};

/// Members and open invitations. Scope: member(ViewCompany).
#[server(prefix = "/do", endpoint = "members/list")]
pub async fn list() -> Result<MembersView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewCompany)?;
    members::list(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Mails somebody an offer to join. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/invite")]
pub async fn invite(email: String, company_role: String, team: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageMembers)?;
    let no_team = || AppError::invalid("team", "Please choose a team from the list.");
    let request = members::Invite {
        email: form::email(&email)?,
        role: role(&company_role)?,
        team: match team.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| no_team())?),
        },
        host: asked.shop.host.clone(),
        origin: asked.origin(),
    };
    members::invite(&asked.backend, &member, request)
        .await
        .map_err(|error| match error {
            InviteError::NotAllowed => AppError::Forbidden,
            InviteError::TooHigh => AppError::invalid(
                "company_role",
                "Only an owner invites owners. Nobody was invited.",
            ),
            InviteError::NoSuchTeam => no_team(),
            InviteError::AlreadyMember => {
                AppError::invalid("email", "Somebody with this address is a member already.")
            }
            InviteError::AlreadyInvited => AppError::invalid(
                "email",
                "This address has an open invitation. Mail it again or take it back in the list below.",
            ),
            InviteError::TooMany => AppError::Refused(
                "Nobody was invited: a company has at most 500 members, 100 open invitations and 100 invitations a \
                 day. Take back invitations nobody answers, or go on tomorrow."
                    .into(),
            ),
            InviteError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=invited");
    Ok(())
}

/// Mails an invitation again with a new link. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/resend")]
pub async fn resend(offer: CompanyInvitationId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageMembers)?;
    members::resend(&asked.backend, &member, offer, &asked.shop.host, &asked.origin())
        .await
        .map_err(|error| match error {
            ResendError::NotAllowed => AppError::Forbidden,
            ResendError::NotFound => AppError::NotFound,
            ResendError::TooSoon { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
            ResendError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=resent");
    Ok(())
}

/// Takes an invitation back. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/revoke")]
pub async fn revoke(offer: CompanyInvitationId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageMembers)?;
    members::revoke(&asked.backend, &member, offer, &asked.origin())
        .await
        .map_err(|error| match error {
            RevokeError::NotAllowed => AppError::Forbidden,
            RevokeError::NotFound => AppError::NotFound,
            RevokeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=revoked");
    Ok(())
}

/// Gives a member another role. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/change_role")]
pub async fn change_role(member: UserId, company_role: String) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::ManageMembers)?;
    let request = members::ChangeRole {
        member,
        role: role(&company_role)?,
        origin: asked.origin(),
    };
    members::change_role(&asked.backend, &own, request)
        .await
        .map_err(|error| match error {
            ChangeRoleError::NotAllowed => AppError::Forbidden,
            ChangeRoleError::NotFound => AppError::NotFound,
            ChangeRoleError::OwnRole => AppError::Refused(
                "Nobody changes their own role. Nothing was changed. Ask another owner or admin.".into(),
            ),
            ChangeRoleError::TooHigh => too_high(),
            ChangeRoleError::LastOwner => last_owner(),
            ChangeRoleError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=role");
    Ok(())
}

/// Keeps a member out for the time being. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/deactivate")]
pub async fn deactivate(member: UserId) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::ManageMembers)?;
    members::deactivate(&asked.backend, &own, member, &asked.origin())
        .await
        .map_err(|error| match error {
            DeactivateError::NotAllowed => AppError::Forbidden,
            DeactivateError::NotFound => AppError::NotFound,
            DeactivateError::Oneself => AppError::Refused(
                "You cannot deactivate yourself. Nothing was changed. To go, use Leave at the end of the page.".into(),
            ),
            DeactivateError::TooHigh => too_high(),
            DeactivateError::LastOwner => last_owner(),
            DeactivateError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=deactivated");
    Ok(())
}

/// Lets a deactivated member in again. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/reactivate")]
pub async fn reactivate(member: UserId) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::ManageMembers)?;
    members::reactivate(&asked.backend, &own, member, &asked.origin())
        .await
        .map_err(|error| match error {
            ReactivateError::NotAllowed => AppError::Forbidden,
            ReactivateError::NotFound => AppError::NotFound,
            ReactivateError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=reactivated");
    Ok(())
}

/// Takes a member out for good; the teams they led go to the successor. Scope: member(ManageMembers).
#[server(prefix = "/do", endpoint = "members/remove")]
pub async fn remove(member: UserId, successor: Option<String>) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::ManageMembers)?;
    let no_successor = || {
        AppError::invalid(
            "successor",
            "Nobody was removed: the teams can go to another active manager of the company only.",
        )
    };
    let request = members::Remove {
        member,
        successor: match successor.unwrap_or_default().as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| no_successor())?),
        },
        origin: asked.origin(),
    };
    members::remove(&asked.backend, &own, request)
        .await
        .map_err(|error| match error {
            RemoveError::NotAllowed => AppError::Forbidden,
            RemoveError::NotFound => AppError::NotFound,
            RemoveError::Oneself => AppError::Refused(
                "You cannot remove yourself. Nothing was changed. To go, use Leave at the end of the page.".into(),
            ),
            RemoveError::TooHigh => too_high(),
            RemoveError::LastOwner => last_owner(),
            RemoveError::SuccessorNeeded { teams } => AppError::Refused(format!(
                "Nobody was removed: this member leads {}. Choose who leads that from now on, then remove them.",
                teams.join(", ")
            )),
            RemoveError::NoSuccessor => no_successor(),
            RemoveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=removed");
    Ok(())
}

/// Makes somebody else the owner. Scope: member(HandOver).
#[server(prefix = "/do", endpoint = "members/hand_over")]
pub async fn hand_over(member: UserId, hands_over: Option<bool>) -> Result<(), AppError> {
    let (asked, own) = guard::member(OrganizationMay::HandOver)?;
    if hands_over != Some(true) {
        return Err(AppError::Refused(
            "You are still the owner. Tick the box to confirm that you hand the company over.".into(),
        ));
    }
    members::hand_over(&asked.backend, &own, member, &asked.origin())
        .await
        .map_err(|error| match error {
            HandOverError::NotAllowed => AppError::Forbidden,
            HandOverError::NotFound => AppError::NotFound,
            HandOverError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/members?saved=handed_over");
    Ok(())
}

/// Ends one's own place in the company. Scope: member(ViewOwn).
#[server(prefix = "/do", endpoint = "members/leave")]
pub async fn leave(leaves_company: Option<bool>) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewOwn)?;
    if leaves_company != Some(true) {
        return Err(AppError::Refused(
            "You are still a member. Tick the box to confirm that you want to leave.".into(),
        ));
    }
    members::leave(&asked.backend, &member, &asked.origin())
        .await
        .map_err(|error| match error {
            LeaveError::NotFound => AppError::NotFound,
            LeaveError::LastOwner => last_owner(),
            LeaveError::LeadsTeams { teams } => AppError::Refused(format!(
                "You are still a member: you lead {}. Ask an owner or admin to remove you; they choose who leads that \
                 next.",
                teams.join(", ")
            )),
            LeaveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/account");
    Ok(())
}

#[cfg(feature = "ssr")]
fn role(text: &str) -> Result<OrganizationRole, AppError> {
    OrganizationRole::parse(text)
        .ok_or_else(|| AppError::invalid("company_role", "Please choose a role from the list."))
}

#[cfg(feature = "ssr")]
fn too_high() -> AppError {
    AppError::Refused("Only an owner changes owners or makes somebody one. Nothing was changed.".into())
}

#[cfg(feature = "ssr")]
fn last_owner() -> AppError {
    AppError::Refused(
        "A company always has an owner. Nothing was changed. Hand it over to somebody else first.".into(),
    )
}
