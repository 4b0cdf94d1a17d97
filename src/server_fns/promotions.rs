//! The reseller's promotion codes.

#![allow(
    clippy::too_many_arguments,
    reason = "the fields of a form are the arguments of its function"
)]

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::PromoId,
    paging::Page,
    promotion::{PromoRow, PromoView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::promotions::{self, pause::PauseError},
    server_fns::{
        guard, offer_form,
        price_form::{self, PromoFields},
    },
    shared::permissions::StaffMay,
};

/// The shop's codes, the newest first. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "promotions/list")]
pub async fn promotions(after: Option<String>) -> Result<Page<PromoRow>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let after = after
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    promotions::list(&asked.backend, &staff, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A code and who used it. Scope: staff(ViewCustomers).
#[server(prefix = "/do", endpoint = "promotions/promotion")]
pub async fn promotion(id: PromoId, after: Option<String>) -> Result<PromoView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewCustomers)?;
    let after = after
        .map(|id| id.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    promotions::find(&asked.backend, &staff, id, after)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Makes a code that the reseller bears. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "promotions/save")]
pub async fn save_promotion(
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
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let fields = PromoFields {
        promo,
        promo_name,
        off_kind,
        off_value,
        minimum,
        maximum,
        promo_service,
        promo_country,
        promo_plan: offer_form::plan(&asked, &staff, "promo_plan", &promo_plan).await?,
        promo_from,
        promo_until,
        limit_total,
        limit_per_customer,
    };
    let new = price_form::new_promo(fields, asked.shop.brand.currency, asked.backend.now())?;
    let id = promotions::save(&asked.backend, &staff, &new)
        .await
        .map_err(|error| price_form::promo_error(&asked, error))?;
    leptos_axum::redirect(&format!("/reseller/promotions/{id}"));
    Ok(())
}

/// Pauses a code or lets it go on. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "promotions/pause")]
pub async fn pause_promotion(id: PromoId, pause: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    promotions::pause(&asked.backend, &staff, id, pause == "yes")
        .await
        .map_err(|error| match error {
            PauseError::NotFound => AppError::NotFound,
            PauseError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/reseller/promotions/{id}"));
    Ok(())
}
