//! Prices of the platform, in the console.

#![allow(
    clippy::too_many_arguments,
    reason = "the fields of a form are the arguments of its function"
)]

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    paging::Page,
    pricing::{Named, PlatformPricesView, PriceChange, SimulationView, SimulatorView, SupplyOffer},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        esims,
        pricing::{
            self,
            end_rule::EndRule,
            rounding::Rounding,
            save_settings::PriceSettings,
            set_rate::{SetRate, SetRateError},
            simulate::Maker,
        },
        scope::{Operator, OperatorAt},
        tenancy,
    },
    server_fns::{
        guard,
        offer_form::{self, Tried},
        price_form::{self, RuleFields},
    },
    shared::{currency::Currency, permissions::OperatorMay},
};

/// Platform rules, floors, exchange rates and what suppliers ask at least. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/prices")]
pub async fn platform_prices() -> Result<PlatformPricesView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let internal = |error| asked.internal(&error);
    let backend = &asked.backend;
    Ok(PlatformPricesView {
        rules: pricing::rule_rows::platform_rule_rows(backend, &admin)
            .await
            .map_err(internal)?,
        floors: pricing::settings::platform_settings(backend, &admin)
            .await
            .map_err(internal)?,
        rates: pricing::rates::rates(backend, &admin).await.map_err(internal)?,
        supplier_floors: esims::assortment::supplier_floors(backend, &admin)
            .await
            .map_err(internal)?,
        may_edit: admin.may(OperatorMay::EditPlatformPrices),
    })
}

