//! Keys of the REST interface, for a shop's staff.

use leptos::prelude::*;

use crate::shared::{api_key::KeysView, error::AppError, ids::ApiKeyId};
#[cfg(feature = "ssr")]
use crate::{
    domain::api::{self, ApiKeyRow, CreateKey, IssueKeyError, KEYS_MAX, KeyKind, KeyScope},
    server_fns::{
        guard::{self, Asked},
        shown_once,
    },
    shared::{
        api_key::{KeyRow, ScopeChoice},
        money::{Money, PositiveMoney},
        permissions::StaffMay,
    },
};

/// What kind of secret the page shows once.
#[cfg(feature = "ssr")]
const SECRET: &str = "api key";
/// Networks a key may name.
#[cfg(feature = "ssr")]
const NETWORKS_MAX: usize = 20;

/// The shop's keys, and the secret of one made just now. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "api_keys/list")]
pub async fn list() -> Result<KeysView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    asked.need(|features| features.api)?;
    let rows = api::keys_of(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    let now = asked.backend.now();
    Ok(KeysView {
        keys: rows.into_iter().map(|row| key_row(row, now)).collect(),
        fresh: shown_once::take(&asked, &staff, SECRET),
        scopes: KeyScope::ALL
            .iter()
            .map(|scope| ScopeChoice {
                word: scope.as_str().into(),
                text: scope.in_words().into(),
            })
            .collect(),
        currency: asked.shop.brand.currency,
        keys_max: KEYS_MAX,
    })
}

#[cfg(feature = "ssr")]
fn key_row(row: ApiKeyRow, now: chrono::DateTime<chrono::Utc>) -> KeyRow {
    KeyRow {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        scopes: row.scopes.iter().map(|scope| scope.in_words().into()).collect(),
        networks: row.allowed_networks.iter().map(ToString::to_string).collect(),
        daily_cap: row.daily_cap,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
        expires_at: row.expires_at,
        revoked_at: row.revoked_at,
        is_expired: row.expires_at.is_some_and(|at| at <= now),
    }
}

/// Makes a key; the next page shows its secret. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "api_keys/create")]
pub async fn create(
    system_name: String,
    usage: String,
    scopes: Option<Vec<String>>,
    networks: String,
    daily_cap: String,
    expires_in_days: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    asked.need(|features| features.api)?;
    let new = CreateKey {
        name: name(&system_name)?,
        kind: match usage.as_str() {
            "live" => KeyKind::Live,
            "test" => KeyKind::Test,
            _ => return Err(AppError::invalid("usage", "Please choose live or test.")),
        },
        scopes: rights(&scopes.unwrap_or_default())?,
        allowed_networks: parse_networks(&networks)?,
        daily_cap: cap(&asked, &daily_cap)?,
        expires_at: expiry(&asked, &expires_in_days)?,
        secret: None,
    };
    let (_, secret) = api::issue_key(&asked.backend, &staff, new, &asked.origin())
        .await
        .map_err(|error| match error {
            IssueKeyError::TooMany => AppError::Refused(format!(
                "No key was made: {KEYS_MAX} keys work already, which is the most. Revoke one that is not used."
            )),
            IssueKeyError::Internal(error) => asked.internal(&error),
        })?;
    shown_once::put(&asked, &staff, SECRET, secret.reveal())?;
    leptos_axum::redirect("/reseller/api-keys?saved=created");
    Ok(())
}

/// Ends a key at once. Scope: staff(ManageCredentials).
#[server(prefix = "/do", endpoint = "api_keys/revoke")]
pub async fn revoke(api_key: ApiKeyId) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::ManageCredentials)?;
    asked.need(|features| features.api)?;
    let was_there = api::withdraw_key(&asked.backend, &staff, api_key, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    if !was_there {
        return Err(AppError::NotFound);
    }
    leptos_axum::redirect("/reseller/api-keys?saved=revoked");
    Ok(())
}

#[cfg(feature = "ssr")]
fn name(text: &str) -> Result<String, AppError> {
    let text = text.trim();
    let fits = (1..=80).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
        .ok_or_else(|| AppError::invalid("system_name", "Please give a name of 1 to 80 characters."))
}

#[cfg(feature = "ssr")]
fn rights(words: &[String]) -> Result<Vec<KeyScope>, AppError> {
    let chosen: Vec<KeyScope> = KeyScope::ALL
        .into_iter()
        .filter(|scope| words.iter().any(|word| word == scope.as_str()))
        .collect();
    if chosen.is_empty() {
        return Err(AppError::invalid(
            "scopes",
            "Please tick at least one thing the key may do.",
        ));
    }
    Ok(chosen)
}

#[cfg(feature = "ssr")]
fn parse_networks(text: &str) -> Result<Vec<ipnet::IpNet>, AppError> {
    let wrong = || {
        AppError::invalid(
            "networks",
            "Please give addresses such as 203.0.113.7 or networks such as 203.0.113.0/24, at most 20, with commas \
             between them.",
        )
    };
    let networks = text
        .split([',', ' ', '\n', '\r', '\t'])
        .filter(|part| !part.is_empty())
        .take(NETWORKS_MAX + 1)
        .map(|part| {
            part.parse::<ipnet::IpNet>()
                .or_else(|_| part.parse::<std::net::IpAddr>().map(ipnet::IpNet::from))
                .map(|network| network.trunc())
                .map_err(|_| wrong())
        })
        .collect::<Result<Vec<_>, _>>()?;
    if networks.len() > NETWORKS_MAX {
        return Err(wrong());
    }
    Ok(networks)
}

#[cfg(feature = "ssr")]
fn cap(asked: &Asked, text: &str) -> Result<Option<PositiveMoney>, AppError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    Money::parse(text, asked.shop.brand.currency)
        .ok()
        .and_then(PositiveMoney::new)
        .map(Some)
        .ok_or_else(|| {
            AppError::invalid(
                "daily_cap",
                "Please give an amount such as 250 or 250.00, or nothing.",
            )
        })
}

#[cfg(feature = "ssr")]
fn expiry(asked: &Asked, days: &str) -> Result<Option<chrono::DateTime<chrono::Utc>>, AppError> {
    match days {
        "" => Ok(None),
        "30" | "90" | "365" => {
            let days = days.parse().unwrap_or(30);
            Ok(Some(asked.backend.now() + chrono::TimeDelta::days(days)))
        }
        _ => Err(AppError::invalid(
            "expires_in_days",
            "Please choose from the list.",
        )),
    }
}
