//! The vendors: steered and watched by operators.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::SyncId,
    paging::Page,
    supply::{ProviderRow, ProviderView, SyncRow, SyncView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        esims::sync_log,
        operations,
        supply::{self, KeysError, pause::PauseError, prefer::PreferError},
    },
    server_fns::guard,
    shared::{permissions::OperatorMay, place::CountryCode, supply::Preference},
};

/// Every vendor with the last hour. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "supply/providers")]
pub async fn providers() -> Result<Vec<ProviderRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    supply::list::list(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A vendor with everything known. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "supply/provider")]
pub async fn provider(provider: String) -> Result<ProviderView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    supply::list::find(&asked.backend, &admin, &provider)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Stops new sales of a vendor. Scope: operator(SteerProviders).
#[server(prefix = "/do", endpoint = "supply/pause")]
pub async fn pause_provider(provider: String, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SteerProviders)?;
    supply::pause::pause(&asked.backend, &admin, &asked.origin(), &provider, &reason)
        .await
        .map_err(|error| pause_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}"));
    Ok(())
}

/// Resumes new sales of a vendor. Scope: operator(SteerProviders).
#[server(prefix = "/do", endpoint = "supply/resume")]
pub async fn resume_provider(provider: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SteerProviders)?;
    supply::pause::resume(&asked.backend, &admin, &asked.origin(), &provider)
        .await
        .map_err(|error| pause_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn pause_error(asked: &guard::Asked, error: PauseError) -> AppError {
    match error {
        PauseError::NotFound => AppError::NotFound,
        PauseError::Reason => AppError::invalid(
            "reason",
            "Please say why, in 3 to 300 characters. Nothing was changed.",
        ),
        PauseError::Internal(error) => asked.internal(&error),
    }
}

/// Says where a vendor of numbers comes in a country, or everywhere. Scope: operator(SteerProviders).
#[server(prefix = "/do", endpoint = "supply/prefer")]
pub async fn prefer_provider(provider: String, place: String, rank: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SteerProviders)?;
    let country = country_of(&place)?;
    let preference = match rank.trim() {
        "never" => Preference::NotAsked,
        rank => Preference::Rank(rank.parse().map_err(|_| rank_error())?),
    };
    let origin = asked.origin();
    supply::prefer::prefer(
        &asked.backend,
        &admin,
        &origin,
        &provider,
        country,
        Some(preference),
    )
    .await
    .map_err(|error| prefer_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}?done=preferred"));
    Ok(())
}

/// Takes a vendor's place in a country away again. Scope: operator(SteerProviders).
#[server(prefix = "/do", endpoint = "supply/forget_place")]
pub async fn forget_provider_place(provider: String, place: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SteerProviders)?;
    let country = country_of(&place)?;
    supply::prefer::prefer(&asked.backend, &admin, &asked.origin(), &provider, country, None)
        .await
        .map_err(|error| prefer_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}?done=preferred"));
    Ok(())
}

/// Empty is every country.
#[cfg(feature = "ssr")]
fn country_of(text: &str) -> Result<Option<CountryCode>, AppError> {
    match text.trim() {
        "" => Ok(None),
        code => code.to_ascii_uppercase().parse().map(Some).map_err(|_| {
            AppError::invalid(
                "place",
                "Please write a country's two letters, like US, or leave it empty for every country. Nothing was changed.",
            )
        }),
    }
}

#[cfg(feature = "ssr")]
fn rank_error() -> AppError {
    AppError::invalid(
        "rank",
        "Please choose a place from 1 to 9, or not at all. Nothing was changed.",
    )
}

#[cfg(feature = "ssr")]
fn prefer_error(asked: &guard::Asked, error: PreferError) -> AppError {
    match error {
        PreferError::NotFound => AppError::NotFound,
        PreferError::Rank => rank_error(),
        PreferError::Internal(error) => asked.internal(&error),
    }
}

/// Puts keys in use after asking the vendor. Scope: operator(ManageCredentials).
#[server(prefix = "/do", endpoint = "supply/save_keys")]
pub async fn save_provider_keys(
    provider: String,
    key: String,
    second_key: Option<String>,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageCredentials)?;
    let given = [Some(key), second_key.filter(|key| !key.trim().is_empty())];
    let keys = given
        .into_iter()
        .flatten()
        .map(|key| key.trim().to_owned().into())
        .collect();
    supply::save_keys(&asked.backend, &admin, &asked.origin(), &provider, keys)
        .await
        .map_err(|error| keys_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}?done=keys"));
    Ok(())
}

/// Back to the environment's keys. Scope: operator(ManageCredentials).
#[server(prefix = "/do", endpoint = "supply/remove_keys")]
pub async fn remove_provider_keys(provider: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageCredentials)?;
    supply::remove_keys(&asked.backend, &admin, &asked.origin(), &provider)
        .await
        .map_err(|error| keys_error(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/providers/{provider}?done=removed"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn keys_error(asked: &guard::Asked, error: KeysError) -> AppError {
    match error {
        KeysError::NotFound => AppError::NotFound,
        KeysError::Bad => AppError::invalid(
            "key",
            "These do not look like keys of this provider. The keys before stay in use.",
        ),
        KeysError::Refused(_) => AppError::invalid(
            "key",
            "The provider was asked and refuses these keys. The keys before stay in use.",
        ),
        KeysError::Unavailable(_) => AppError::Refused(
            "The provider does not answer, so the new keys could not be tried. The keys before stay in use."
                .into(),
        ),
        KeysError::Internal(error) => asked.internal(&error),
    }
}

/// Times the catalogue was brought up to date. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "supply/syncs")]
pub async fn catalogue_syncs(after: Option<String>) -> Result<Page<SyncRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    sync_log::syncs(&asked.backend, &admin, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One of them with what it changed. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "supply/sync")]
pub async fn catalogue_sync(id: SyncId) -> Result<SyncView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    sync_log::sync(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Asks for the catalogue to be brought up to date now. Scope: operator(SteerProviders).
#[server(prefix = "/do", endpoint = "supply/sync_now")]
pub async fn sync_now() -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SteerProviders)?;
    operations::runs::sync_soon(&asked.backend, &admin, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect("/admin/catalogue?done=asked");
    Ok(())
}
