//! Codes the platform bears, in the console.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::PromoId,
    paging::Page,
    promotion::{BorneRow, PromoView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        promotions::{pause::PauseError, platform_funded},
        scope::Operator,
    },
    server_fns::guard,
    shared::permissions::OperatorMay,
};

/// Codes the platform bears, the newest first. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_promotions/list")]
pub async fn platform_promotions(after: Option<String>) -> Result<Page<BorneRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .filter(|text| !text.is_empty())
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    platform_funded::list_platform_funded(&asked.backend, &Operator::console(&admin), after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A code the platform bears, its shop and its uses. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_promotions/promotion")]
pub async fn platform_promotion(id: PromoId, after: Option<String>) -> Result<(String, PromoView), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .filter(|text| !text.is_empty())
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    platform_funded::find_platform_funded(&asked.backend, &Operator::console(&admin), id, after)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Pauses a code the platform bears or lets it go on. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_promotions/pause")]
pub async fn pause_platform_promotion(id: PromoId, pause: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    platform_funded::pause_platform_funded(&asked.backend, &Operator::console(&admin), id, pause == "yes")
        .await
        .map_err(|error| match error {
            PauseError::NotFound => AppError::NotFound,
            PauseError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/prices/promotion/{id}"));
    Ok(())
}
