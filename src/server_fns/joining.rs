//! Joining a company by a mailed link.

use leptos::prelude::*;

use crate::shared::{company::CompanyJoinView, error::AppError};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LinkToken,
        members::{self, AcceptError, JoinError},
    },
    server_fns::{account_form as form, guard},
    shared::staff::LinkState,
};

/// What a mailed link offers. Scope: visitor.
#[server(prefix = "/do", endpoint = "members/invitation")]
pub async fn invitation(token: String) -> Result<CompanyJoinView, AppError> {
    let asked = guard::visitor()?;
    let signed_in_as = form::reader(&asked);
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
        browser: form::browser(&asked),
    };
    let session = members::join(&asked.backend, &asked.shop.visitor, request)
        .await
        .map_err(|error| match error {
            JoinError::Link(state) => link_error(state),
            JoinError::HasAccount => form::has_account(),
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
            AcceptError::OtherAddress { invited } => form::is_for(&invited),
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
fn too_many() -> AppError {
    AppError::Refused("The company has 500 members, which is the most. Ask an owner to make room.".into())
}

#[cfg(feature = "ssr")]
fn link_error(state: LinkState) -> AppError {
    AppError::Refused(state.of_company_in_words().into())
}