/// Who changed the platform's prices and how. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/history")]
pub async fn platform_price_history(after: Option<String>) -> Result<Page<PriceChange>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .map(|at| at.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    pricing::history::platform_history(&asked.backend, &admin, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Makes a rule of every shop's platform price. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_prices/save_rule")]
pub async fn save_platform_rule(
    rule_name: String,
    rule_service: String,
    rule_country: String,
    rule_provider: String,
    rule_plan: String,
    markup_kind: String,
    markup_value: String,
    markup_currency: String,
    rule_from: String,
    rule_until: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    let fields = RuleFields {
        id: String::new(),
        name: rule_name,
        service: rule_service,
        country: rule_country,
        provider: rule_provider,
        plan: offer_form::plan(
            &asked,
            &Operator::console(&admin).at(asked.shop.id),
            "rule_plan",
            &rule_plan,
        )
        .await?,
        markup_kind,
        markup_value,
    };
    let currency = currency("markup_currency", &markup_currency)?;
    let request = price_form::save_rule(&fields, (&rule_from, &rule_until), currency, asked.backend.now())?;
    pricing::save_platform_rule(&asked.backend, &admin, request)
        .await
        .map_err(|error| price_form::save_rule_error(&asked, error))?;
    leptos_axum::redirect("/admin/prices?saved=rule");
    Ok(())
}

/// Ends a platform rule now. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_prices/end_rule")]
pub async fn end_platform_rule(rule: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    let request = EndRule {
        rule: rule.parse().map_err(|_| AppError::NotFound)?,
        at: asked.backend.now(),
    };
    pricing::end_platform_rule(&asked.backend, &admin, request)
        .await
        .map_err(|error| price_form::end_rule_error(&asked, error))?;
    leptos_axum::redirect("/admin/prices?saved=ended");
    Ok(())
}

/// Saves rounding and minimum margin of a currency. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_prices/save_floors")]
pub async fn save_platform_floors(
    floor_currency: String,
    rounding: String,
    margin: String,
    margin_percent: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    let currency = currency("floor_currency", &floor_currency)?;
    let settings = PriceSettings {
        rounding: Rounding::parse(&rounding).ok_or(AppError::NotFound)?,
        minimum_margin: price_form::amount("margin", &margin, currency)?,
        minimum_margin_percent: price_form::decimal("margin_percent", &margin_percent)?,
    };
    pricing::save_platform_settings(&asked.backend, &admin, settings)
        .await
        .map_err(|error| price_form::settings_error(&asked, error))?;
    leptos_axum::redirect("/admin/prices?saved=settings");
    Ok(())
}

/// Keeps an exchange rate stated now. Scope: operator(EditPlatformPrices).
#[server(prefix = "/do", endpoint = "platform_prices/set_rate")]
pub async fn set_fx_rate(
    rate_base: String,
    rate_quote: String,
    rate_value: String,
    rate_source: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::EditPlatformPrices)?;
    let request = SetRate {
        base: currency("rate_base", &rate_base)?,
        quote: currency("rate_quote", &rate_quote)?,
        rate: price_form::decimal("rate_value", &rate_value)?,
        as_of: asked.backend.now(),
        source: rate_source.trim().to_owned(),
    };
    pricing::set_rate(&asked.backend, &admin, request)
        .await
        .map_err(|error| match error {
            SetRateError::SameCurrency => {
                AppError::invalid("rate_quote", "A rate is between two currencies.")
            }
            SetRateError::Rate => AppError::invalid(
                "rate_value",
                "A rate is above zero, below ten billion, with at most ten decimals.",
            ),
            SetRateError::Source => {
                AppError::invalid("rate_source", "Please name who stated it, in 1 to 80 characters.")
            }
            SetRateError::Future | SetRateError::Taken => AppError::Refused(
                "A rate of this moment is kept already. Nothing was changed. Please try again in a second."
                    .into(),
            ),
            SetRateError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/admin/prices?saved=rate");
    Ok(())
}

/// What a platform rule for this product would do in one shop; saves nothing. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/simulate")]
pub async fn simulate_platform_price(
    shop_slug: String,
    product: String,
    markup_kind: String,
    markup_value: String,
) -> Result<SimulationView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let (at, currency) = shop(&asked, &admin, &shop_slug).await?;
    let tried = Tried {
        kind: markup_kind,
        value: markup_value,
        maker: Maker::Platform,
        currency,
    };
    offer_form::simulate(&asked, &at, &product, tried).await
}

/// What the simulator lets operators choose after what they have chosen. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/simulator")]
pub async fn platform_simulator(
    sim_kind: String,
    sim_place: String,
    product: String,
) -> Result<SimulatorView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let at = Operator::console(&admin).at(asked.shop.id);
    offer_form::simulator(&asked, &at, &sim_kind, &sim_place, &product).await
}

/// Shops to choose from, by name. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/shops")]
pub async fn platform_shops() -> Result<Vec<Named>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let shops = tenancy::choices::choices(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))?;
    let named = shops.into_iter().map(|shop| Named {
        value: shop.slug,
        name: shop.name,
    });
    Ok(named.collect())
}

/// Suppliers, countries and plans that platform rules and codes can be for. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "platform_prices/offer")]
pub async fn platform_offer() -> Result<SupplyOffer, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let at = Operator::console(&admin).at(asked.shop.id);
    let providers = &asked.backend.providers;
    Ok(SupplyOffer {
        suppliers: providers
            .numbers
            .iter()
            .map(|vendor| vendor.name())
            .chain([providers.esims.name()])
            .map(|name| Named {
                value: name.into(),
                name: name.into(),
            })
            .collect(),
        offer: offer_form::offer(&asked, &at).await?,
    })
}

#[cfg(feature = "ssr")]
fn currency(field: &str, text: &str) -> Result<Currency, AppError> {
    text.trim()
        .parse()
        .map_err(|_| AppError::invalid(field, "Please write a currency's three letters, like EUR."))
}

/// The shop with this short name, and its currency.
#[cfg(feature = "ssr")]
pub(super) async fn shop(
    asked: &guard::Asked,
    admin: &crate::domain::scope::Admin,
    slug: &str,
) -> Result<(OperatorAt, Currency), AppError> {
    let found = tenancy::find::find(&asked.backend, slug.trim())
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or_else(|| AppError::invalid("shop_slug", "There is no shop with this short name."))?;
    Ok((Operator::console(admin).at(found.id), found.currency))
}
