//! A shop's settings and its own account at the gateway.

use leptos::prelude::*;

use crate::shared::{error::AppError, shop_set_up::ShopSettingsView};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        payments::save_credentials::{
            AccountKeys, BadKeys, SaveCredentialsError, remove_credentials, save_credentials,
            show_credentials,
        },
        tenancy::{self, ChangeCurrencyError, SaveGraceError, SaveSettingsError, shop::SettlementMode},
    },
    server_fns::{account_form as form, guard},
    shared::{permissions::StaffMay, shop_set_up::GatewayKeysView},
};

/// Longest key that is looked at.
#[cfg(feature = "ssr")]
const KEY_LENGTH_MAX: usize = 300;

/// The settings. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "shop_settings/read")]
pub async fn read() -> Result<ShopSettingsView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let settings = tenancy::settings(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    let gateway = show_credentials(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?
        .map(|keys| GatewayKeysView {
            hint: keys.hint,
            since: keys.since,
            by: keys.by,
        });
    Ok(ShopSettingsView {
        support_email: settings.support_email,
        locale: settings.locale,
        timezone: settings.timezone,
        currency: settings.currency,
        currencies: settings.currencies,
        collects_itself: settings.settlement_mode == SettlementMode::ResellerCollects,
        grace_days: settings.grace_days,
        gateway,
        may_edit: staff.may(StaffMay::EditSettings),
        may_manage_keys: staff.may(StaffMay::ManageCredentials),
    })
}

/// Changes support address, language and time zone. Scope: staff(EditSettings).
#[server(prefix = "/do", endpoint = "shop_settings/save")]
pub async fn save(support_email: String, locale: String, timezone: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditSettings)?;
    let settings = tenancy::SaveSettings {
        support_email: form::email(&support_email)
            .map_err(|error| AppError::invalid("support_email", error.message()))?,
        locale,
        timezone,
        origin: asked.origin(),
    };
    tenancy::save_settings(&asked.backend, &staff, settings)
        .await
        .map_err(|error| match error {
            SaveSettingsError::UnknownLocale => {
                AppError::invalid("locale", "Please choose a language from the list.")
            }
            SaveSettingsError::UnknownTimezone => {
                AppError::invalid("timezone", "Please choose a time zone from the list.")
            }
            SaveSettingsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/settings?saved=settings");
    Ok(())
}

/// Says how long customers have to pay for a number that could not be renewed. Scope: staff(EditSettings).
#[server(prefix = "/do", endpoint = "shop_settings/save_grace")]
pub async fn save_grace(grace_days: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditSettings)?;
    let wrong = || AppError::invalid("grace_days", "Please give 1 to 14 days.");
    let days = grace_days.trim().parse().map_err(|_| wrong())?;
    tenancy::save_grace(&asked.backend, &staff, days, &asked.origin())
        .await
        .map_err(|error| match error {
            SaveGraceError::Days => wrong(),
            SaveGraceError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/settings?saved=grace");
    Ok(())
}

/// Gives the shop another currency before anything was sold. Scope: staff(EditSettings).
#[server(prefix = "/do", endpoint = "shop_settings/change_currency")]
pub async fn change_currency(currency: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditSettings)?;
    let unknown = || AppError::invalid("currency", "Please choose a currency from the list.");
    let currency = currency.parse().map_err(|_| unknown())?;
    tenancy::change_currency(&asked.backend, &staff, currency, &asked.origin())
        .await
        .map_err(|error| match error {
            ChangeCurrencyError::InUse => AppError::invalid(
                "currency",
                "The currency was not changed: something was already sold, paid in, priced in the last 15 minutes or \
                 capped in the one you have.",
            ),
            ChangeCurrencyError::NoRate => unknown(),
            ChangeCurrencyError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/settings?saved=currency");
    Ok(())
}

/// Puts the shop's own keys at the gateway in use. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "shop_settings/save_gateway_keys")]
pub async fn save_gateway_keys(
    gateway_secret_key: String,
    gateway_webhook_hash: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let read = |field: &str, text: &str| {
        let text = text.trim();
        if text.is_empty() || text.len() > KEY_LENGTH_MAX {
            return Err(AppError::invalid(
                field,
                "Please paste the whole value from your account.",
            ));
        }
        Ok(text.to_owned().into())
    };
    let keys = AccountKeys {
        secret_key: read("gateway_secret_key", &gateway_secret_key)?,
        webhook_hash: read("gateway_webhook_hash", &gateway_webhook_hash)?,
    };
    save_credentials(&asked.backend, &staff, &keys)
        .await
        .map_err(|error| match error {
            SaveCredentialsError::Bad(BadKeys::SecretKey) => AppError::invalid(
                "gateway_secret_key",
                "This does not look like a secret key. It begins with FLWSECK. The keys before stay in use.",
            ),
            SaveCredentialsError::Bad(BadKeys::WebhookHash) => AppError::invalid(
                "gateway_webhook_hash",
                "The webhook hash has 8 to 200 characters. The keys before stay in use.",
            ),
            SaveCredentialsError::Refused(_) => AppError::invalid(
                "gateway_secret_key",
                "Flutterwave does not accept this secret key. The keys before stay in use.",
            ),
            SaveCredentialsError::Unavailable(_) => AppError::Refused(
                "Flutterwave does not answer, so the keys could not be tried and were not saved. Please try again in \
                 a minute."
                    .into(),
            ),
            SaveCredentialsError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/reseller/settings?saved=keys");
    Ok(())
}

/// Takes the shop's own keys out of use. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "shop_settings/remove_gateway_keys")]
pub async fn remove_gateway_keys() -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    let was_there = remove_credentials(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    if !was_there {
        return Err(AppError::Refused(
            "There were no keys in use. Nothing was changed.".into(),
        ));
    }
    leptos_axum::redirect("/reseller/settings?saved=removed");
    Ok(())
}
