//! The console's resellers: opened, approved, suspended; their terms, limits and features.

use leptos::prelude::*;

use crate::shared::{
    console::{ResellerDetail, ResellerRow},
    error::AppError,
    ids::ResellerId,
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        resellers::{self, CreateResellerError, NotFoundError, SetModeError, SetStatusError},
        scope::Admin,
        tenancy::{
            Slug,
            shop::SettlementMode,
            slug::ParseSlugError,
            terms::{Features, Limits, Terms},
        },
    },
    server_fns::{
        account_form as form,
        guard::{self, Asked},
    },
    shared::{
        currency::Currency,
        money::{Money, PositiveMoney},
        permissions::OperatorMay,
    },
};

/// A page of the resellers by short name. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "resellers/list")]
pub async fn list_resellers(
    begins: Option<String>,
    status: Option<String>,
    after: Option<String>,
) -> Result<Page<ResellerRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let (begins, status) = (begins.unwrap_or_default(), status.unwrap_or_default());
    resellers::list(&asked.backend, &admin, begins.trim(), &status, after.as_deref())
        .await
        .map_err(|error| asked.internal(&error))
}

/// One reseller with its people, hosts, cases and visits. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "resellers/view")]
pub async fn view_reseller(id: ResellerId) -> Result<ResellerDetail, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    resellers::view(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Opens a shop in trial and mails its owner. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/create")]
pub async fn create_reseller(
    name: String,
    slug: String,
    currency: String,
    email: String,
    first_name: String,
    last_name: String,
) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    let new =
        resellers::CreateReseller {
            slug: short_name(&slug)?,
            name: shop_name(&name)?,
            currency: currency.trim().to_ascii_uppercase().parse().map_err(|_| {
                AppError::invalid("currency", "Please use a currency code such as USD or EUR.")
            })?,
            owner_email: form::email(&email)?,
            owner_first_name: form::name("first_name", &first_name)?,
            owner_last_name: form::name("last_name", &last_name)?,
            origin: asked.origin(),
        };
    let id = resellers::create(&asked.backend, &admin, &new)
        .await
        .map_err(|error| match error {
            CreateResellerError::SlugTaken => AppError::invalid(
                "slug",
                "Another shop has this short name or its host. Nothing was made. Please choose another.",
            ),
            CreateResellerError::NoRate => AppError::invalid(
                "currency",
                "There is no exchange rate from USD to this currency, so nothing could be priced. Nothing was made. \
                 Enter the rate first.",
            ),
            CreateResellerError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=created"));
    Ok(())
}

/// Lets a shop in trial sell. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/approve")]
pub async fn approve_reseller(id: ResellerId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    resellers::approve(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| status_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=approved"));
    Ok(())
}

/// Stops a shop's sales. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/suspend")]
pub async fn suspend_reseller(id: ResellerId, reason: String) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    let reason = reason_of(&reason)?;
    resellers::suspend(&asked.backend, &admin, id, &reason, &asked.origin())
        .await
        .map_err(|error| status_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=suspended"));
    Ok(())
}

/// Lets a suspended shop sell again. Scope: operator(ManageResellers).
#[server(prefix = "/do", endpoint = "resellers/reactivate")]
pub async fn reactivate_reseller(id: ResellerId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ManageResellers)?;
    resellers::reactivate(&asked.backend, &admin, id, &asked.origin())
        .await
        .map_err(|error| status_refused(&asked, error))?;
    leptos_axum::redirect(&format!("/admin/resellers/{id}?saved=reactivated"));
    Ok(())
}

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
fn short_name(text: &str) -> Result<Slug, AppError> {
    Slug::parse(text).map_err(|error| {
        let message = match error {
            ParseSlugError::Malformed => "Please use 2 to 39 small letters, digits and hyphens.",
            ParseSlugError::Reserved => "This name is kept for the platform itself. Please choose another.",
        };
        AppError::invalid("slug", message)
    })
}

#[cfg(feature = "ssr")]
fn shop_name(text: &str) -> Result<String, AppError> {
    let name = text.trim();
    let fits = (1..=80).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    fits.then(|| name.to_owned())
        .ok_or_else(|| AppError::invalid("name", "Please use 1 to 80 characters."))
}

/// A reason somebody else will read.
#[cfg(feature = "ssr")]
pub fn reason_of(text: &str) -> Result<String, AppError> {
    let reason = text.trim();
    (5..=500)
        .contains(&reason.chars().count())
        .then(|| reason.to_owned())
        .ok_or_else(|| AppError::invalid("reason", "Please give a reason of 5 to 500 characters."))
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
fn status_refused(asked: &Asked, error: SetStatusError) -> AppError {
    match error {
        SetStatusError::NotFound => AppError::NotFound,
        SetStatusError::Platform => {
            AppError::Refused("The platform's own shop is always open. Nothing was changed.".into())
        }
        SetStatusError::IsNot { now } => AppError::Refused(format!(
            "The shop is {} by now. Nothing was changed and nobody was written to. Look at it again.",
            match now {
                crate::shared::shop_set_up::ShopStatus::Trial => "in trial",
                crate::shared::shop_set_up::ShopStatus::Active => "active",
                crate::shared::shop_set_up::ShopStatus::Suspended => "suspended",
            }
        )),
        SetStatusError::Internal(error) => asked.internal(&error),
    }
}

#[cfg(feature = "ssr")]
fn not_found_or(asked: &Asked, error: NotFoundError) -> AppError {
    match error {
        NotFoundError::NotFound => AppError::NotFound,
        NotFoundError::Internal(error) => asked.internal(&error),
    }
}
