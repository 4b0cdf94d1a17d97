//! The addresses of a company, for numbers whose law wants one.

#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields as an address has lines"
)]

use leptos::prelude::*;

use crate::shared::{address::AddressBook, error::AppError, ids::AddressId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{accounts::LocalPath, addresses, numbers},
    server_fns::{
        addresses::{not_kept, not_removed},
        company_numbers::desk,
        guard,
    },
    shared::permissions::OrganizationMay,
};

/// All of them, and where one can be. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_addresses/book")]
pub async fn book() -> Result<AddressBook, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let desk = desk(&asked, &member).await?;
    let addresses = addresses::list(&asked.backend, &desk)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(AddressBook {
        addresses,
        countries: numbers::countries::countries(),
    })
}

/// Keeps an address of the company and goes back to where it was asked for. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_addresses/add_company_address")]
pub async fn add_company_address(
    resident: String,
    street: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    back: Option<String>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let desk = desk(&asked, &member).await?;
    let wish = addresses::Add {
        name: resident,
        street,
        city,
        region,
        postal_code,
        country,
        origin: asked.origin(),
    };
    addresses::add(&asked.backend, &desk, &wish)
        .await
        .map_err(|error| not_kept(&asked, error))?;
    let back = back.as_deref().and_then(LocalPath::parse);
    let to = back
        .as_ref()
        .map_or("/business/documents?saved=added", LocalPath::as_str);
    leptos_axum::redirect(to);
    Ok(())
}

/// Forgets an address of the company. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "company_addresses/remove_company_address")]
pub async fn remove_company_address(id: AddressId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let desk = desk(&asked, &member).await?;
    addresses::remove(&asked.backend, &desk, id, &asked.origin())
        .await
        .map_err(|error| not_removed(&asked, error))?;
    leptos_axum::redirect("/business/documents?saved=removed");
    Ok(())
}
