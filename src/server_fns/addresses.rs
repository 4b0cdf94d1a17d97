//! A customer's addresses.

#![allow(
    clippy::too_many_arguments,
    reason = "a form has as many fields as an address has lines"
)]

use leptos::prelude::*;

use crate::shared::{address::AddressBook, error::AppError, ids::AddressId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LocalPath,
        addresses::{self, AddError, RemoveError},
        numbers,
    },
    server_fns::guard,
};

/// All of them, and where one can be. Scope: customer.
#[server(prefix = "/do", endpoint = "addresses/book")]
pub async fn book() -> Result<AddressBook, AppError> {
    let (asked, customer) = guard::customer()?;
    let addresses = addresses::list(&asked.backend, &customer)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(AddressBook {
        addresses,
        countries: numbers::countries::countries(),
    })
}

/// Keeps an address and goes back to where it was asked for. Scope: customer.
#[server(prefix = "/do", endpoint = "addresses/add_address")]
pub async fn add_address(
    resident: String,
    street: String,
    city: String,
    region: String,
    postal_code: String,
    country: String,
    back: Option<String>,
) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let wish = addresses::Add {
        name: resident,
        street,
        city,
        region,
        postal_code,
        country,
        origin: asked.origin(),
    };
    addresses::add(&asked.backend, &customer, &wish)
        .await
        .map_err(|error| not_kept(&asked, error))?;
    let back = back.as_deref().and_then(LocalPath::parse);
    let to = back
        .as_ref()
        .map_or("/account/documents?saved=added", LocalPath::as_str);
    leptos_axum::redirect(to);
    Ok(())
}

/// Forgets an address. Scope: customer.
#[server(prefix = "/do", endpoint = "addresses/remove_address")]
pub async fn remove_address(id: AddressId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    addresses::remove(&asked.backend, &customer, id, &asked.origin())
        .await
        .map_err(|error| not_removed(&asked, error))?;
    leptos_axum::redirect("/account/documents?saved=removed");
    Ok(())
}

/// Why an address was not kept, in the words of who typed it.
#[cfg(feature = "ssr")]
pub(super) fn not_kept(asked: &guard::Asked, error: AddError) -> AppError {
    match error {
        AddError::Name => AppError::invalid(
            "resident",
            "Please give the name of who lives there, 2 to 100 characters.",
        ),
        AddError::Street => AppError::invalid(
            "street",
            "Please give the street and the house number, at most 120 characters.",
        ),
        AddError::City => AppError::invalid("city", "Please give the town, at most 80 characters."),
        AddError::Region => AppError::invalid(
            "region",
            "Please give the state or province; addresses of this country need it.",
        ),
        AddError::PostalCode => AppError::invalid(
            "postal_code",
            "Please give the postal code: 3 to 12 letters and digits.",
        ),
        AddError::Country => AppError::invalid("country", "Please choose a country from the list."),
        AddError::TooMany => {
            AppError::Refused("20 addresses are kept already. Please delete one that you do not need.".into())
        }
        AddError::Internal(error) => asked.internal(&error),
    }
}

/// Why an address is still there.
#[cfg(feature = "ssr")]
pub(super) fn not_removed(asked: &guard::Asked, error: RemoveError) -> AppError {
    match error {
            RemoveError::NotFound => AppError::NotFound,
            RemoveError::InUse => AppError::Refused(
                "A number depends on this address, so it was not deleted. It can be deleted once the number has ended.".into(),
            ),
            RemoveError::Internal(error) => asked.internal(&error),
    }
}
