//! A shop's host names: for its staff.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::DomainId,
    shop_domain::{DomainList, DomainView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::domains::{
        self, AddDomainError, CheckDomainError, MakePrimaryError, NameError, RemoveDomainError,
    },
    server_fns::guard,
    shared::{permissions::StaffMay, shop_domain::DomainState},
};

/// The shop's domains. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "domains/list")]
pub async fn list() -> Result<DomainList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    domains::list(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One domain with the records it needs. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "domains/view")]
pub async fn view(id: DomainId) -> Result<DomainView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    domains::view(&asked.backend, &staff, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Adds a domain and leads to its records. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "domains/add")]
pub async fn add(host: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    match domains::add(&asked.backend, &staff, &asked.origin(), &host).await {
        Ok(id) | Err(AddDomainError::AlreadyYours(id)) => {
            leptos_axum::redirect(&format!("/reseller/domains/{id}"));
            Ok(())
        }
        Err(AddDomainError::Name(NameError::NotAHost)) => Err(AppError::invalid(
            "host",
            "Please enter a host name such as shop.example.com, without a port and a path.",
        )),
        Err(AddDomainError::Name(NameError::Ours)) => Err(AppError::invalid(
            "host",
            "This name cannot be added. Please enter a domain that you registered yourself.",
        )),
        Err(AddDomainError::TooMany) => Err(AppError::Refused(
            "Your shop has ten domains, which is the most. Nothing was added. Remove one you do not need first.".into(),
        )),
        Err(AddDomainError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// Looks a domain up now. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "domains/check")]
pub async fn check(id: DomainId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    match domains::check(&asked.backend, &staff, id).await {
        Ok(state) => {
            let seen = match state {
                DomainState::Verified => "verified",
                DomainState::Pending | DomainState::Failed => "not-yet",
            };
            leptos_axum::redirect(&format!("/reseller/domains/{id}?checked={seen}"));
            Ok(())
        }
        Err(CheckDomainError::NotFound) => Err(AppError::NotFound),
        Err(CheckDomainError::TooSoon { retry_after_seconds }) => Err(AppError::Refused(format!(
            "We looked a moment ago. Please try again in {retry_after_seconds} seconds."
        ))),
        Err(CheckDomainError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// Makes a domain the one the shop's links name. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "domains/make_primary")]
pub async fn make_primary(id: DomainId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    match domains::make_primary(&asked.backend, &staff, &asked.origin(), id).await {
        Ok(()) => {
            leptos_axum::redirect("/reseller/domains?saved=primary");
            Ok(())
        }
        Err(MakePrimaryError::NotFound) => Err(AppError::NotFound),
        Err(MakePrimaryError::NotVerified) => Err(AppError::Refused(
            "This domain does not point to your shop, so it cannot be the primary one. Nothing was changed. Check its \
             records first."
                .into(),
        )),
        Err(MakePrimaryError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// Removes a domain. Scope: staff(EditBrand).
#[server(prefix = "/do", endpoint = "domains/remove")]
pub async fn remove(id: DomainId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditBrand)?;
    match domains::remove(&asked.backend, &staff, &asked.origin(), id).await {
        Ok(()) => {
            leptos_axum::redirect("/reseller/domains?saved=removed");
            Ok(())
        }
        Err(RemoveDomainError::NotFound) => Err(AppError::NotFound),
        Err(RemoveDomainError::IsPrimary) => Err(AppError::Refused(
            "This is the primary domain, so it was not removed. Make another one primary first.".into(),
        )),
        Err(RemoveDomainError::IsGiven) => Err(AppError::Refused(
            "This is the address every shop has. It cannot be removed.".into(),
        )),
        Err(RemoveDomainError::Internal(error)) => Err(asked.internal(&error)),
    }
}
