//! The console's resellers: listed, looked at, opened, and their owners mailed again.

use leptos::prelude::*;

use crate::shared::{
    console::{ResellerDetail, ResellerRow},
    error::AppError,
    ids::ResellerId,
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        resellers::{self, CreateResellerError, ResendInvitationError},
        tenancy::{Slug, slug::ParseSlugError},
    },
    server_fns::{account_form as form, guard},
    shared::permissions::OperatorMay,
};

/// A page of the resellers by short name. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "resellers/list")]
pub async fn list_resellers(
    begins: Option<String>,
    status: Option<String>,
    after: Option<String>,
) -> Result<Page<ResellerRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let (begins, status) = (begins.unwrap_or_default(), status.unwrap_or_default());
    resellers::list(&asked.backend, &admin, begins.trim(), &status, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One reseller with its people, hosts, cases and visits. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "resellers/view")]
pub async fn view_reseller(id: ResellerId) -> Result<ResellerDetail, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let view = resellers::view(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(ResellerDetail {
        may_set_terms: admin.may(OperatorMay::SetTerms),
        may_manage: admin.may(OperatorMay::ManageResellers),
        ..view
    })
}

/// Opens a shop in trial and mails its owner. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/create")]
pub async fn create_reseller(
    name: String,
    slug: String,
    currency: String,
    email: String,
    first_name: String,
    last_name: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    let new =
        resellers::CreateReseller {
            slug: short_name(&slug)?,
            name: shop_name(&name)?,
            currency: currency.trim().to_ascii_uppercase().parse().map_err(|_| {
                AppError::invalid("currency", "Please use a currency code such as USD or EUR.")
            })?,
            owner_email: form::email(&email)?,
            owner_first_name: form::name("first_name", &first_name)?,
            owner_last_name: form::name("last_name", &last_name)?,
            origin: asked.origin(),
        };
    let id = resellers::create(&asked.backend, &admin, &new)
        .await
        .map_err(|error| match error {
            CreateResellerError::SlugTaken => AppError::invalid(
                "slug",
                "Another shop has this short name or its host. Nothing was made. Please choose another.",
            ),
            CreateResellerError::NoRate => AppError::invalid(
                "currency",
                "There is no exchange rate from USD to this currency, so nothing could be priced. Nothing was made. \
                 Enter the rate first.",
            ),
            CreateResellerError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=created"));
    Ok(())
}

/// Mails the owner who has no password yet another link. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/resend_invitation")]
pub async fn resend_owner_invitation(id: ResellerId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    resellers::resend_invitation(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| match error {
            ResendInvitationError::NotFound => AppError::NotFound,
            ResendInvitationError::NobodyWaits => AppError::Refused(
                "Every owner has a password already. No mail was sent. “Forgot password” on the shop's sign-in page \
                 mails a new link."
                    .into(),
            ),
            ResendInvitationError::Throttled { retry_after_seconds } => AppError::TooMany { retry_after_seconds },
            ResendInvitationError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=invited"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn short_name(text: &str) -> Result<Slug, AppError> {
    Slug::parse(text).map_err(|error| {
        let message = match error {
            ParseSlugError::Malformed => "Please use 2 to 39 small letters, digits and hyphens.",
            ParseSlugError::Reserved => "This name is kept for the platform itself. Please choose another.",
        };
        AppError::invalid("slug", message)
    })
}

#[cfg(feature = "ssr")]
fn shop_name(text: &str) -> Result<String, AppError> {
    let name = text.trim();
    let fits = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
        .ok_or_else(|| AppError::invalid("name", "Please use 1 to 80 characters."))
}
