//! Codes the platform bears, in the console.

#![allow(
    clippy::too_many_arguments,
    reason = "the fields of a form are the arguments of its function"
)]

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
        promotions::{self, pause::PauseError, platform_funded},
        scope::Operator,
    },
    server_fns::{
        guard, offer_form,
        platform_prices::shop,
        price_form::{self, PromoFields},
    },
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

/// Makes a code of a shop that the platform bears. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_prices/save_promotion")]
pub async fn save_platform_promotion(
    shop_slug: String,
    promo: String,
    promo_name: String,
    off_kind: String,
    off_value: String,
    minimum: String,
    maximum: String,
    promo_service: String,
    promo_country: String,
    promo_plan: String,
    promo_from: String,
    promo_until: String,
    limit_total: String,
    limit_per_customer: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    let (at, currency) = shop(&asked, &admin, &shop_slug).await?;
    let fields = PromoFields {
        promo,
        promo_name,
        off_kind,
        off_value,
        minimum,
        maximum,
        promo_service,
        promo_country,
        promo_plan: offer_form::plan(&asked, &at, "promo_plan", &promo_plan).await?,
        promo_from,
        promo_until,
        limit_total,
        limit_per_customer,
    };
    let new = price_form::new_promo(fields, currency, asked.backend.now())?;
    promotions::save_platform_funded(&asked.backend, &at, &new)
        .await
        .map_err(|error| price_form::promo_error(&asked, error))?;
    leptos_axum::redirect("/admin/prices/promotion?saved=promotion");
    Ok(())
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
