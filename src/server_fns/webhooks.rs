//! Where a reseller's own systems hear what happened: for its staff.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{DeliveryId, WebhookEndpointId},
    webhook::{DeliveryView, EndpointList, EndpointView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::webhooks::{
        self, AddEndpointError, ChangeEndpointError, NewEndpoint, ReplayError, SendTestError, UrlError,
    },
    server_fns::guard::{self, Asked},
    shared::permissions::StaffMay,
};

/// The shop's endpoints. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "webhooks/list")]
pub async fn list() -> Result<EndpointList, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    webhooks::list(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One endpoint with a page of its deliveries. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "webhooks/endpoint")]
pub async fn endpoint(id: WebhookEndpointId, after: Option<String>) -> Result<EndpointView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let after = after
        .filter(|text| !text.is_empty())
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    webhooks::endpoint(&asked.backend, &staff, id, after)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// One delivery with everything that was tried. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "webhooks/delivery")]
pub async fn delivery(id: DeliveryId) -> Result<DeliveryView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    webhooks::delivery(&asked.backend, &staff, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// A new secret, once. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/show_secret")]
pub async fn show_secret(id: WebhookEndpointId) -> Result<Option<String>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    webhooks::show_secret(&asked.backend, &staff, id)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Adds an endpoint and leads to its secret. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/add")]
pub async fn add(url: String, events: Option<Vec<String>>) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let new = NewEndpoint {
        url,
        events: events.unwrap_or_default(),
    };
    match webhooks::add(&asked.backend, &staff, &asked.origin(), &new).await {
        Ok(id) => {
            leptos_axum::redirect(&format!("/reseller/webhooks/{id}"));
            Ok(())
        }
        Err(error) => Err(refused(&asked, error)),
    }
}

/// Changes an endpoint, or turns it on or off. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/change")]
pub async fn change(
    id: WebhookEndpointId,
    url: String,
    events: Option<Vec<String>>,
    is_on: Option<bool>,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let new = NewEndpoint {
        url,
        events: events.unwrap_or_default(),
    };
    let is_on = is_on.unwrap_or_default();
    match webhooks::change(&asked.backend, &staff, &asked.origin(), id, &new, is_on).await {
        Ok(()) => {
            leptos_axum::redirect(&format!("/reseller/webhooks/{id}?saved=changed"));
            Ok(())
        }
        Err(ChangeEndpointError::NotFound) => Err(AppError::NotFound),
        Err(ChangeEndpointError::Refused(error)) => Err(refused(&asked, error)),
        Err(ChangeEndpointError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// Removes an endpoint with its log. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/remove")]
pub async fn remove(id: WebhookEndpointId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let is_removed = webhooks::remove(&asked.backend, &staff, &asked.origin(), id)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_removed {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/reseller/webhooks?saved=removed");
    Ok(())
}

/// Replaces an endpoint's secret and leads to the new one. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/rotate")]
pub async fn rotate(id: WebhookEndpointId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let is_there = webhooks::rotate(&asked.backend, &staff, &asked.origin(), id)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !is_there {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect(&format!("/reseller/webhooks/{id}"));
    Ok(())
}

/// Sends a test event. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/send_test")]
pub async fn send_test(id: WebhookEndpointId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    match webhooks::send_test(&asked.backend, &staff, id).await {
        Ok(delivery) => {
            leptos_axum::redirect(&format!("/reseller/webhooks/deliveries/{delivery}"));
            Ok(())
        }
        Err(SendTestError::NotFound) => Err(AppError::NotFound),
        Err(SendTestError::Off) => Err(AppError::Refused(IS_OFF.into())),
        Err(SendTestError::TooMany) => Err(AppError::Refused(
            "Five tests are still on their way, so no other was sent. Please wait for an answer.".into(),
        )),
        Err(SendTestError::Internal(error)) => Err(asked.internal(&error)),
    }
}

/// Sends an event again. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "webhooks/replay")]
pub async fn replay(id: DeliveryId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    match webhooks::replay(&asked.backend, &staff, &asked.origin(), id).await {
        Ok(()) => {
            leptos_axum::redirect(&format!("/reseller/webhooks/deliveries/{id}?saved=replayed"));
            Ok(())
        }
        Err(ReplayError::NotFound) => Err(AppError::NotFound),
        Err(ReplayError::Off) => Err(AppError::Refused(IS_OFF.into())),
        Err(ReplayError::Internal(error)) => Err(asked.internal(&error)),
    }
}

#[cfg(feature = "ssr")]
const IS_OFF: &str = "The endpoint is off, so nothing was sent. Turn it on first.";

/// The same words for a new endpoint and a changed one.
#[cfg(feature = "ssr")]
fn refused(asked: &Asked, error: AddEndpointError) -> AppError {
    match error {
        AddEndpointError::Url(error) => AppError::invalid(
            "url",
            match error {
                UrlError::NotHttps => {
                    "Please enter an address that begins with https://, without a user name and a #."
                }
                UrlError::Private => {
                    "This address leads into a private network, which we do not call. Please enter a public one."
                }
                UrlError::NotFound => "The host of this address cannot be found. Please check it.",
            },
        ),
        AddEndpointError::UrlTooLong => {
            AppError::invalid("url", "Please enter an address of at most 500 characters.")
        }
        AddEndpointError::Events => AppError::invalid("events", "Please choose at least one event."),
        AddEndpointError::TooMany => AppError::Refused(
            "Your shop has ten endpoints, which is the most. Nothing was added. Remove one you do not need first.".into(),
        ),
        AddEndpointError::Internal(error) => asked.internal(&error),
    }
}
