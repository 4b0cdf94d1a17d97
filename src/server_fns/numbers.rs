//! A customer's numbers.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::NumberId, number::NumberView};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        numbers::{self, rename::RenameError},
        orders::place::PlaceError,
        renewals::{self, OwnerError},
    },
    server_fns::guard::{self, Asked},
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

/// Pays the month that is due. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/pay_month")]
pub async fn pay_month(id: NumberId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let done = renewals::pay(&asked.backend, &customer, id, &asked.origin()).await;
    changed(&asked, id, "paid", done)
}

/// Pauses a number. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/suspend_number")]
pub async fn suspend_number(id: NumberId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let done = renewals::suspend(&asked.backend, &customer, id, &asked.origin()).await;
    changed(&asked, id, "suspended", done)
}

/// Starts a paused number. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/reactivate_number")]
pub async fn reactivate_number(id: NumberId) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let done = renewals::reactivate(&asked.backend, &customer, id, &asked.origin()).await;
    changed(&asked, id, "reactivated", done)
}

/// Says whether further months are paid by themselves. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/set_renewal")]
pub async fn set_renewal(id: NumberId, is_on: Option<bool>) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let is_on = is_on == Some(true);
    let done = renewals::set_auto_renew(&asked.backend, &customer, id, is_on, &asked.origin()).await;
    changed(&asked, id, "renewal", done)
}

/// Says whether messages that come in are mailed too. Scope: customer.
#[server(prefix = "/do", endpoint = "numbers/set_message_mails")]
pub async fn set_message_mails(id: NumberId, is_on: Option<bool>) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let is_on = is_on == Some(true);
    let done = renewals::set_mails(&asked.backend, &customer, id, is_on, &asked.origin()).await;
    changed(&asked, id, "mails", done)
}

/// Back to the number's page, or the reason why nothing changed.
#[cfg(feature = "ssr")]
fn changed(asked: &Asked, id: NumberId, what: &str, done: Result<(), OwnerError>) -> Result<(), AppError> {
    let refused = |text: &str| Err(AppError::Refused(text.into()));
    match done {
        Ok(()) => {
            leptos_axum::redirect(&format!("/account/numbers/{id}?saved={what}"));
            Ok(())
        }
        Err(OwnerError::NotFound) => Err(AppError::NotFound),
        Err(OwnerError::Unpaid) => {
            refused("The month is not paid yet. Please pay it first; nothing was changed.")
        }
        Err(OwnerError::Ended) => {
            refused("This number has ended and is on its way back. Nothing was charged.")
        }
        Err(OwnerError::Refused(PlaceError::Insufficient { missing })) => {
            Err(AppError::InsufficientBalance { missing })
        }
        Err(OwnerError::Refused(PlaceError::Frozen)) => refused(
            "Your balance is frozen because of a dispute about a payment. Nothing was charged; please write to support.",
        ),
        Err(OwnerError::Refused(PlaceError::NotVerified)) => {
            refused("Please confirm your e-mail address first. Nothing was charged.")
        }
        Err(OwnerError::Refused(PlaceError::Policy(_) | PlaceError::Budget(_))) => refused(
            "Your company's rules or budget do not allow it now. Nothing was charged; please ask your company.",
        ),
        Err(OwnerError::Refused(PlaceError::Internal(error)) | OwnerError::Internal(error)) => {
            Err(asked.internal(&error))
        }
        Err(OwnerError::Refused(_)) => {
            refused("The month cannot be paid at the moment. Nothing was charged; please write to support.")
        }
    }
}
