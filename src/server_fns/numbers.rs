//! A customer's numbers.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::NumberId, number::NumberView};
#[cfg(feature = "ssr")]
use crate::{
    domain::numbers::{self, rename::RenameError},
    server_fns::guard,
};

/// All of them. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/numbers")]
pub async fn numbers() -> Result<Vec<NumberView>, AppError> {
    let (asked, customer) = guard::customer()?;
    numbers::list::list(&asked.backend, &customer)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One of them. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/number")]
pub async fn number(id: NumberId) -> Result<NumberView, AppError> {
    let (asked, customer) = guard::customer()?;
    numbers::list::find(&asked.backend, &customer, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Names a number. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/rename_number")]
pub async fn rename_number(id: NumberId, label: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    numbers::rename::rename(&asked.backend, &customer, id, &label)
        .await
        .map_err(|error| match error {
            RenameError::TooLong => AppError::invalid("label", "A name has at most 60 characters."),
            RenameError::NotFound => AppError::NotFound,
            RenameError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/account/numbers/{id}"));
    Ok(())
}
