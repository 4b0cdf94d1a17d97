//! On what terms a shop sells, as operators decide: commission, who collects, limits, switches.

use leptos::prelude::*;

use crate::shared::{error::AppError, ids::ResellerId};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        resellers::{self, NotFoundError, SetModeError},
        scope::Admin,
        tenancy::{
            shop::SettlementMode,
            terms::{Limits, Terms},
        },
    },
    server_fns::{
        guard::{self, Asked},
        reseller_status::reason_of,
    },
    shared::{
        currency::Currency,
        features::Features,
        money::{Money, PositiveMoney},
        permissions::OperatorMay,
    },
};

/// Changes what the platform takes and when it pays. Scope: operator(SetTerms).
#[server(prefix = "/do", endpoint = "resellers/set_terms")]
pub async fn set_reseller_terms(
    id: ResellerId,
    commission: String,
    hold_days: String,
    payout_minimum: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SetTerms)?;
    let currency = currency_of(&asked, &admin, id).await?;
    let terms = Terms {
        commission_percent: commission
            .trim()
            .parse()
            .ok()
            .filter(|percent: &rust_decimal::Decimal| {
                percent.scale() <= 3 && *percent >= 0.into() && *percent <= 100.into()
            })
            .ok_or_else(|| {
                AppError::invalid(
                    "commission",
                    "Please use 0 to 100 percent, with at most three decimals.",
                )
            })?,
        earnings_hold_days: hold_days
            .trim()
            .parse()
            .ok()
            .filter(|days| (0..=180).contains(days))
            .ok_or_else(|| AppError::invalid("hold_days", "Please use 0 to 180 days."))?,
        payout_minimum: Money::parse(payout_minimum.trim(), currency)
            .ok()
            .filter(|amount| !amount.is_negative())
            .ok_or_else(|| AppError::invalid("payout_minimum", "Please use an amount such as 50.00."))?,
    };
    resellers::set_terms(&asked.backend, &admin, id, &terms, &asked.origin())
        .await
        .map_err(|error| not_found_or(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=terms"));
    Ok(())
}

/// Changes who takes the shop's money. Scope: operator(SetTerms).
#[server(prefix = "/do", endpoint = "resellers/set_mode")]
pub async fn set_reseller_mode(id: ResellerId, mode: String, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SetTerms)?;
    let reason = reason_of(&reason)?;
    let mode = SettlementMode::parse(&mode)
        .ok_or_else(|| AppError::invalid("mode", "Please choose who collects."))?;
    resellers::set_mode(&asked.backend, &admin, id, mode, &reason)
        .await
        .map_err(|error| match error {
            SetModeError::NotFound => AppError::NotFound,
            SetModeError::Platform => AppError::Refused(
                "The platform collects for its own shop. Nothing was changed.".into(),
            ),
            SetModeError::FloatTooLow { missing } => AppError::Refused(format!(
                "The reseller holds its customers' money, and its float lacks {missing} to hand it over. Nothing was \
                 changed. Fund the float first."
            )),
            SetModeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=mode"));
    Ok(())
}

/// Limits what a shop may sell; an empty amount is no limit. Scope: operator(SetTerms).
#[server(prefix = "/do", endpoint = "resellers/set_limits")]
pub async fn set_reseller_limits(
    id: ResellerId,
    order_max: Option<String>,
    day_max: Option<String>,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::SetTerms)?;
    let currency = currency_of(&asked, &admin, id).await?;
    let limits = Limits {
        order_max: limit("order_max", order_max.as_deref(), currency)?,
        day_max: limit("day_max", day_max.as_deref(), currency)?,
    };
    resellers::set_limits(&asked.backend, &admin, id, limits, &asked.origin())
        .await
        .map_err(|error| not_found_or(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=limits"));
    Ok(())
}

/// Switches on and off what a shop may do at all. Scope: operator(Announce).
#[server(prefix = "/do", endpoint = "resellers/set_features")]
pub async fn set_reseller_features(
    id: ResellerId,
    numbers: Option<bool>,
    esims: Option<bool>,
    api: Option<bool>,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::Announce)?;
    let features = Features {
        numbers: numbers.unwrap_or(false),
        esims: esims.unwrap_or(false),
        api: api.unwrap_or(false),
    };
    resellers::set_features(&asked.backend, &admin, id, features, &asked.origin())
        .await
        .map_err(|error| not_found_or(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/features?saved={id}"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn limit(field: &str, text: Option<&str>, currency: Currency) -> Result<Option<PositiveMoney>, AppError> {
    match text.map(str::trim).unwrap_or_default() {
        "" => Ok(None),
        text => Money::parse(text, currency)
            .ok()
            .and_then(PositiveMoney::new)
            .map(Some)
            .ok_or_else(|| AppError::invalid(field, "Please use an amount above zero, or leave it empty.")),
    }
}

#[cfg(feature = "ssr")]
async fn currency_of(asked: &Asked, admin: &Admin, id: ResellerId) -> Result<Currency, AppError> {
    let found = resellers::view(&asked.backend, admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)?;
    Ok(found.payout_minimum.currency())
}

#[cfg(feature = "ssr")]
fn not_found_or(asked: &Asked, error: NotFoundError) -> AppError {
    match error {
        NotFoundError::NotFound => AppError::NotFound,
        NotFoundError::Internal(error) => asked.internal(&error),
    }
}
