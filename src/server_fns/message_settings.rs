//! A shop's settings for messages: for its staff.

use leptos::prelude::*;

use crate::shared::{error::AppError, message::MessageSettings};
#[cfg(feature = "ssr")]
use crate::{
    domain::messages::{self, SettingsError},
    server_fns::guard,
    shared::{message::MessageGuard, permissions::StaffMay},
};

/// Countries, guard and alarms. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "message_settings/settings")]
pub async fn settings() -> Result<MessageSettings, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    messages::settings(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Lets customers write to exactly these countries. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "message_settings/save_countries")]
pub async fn save_countries(countries: Option<Vec<String>>) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let countries = countries.unwrap_or_default();
    messages::save_countries(&asked.backend, &staff, &countries, &asked.origin())
        .await
        .map_err(|error| refused(&asked, error))?;
    leptos_axum::redirect("/reseller/messages?saved=countries");
    Ok(())
}

/// Sets what is too much in ten minutes. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "message_settings/save_guard")]
pub async fn save_guard(
    guard_mode: String,
    range_max: String,
    customer_max: String,
    shop_max: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let limit = |name: &str, text: &str| {
        text.trim()
            .parse::<i32>()
            .map_err(|_| AppError::invalid(name, "Please give a whole number."))
    };
    let guard = MessageGuard {
        is_enforced: guard_mode == "enforce",
        range_max: limit("range_max", &range_max)?,
        customer_max: limit("customer_max", &customer_max)?,
        shop_max: limit("shop_max", &shop_max)?,
    };
    messages::save_guard(&asked.backend, &staff, guard, &asked.origin())
        .await
        .map_err(|error| refused(&asked, error))?;
    leptos_axum::redirect("/reseller/messages?saved=guard");
    Ok(())
}

#[cfg(feature = "ssr")]
fn refused(asked: &guard::Asked, error: SettingsError) -> AppError {
    match error {
        SettingsError::Limit => AppError::Refused(
            "A limit is at least 1; of a range or a customer at most 10,000, of the shop at most 1,000,000. Nothing was \
             saved."
                .into(),
        ),
        SettingsError::Internal(error) => asked.internal(&error),
    }
}
