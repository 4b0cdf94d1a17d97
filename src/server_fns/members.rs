//! Who belongs to a company: inviting, joining, changing, leaving.

use leptos::prelude::*;

use crate::shared::{
    company::{CompanyJoinView, MembersView},
    error::AppError,
    ids::{CompanyInvitationId, UserId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::{Browser, LinkToken},
        members::{
            self, AcceptError, ChangeRoleError, DeactivateError, HandOverError, InviteError, JoinError,
            LeaveError, ReactivateError, RemoveError, ResendError, RevokeError,
        },
    },
    server_fns::{account_form as form, guard},
    shared::{
        permissions::{OrganizationMay, OrganizationRole},
        staff::LinkState,
    },
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

/// What a mailed link offers. Scope: visitor.
#[server(prefix = "/do", endpoint = "members/invitation")]
pub async fn invitation(token: String) -> Result<CompanyJoinView, AppError> {
    let asked = guard::visitor()?;
    let signed_in_as = asked
        .user
        .as_ref()
        .filter(|user| user.entry.is_none())
        .map(|user| user.email.clone());
    let token = LinkToken::parse(&token);
    members::show_invitation(&asked.backend, &asked.shop.visitor, token.as_ref(), signed_in_as)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Joins the company with a new account. Scope: visitor.
#[server(prefix = "/do", endpoint = "members/join")]
pub async fn join(
    token: String,
    first_name: String,
    last_name: String,
    password: String,
) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let request = members::Join {
        token: LinkToken::parse(&token).ok_or_else(|| link_error(LinkState::Unknown))?,
        first_name: form::name("first_name", &first_name)?,
        last_name: form::name("last_name", &last_name)?,
        password: form::password("password", &password)?,
        browser: Browser {
            device: asked.device(),
            origin: asked.origin(),
            replaces: asked.session_token(),
        },
    };
    let session = members::join(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            JoinError::Link(state) => link_error(state),
            JoinError::HasAccount => AppError::Refused(
                "There is an account with this address already. Sign in with it, then open the link of the mail again."
                    .into(),
            ),
            JoinError::PasswordIsEmail => form::password_is_email("password"),
            JoinError::TooMany => too_many(),
            JoinError::Internal(error) => asked.internal(&error),
        })?;
    asked.set_session(&session);
    leptos_axum::redirect("/business");
    Ok(())
}

/// Joins the company with the account that is signed in. Scope: customer.
#[server(prefix = "/do", endpoint = "members/accept")]
pub async fn accept(token: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let token = LinkToken::parse(&token).ok_or_else(|| link_error(LinkState::Unknown))?;
    members::accept(&asked.backend, &customer, &token, &asked.origin())
        .await
        .map_err(|error| match error {
            AcceptError::Link(state) => link_error(state),
            AcceptError::OtherAddress { invited } => AppError::Refused(format!(
                "This invitation is for {invited}. You are signed in with another address. Sign out, sign in as \
                 {invited} and open the link again."
            )),
            AcceptError::AlreadyMember => AppError::Refused(
                "You are a member already, so there is nothing to accept. An owner or admin can change your role."
                    .into(),
            ),
            AcceptError::TooMany => too_many(),
            AcceptError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business");
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

#[cfg(feature = "ssr")]
fn too_many() -> AppError {
    AppError::Refused("The company has 500 members, which is the most. Ask an owner to make room.".into())
}

#[cfg(feature = "ssr")]
fn link_error(state: LinkState) -> AppError {
    AppError::Refused(state.of_company_in_words().into())
}
