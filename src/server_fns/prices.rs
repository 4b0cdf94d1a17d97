//! The reseller's prices: rules, rounding, what a rule would do.

#![allow(
    clippy::too_many_arguments,
    reason = "the fields of a form are the arguments of its function"
)]

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    paging::Page,
    pricing::{OfferView, PriceChange, PricesView, SimulationView, SimulatorView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::pricing::{
        self, end_rule::EndRule, rounding::Rounding, save_settings::PriceSettings, simulate::Maker,
    },
    server_fns::{
        guard,
        offer_form::{self, Tried},
        price_form::{self, RuleFields},
    },
    shared::permissions::StaffMay,
};

/// The shop's rules, rounding and margins. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "prices/prices")]
pub async fn prices() -> Result<PricesView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let rules = pricing::rule_rows::rule_rows(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    let (floors, commission_percent) = pricing::settings::settings(&asked.backend, &staff)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(PricesView {
        rules,
        floors,
        commission_percent,
        may_edit: staff.may(StaffMay::EditPrices),
        may_export: staff.may(StaffMay::ExportData),
    })
}

/// Who changed prices and how; `after` is the moment of the last one shown. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "prices/history")]
pub async fn price_history(after: Option<String>) -> Result<Page<PriceChange>, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let after = after
        .map(|at| at.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    pricing::history::history(&asked.backend, &staff, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Makes a rule; one for the same things ends when it begins. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "prices/save_rule")]
pub async fn save_price_rule(
    rule_name: String,
    rule_service: String,
    rule_country: String,
    rule_plan: String,
    markup_kind: String,
    markup_value: String,
    rule_from: String,
    rule_until: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let fields = RuleFields {
        id: String::new(),
        name: rule_name,
        service: rule_service,
        country: rule_country,
        provider: String::new(),
        plan: offer_form::plan(&asked, &staff, "rule_plan", &rule_plan).await?,
        markup_kind,
        markup_value,
    };
    let currency = asked.shop.brand.currency;
    let request = price_form::save_rule(&fields, (&rule_from, &rule_until), currency, asked.backend.now())?;
    pricing::save_rule(&asked.backend, &staff, request)
        .await
        .map_err(|error| price_form::save_rule_error(&asked, error))?;
    leptos_axum::redirect("/reseller/prices?saved=rule");
    Ok(())
}

/// Ends a rule now. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "prices/end_rule")]
pub async fn end_price_rule(rule: String) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let request = EndRule {
        rule: rule.parse().map_err(|_| AppError::NotFound)?,
        at: asked.backend.now(),
    };
    pricing::end_rule(&asked.backend, &staff, request)
        .await
        .map_err(|error| price_form::end_rule_error(&asked, error))?;
    leptos_axum::redirect("/reseller/prices?saved=ended");
    Ok(())
}

/// Saves how prices end and the least that is earned. Scope: staff(EditPrices).
#[server(prefix = "/do", endpoint = "prices/save_settings")]
pub async fn save_price_settings(
    rounding: String,
    margin: String,
    margin_percent: String,
) -> Result<(), AppError> {
    let (asked, staff) = guard::staff(StaffMay::EditPrices)?;
    let settings = PriceSettings {
        rounding: Rounding::parse(&rounding).ok_or(AppError::NotFound)?,
        minimum_margin: price_form::amount("margin", &margin, asked.shop.brand.currency)?,
        minimum_margin_percent: price_form::decimal("margin_percent", &margin_percent)?,
    };
    pricing::save_settings(&asked.backend, &staff, settings)
        .await
        .map_err(|error| price_form::settings_error(&asked, error))?;
    leptos_axum::redirect("/reseller/prices?saved=settings");
    Ok(())
}

/// What a rule for exactly this product would do; saves nothing. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "prices/simulate")]
pub async fn simulate_price(
    product: String,
    markup_kind: String,
    markup_value: String,
) -> Result<SimulationView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    let tried = Tried {
        kind: markup_kind,
        value: markup_value,
        maker: Maker::Reseller,
        currency: asked.shop.brand.currency,
    };
    offer_form::simulate(&asked, &staff, &product, tried).await
}

/// What the simulator lets people choose after what they have chosen. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "prices/simulator")]
pub async fn price_simulator(
    sim_kind: String,
    sim_place: String,
    product: String,
) -> Result<SimulatorView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    offer_form::simulator(&asked, &staff, &sim_kind, &sim_place, &product).await
}

/// Countries and plans that rules and codes can be for. Scope: staff(ViewShop).
#[server(prefix = "/do", endpoint = "prices/offer")]
pub async fn price_offer() -> Result<OfferView, AppError> {
    let (asked, staff) = guard::staff(StaffMay::ViewShop)?;
    offer_form::offer(&asked, &staff).await
}
