//! A customer's eSIMs.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    esim::{EsimRow, EsimView},
    ids::EsimId,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::esims::{self, refresh::RefreshError},
    server_fns::guard,
};

/// All of them. Scope: customer.
#[server(prefix = "/do", endpoint = "esims/esims")]
pub async fn esims() -> Result<Vec<EsimRow>, AppError> {
    let (asked, customer) = guard::customer()?;
    esims::list::list(&asked.backend, &customer)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One of them, with what installs it. Scope: customer.
#[server(prefix = "/do", endpoint = "esims/esim")]
pub async fn esim(id: EsimId) -> Result<EsimView, AppError> {
    let (asked, customer) = guard::customer()?;
    esims::view::view(&asked.backend, &customer, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Asks the provider for state and usage. Scope: customer.
#[server(prefix = "/do", endpoint = "esims/refresh_esim")]
pub async fn refresh_esim(id: EsimId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    esims::refresh::refresh(&asked.backend, &customer, id)
        .await
        .map_err(|error| match error {
            RefreshError::NotFound => AppError::NotFound,
            RefreshError::Unavailable(_) => AppError::Refused(
                "The network does not answer right now. The figures below are the last ones we know.".into(),
            ),
            RefreshError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/account/esims/{id}"));
    Ok(())
}
