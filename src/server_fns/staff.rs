//! Who runs a shop: inviting, joining, changing, leaving.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{InvitationId, UserId},
    staff::{JoinView, StaffView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LinkToken,
        staff::{
            self, AcceptError, ChangeRoleError, InviteError, JoinError, LeaveError, RemoveError,
            ResendInvitationError, RevokeInvitationError,
        },
    },
    server_fns::{account_form as form, guard},
    shared::{
        permissions::{StaffMay, StaffRole},
        staff::LinkState,
    },
};

/// Members and open invitations. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "staff/list")]
pub async fn list() -> Result<StaffView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    staff::list(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Mails somebody an offer to join. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "staff/invite")]
pub async fn invite(email: String, staff_role: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    let request = staff::Invite {
        email: form::email(&email)?,
        role: role(&staff_role)?,
        host: asked.shop.host.clone(),
        origin: asked.origin(),
    };
    staff::invite(&asked.backend, &staff, request)
        .await
        .map_err(|error| match error {
            InviteError::NotAllowed => AppError::Forbidden,
            InviteError::AlreadyStaff => {
                AppError::invalid("email", "Somebody with this address is on your staff already.")
            }
            InviteError::AlreadyInvited => AppError::invalid(
                "email",
                "This address has an open invitation. Mail it again or take it back in the list below.",
            ),
            InviteError::TooMany => AppError::Refused(
                "Nobody was invited: a shop has at most 100 members, 50 open invitations and 100 invitations a day. \
                 Take back invitations nobody answers, or go on tomorrow."
                    .into(),
            ),
            InviteError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/staff?saved=invited");
    Ok(())
}

/// Mails an invitation again with a new link. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "staff/resend_invitation")]
pub async fn resend_invitation(invitation: InvitationId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    staff::resend_invitation(
        &asked.backend,
        &staff,
        invitation,
        &asked.shop.host,
        &asked.origin(),
    )
    .await
    .map_err(|error| match error {
        ResendInvitationError::NotAllowed => AppError::Forbidden,
        ResendInvitationError::NotFound => AppError::NotFound,
        ResendInvitationError::TooSoon { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
        ResendInvitationError::Internal(error) => asked.internal(&error),
    })?;
    leptos_axum::redirect("/reseller/staff?saved=resent");
    Ok(())
}

/// Takes an invitation back. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "staff/revoke_invitation")]
pub async fn revoke_invitation(invitation: InvitationId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    staff::revoke_invitation(&asked.backend, &staff, invitation, &asked.origin())
        .await
        .map_err(|error| match error {
            RevokeInvitationError::NotAllowed => AppError::Forbidden,
            RevokeInvitationError::NotFound => AppError::NotFound,
            RevokeInvitationError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/staff?saved=revoked");
    Ok(())
}

/// Gives a member another role. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "staff/change_role")]
pub async fn change_role(member: UserId, staff_role: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    let request = staff::ChangeRole {
        member,
        role: role(&staff_role)?,
        origin: asked.origin(),
    };
    staff::change_role(&asked.backend, &staff, request)
        .await
        .map_err(|error| match error {
            ChangeRoleError::NotAllowed => AppError::Forbidden,
            ChangeRoleError::NotFound => AppError::NotFound,
            ChangeRoleError::OwnRole => AppError::Refused(
                "Nobody changes their own role. Nothing was changed. Ask another owner.".into(),
            ),
            ChangeRoleError::LastOwner => last_owner(),
            ChangeRoleError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/staff?saved=role");
    Ok(())
}

/// Takes a member off the staff. Scope: staff(ManageStaff).
#[server(prefix = "/do", endpoint = "staff/remove")]
pub async fn remove(member: UserId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageStaff)?;
    staff::remove(&asked.backend, &staff, member, &asked.origin())
        .await
        .map_err(|error| match error {
            RemoveError::NotAllowed => AppError::Forbidden,
            RemoveError::NotFound => AppError::NotFound,
            RemoveError::Oneself => AppError::Refused(
                "You cannot remove yourself. Nothing was changed. To go, use Leave at the end of the page."
                    .into(),
            ),
            RemoveError::LastOwner => last_owner(),
            RemoveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/staff?saved=removed");
    Ok(())
}

/// Ends one's own place on the staff. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "staff/leave")]
pub async fn leave(leaves_staff: Option<bool>) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    if leaves_staff != Some(true) {
        return Err(AppError::Refused(
            "You are still on the staff. Tick the box to confirm that you want to leave.".into(),
        ));
    }
    staff::leave(&asked.backend, &staff, &asked.origin())
        .await
        .map_err(|error| match error {
            LeaveError::Entered => AppError::Refused(
                "You are in this shop as an operator; the place is not yours to give up. Nothing was changed.".into(),
            ),
            LeaveError::NotFound => AppError::NotFound,
            LeaveError::LastOwner => last_owner(),
            LeaveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/account");
    Ok(())
}

/// What a mailed link offers. Scope: visitor.
#[server(prefix = "/do", endpoint = "staff/invitation")]
pub async fn invitation(token: String) -> Result<JoinView, AppError> {
    let asked = guard::visitor()?;
    let signed_in_as = form::reader(&asked);
    let token = LinkToken::parse(&token);
    staff::show_invitation(&asked.backend, &asked.shop.visitor, token.as_ref(), signed_in_as)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Joins the staff with a new account. Scope: visitor.
#[server(prefix = "/do", endpoint = "staff/join")]
pub async fn join(
    token: String,
    first_name: String,
    last_name: String,
    password: String,
) -> Result<(), AppError> {
    let asked = guard::visitor()?;
    let request = staff::Join {
        token: LinkToken::parse(&token).ok_or_else(|| link_error(LinkState::Unknown))?,
        first_name: form::name("first_name", &first_name)?,
        last_name: form::name("last_name", &last_name)?,
        password: form::password("password", &password)?,
        browser: form::browser(&asked),
    };
    let session = staff::join(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            JoinError::Link(state) => link_error(state),
            JoinError::HasAccount => form::has_account(),
            JoinError::PasswordIsEmail => form::password_is_email("password"),
            JoinError::TooMany => too_many_members(),
            JoinError::Internal(error) => asked.internal(&error),
        })?;
    asked.set_session(&session);
    leptos_axum::redirect("/reseller");
    Ok(())
}

/// Joins the staff with the account that is signed in. Scope: customer.
#[server(prefix = "/do", endpoint = "staff/accept")]
pub async fn accept(token: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let token = LinkToken::parse(&token).ok_or_else(|| link_error(LinkState::Unknown))?;
    staff::accept(&asked.backend, &customer, &token, &asked.origin())
        .await
        .map_err(|error| match error {
            AcceptError::Link(state) => link_error(state),
            AcceptError::OtherAddress { invited } => form::is_for(&invited),
            AcceptError::AlreadyStaff => AppError::Refused(
                "You are on the staff already, so there is nothing to accept. An owner can change your role."
                    .into(),
            ),
            AcceptError::TooMany => too_many_members(),
            AcceptError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller");
    Ok(())
}

#[cfg(feature = "ssr")]
fn role(text: &str) -> Result<StaffRole, AppError> {
    StaffRole::parse(text)
        .ok_or_else(|| AppError::invalid("staff_role", "Please choose a role from the list."))
}

#[cfg(feature = "ssr")]
fn last_owner() -> AppError {
    AppError::Refused(
        "A shop always has an owner. Nothing was changed. Make somebody else an owner first.".into(),
    )
}

#[cfg(feature = "ssr")]
fn too_many_members() -> AppError {
    AppError::Refused("The shop has 100 members, which is the most. Ask an owner to make room.".into())
}

#[cfg(feature = "ssr")]
fn link_error(state: LinkState) -> AppError {
    AppError::Refused(state.in_words().into())
}
