//! What a shop sells: plans, places and numbers, on and off.

use leptos::prelude::*;

use crate::shared::{
    assortment::{NumberSwitch, PlaceSwitch, PlanSwitch},
    error::AppError,
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        assortment::{
            self,
            switch::{Product, SwitchError},
        },
        esims::{self, assortment::Filter},
        numbers,
    },
    server_fns::{guard, price_form},
    shared::permissions::StaffMay,
};

/// Plans of the catalogue, on and off; `shown` is `on`, `off` or empty. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "assortment/plans")]
pub async fn plan_switches(
    find: Option<String>,
    place: Option<String>,
    shown: Option<String>,
    after: Option<String>,
) -> Result<Page<PlanSwitch>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    asked.need(|features| features.esims)?;
    let filter = Filter {
        search: find.unwrap_or_default(),
        place: place.filter(|place| !place.is_empty()),
        is_on: match shown.as_deref() {
            Some("on") => Some(true),
            Some("off") => Some(false),
            _ => None,
        },
        after,
    };
    esims::assortment::plans(&asked.backend, &staff, &filter)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Countries and regions with plans, on and off. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "assortment/places")]
pub async fn place_switches(
    find: Option<String>,
    after: Option<String>,
) -> Result<Page<PlaceSwitch>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    asked.need(|features| features.esims)?;
    esims::assortment::places(
        &asked.backend,
        &staff,
        &find.unwrap_or_default(),
        after.as_deref(),
    )
    .await
    .map_err(|error| asked.internal(&error))
}

/// Countries with numbers, on and off. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "assortment/numbers")]
pub async fn number_switches() -> Result<Vec<NumberSwitch>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    asked.need(|features| features.numbers)?;
    numbers::switches::switches(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Switches a plan, a place or numbers on or off. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "assortment/switch")]
pub async fn switch_product(
    switch_kind: String,
    switch_of: String,
    switch_to: String,
    back: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let product = Product::parse(&switch_kind, &switch_of).ok_or(AppError::NotFound)?;
    assortment::switch(&asked.backend, &staff, &product, switch_to == "on")
        .await
        .map_err(|error| match error {
            SwitchError::NotFound => AppError::NotFound,
            SwitchError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&price_form::back(&back, "/reseller/catalogue"));
    Ok(())
}
