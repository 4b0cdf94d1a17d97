//! The wallet: for its owner.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::PaymentId,
    wallet::{BalanceAlert, PaymentView, StatementPage, WalletView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        accounts::LocalPath,
        low_balance::{self, SaveThreshold, SaveThresholdError},
        payments::{
            self,
            top_up::{self, Started, TopUpError, limits},
        },
        wallet::view as wallet_view,
    },
    server_fns::guard,
};

/// Balance, held money, last movements and payments. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/wallet")]
pub async fn wallet() -> Result<WalletView, AppError> {
    let (asked, customer) = guard::customer()?;
    let payments = payments::view::recent(&asked.backend, &customer, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))?;
    let closed = top_up::closed(&asked.backend, &customer)
        .await
        .map_err(|error| asked.internal(&error))?;
    wallet_view::wallet(
        &asked.backend,
        &customer,
        asked.shop.brand.currency,
        limits(&asked.shop),
        payments,
        closed,
    )
    .await
    .map_err(|error| asked.internal(&error))
}

/// A page of the statement; `before` is the `next` of the page before. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/statement")]
pub async fn statement(before: Option<String>) -> Result<StatementPage, AppError> {
    let (asked, customer) = guard::customer()?;
    let before = before
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    wallet_view::statement(&asked.backend, &customer, asked.shop.brand.currency, before)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Starts a top-up and sends the payer to the gateway's page. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/top_up")]
pub async fn top_up(amount: String, key: String, return_to: Option<String>) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let return_to = return_to
        .as_deref()
        .and_then(LocalPath::parse)
        .map(|path| path.as_str().to_owned());
    let request = top_up::TopUp {
        amount,
        key,
        return_to,
    };
    let started = top_up::top_up(&asked.backend, &asked.shop, &customer, &request).await;
    match started.map_err(|error| top_up_refused(&asked, error))? {
        Started::Pay { url } => leptos_axum::redirect(&url),
        Started::Over(payment) => leptos_axum::redirect(&format!("/account/payments/{payment}")),
    }
    Ok(())
}

/// Below what the customer is told. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/alert_threshold")]
pub async fn alert_threshold() -> Result<BalanceAlert, AppError> {
    let (asked, customer) = guard::customer()?;
    low_balance::setting(&asked.backend, &customer, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it; nothing is told no more. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/save_balance_alert")]
pub async fn save_balance_alert(alert_below: String) -> Result<(), AppError> {
    let (asked, customer) = guard::customer()?;
    let wanted = SaveThreshold {
        currency: asked.shop.brand.currency,
        amount: alert_below,
        origin: asked.origin(),
    };
    low_balance::save(&asked.backend, &customer, &wanted)
        .await
        .map_err(|error| alert_refused(&asked, error))?;
    leptos_axum::redirect("/account/wallet?saved=alert");
    Ok(())
}

/// The page a payer comes back to. Scope: customer.
#[server(prefix = "/do", endpoint = "wallet/payment")]
pub async fn payment(id: PaymentId) -> Result<PaymentView, AppError> {
    let (asked, customer) = guard::customer()?;
    payments::view::view(&asked.backend, &customer, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Why there is no payment page, in the payer's words.
#[cfg(feature = "ssr")]
pub(super) fn top_up_refused(asked: &guard::Asked, error: TopUpError) -> AppError {
    let shop = &asked.shop.brand;
    match error {
        TopUpError::Amount { smallest, largest } => AppError::invalid(
            "amount",
            format!("Please enter an amount between {smallest} and {largest}, such as 20 or 20.50."),
        ),
        TopUpError::Key => AppError::Refused(
            "This form was already used for another amount. Nothing was charged. Please reload the page and try \
             again."
                .into(),
        ),
        TopUpError::NotVerified => not_verified(),
        TopUpError::NotOpenYet => not_open_yet(asked),
        TopUpError::ShopClosed => AppError::Refused(format!(
            "{} takes no payments at the moment. Nothing was charged, and your balance and what you bought are safe. \
             Questions: {}.",
            shop.name, shop.support_email,
        )),
        TopUpError::NotCollecting => AppError::Refused(format!(
            "{} cannot take payments yet. Nothing was charged. Please write to {}.",
            shop.name, shop.support_email,
        )),
        TopUpError::Frozen => AppError::Refused(format!(
            "A payment of yours is disputed at the bank, so no money can be added until that is decided. Nothing was \
             charged. Questions: {}.",
            shop.support_email,
        )),
        TopUpError::Paused => AppError::Refused(
            "No payments can be started at the moment. Nothing was charged. Please try again later.".into(),
        ),
        TopUpError::Unavailable(_) => AppError::Refused(
            "The payment page cannot be reached right now. Nothing was charged. Please try again in a minute.".into(),
        ),
        TopUpError::Internal(error) => asked.internal(&error),
    }
}

/// Why the amount was not saved.
#[cfg(feature = "ssr")]
pub(super) fn alert_refused(asked: &guard::Asked, error: SaveThresholdError) -> AppError {
    match error {
        SaveThresholdError::Amount { most } => AppError::invalid(
            "alert_below",
            format!(
                "Please enter an amount such as 5 or 5.50, at most {most}, or leave it empty. Nothing was changed."
            ),
        ),
        SaveThresholdError::Internal(error) => asked.internal(&error),
    }
}

/// The same words wherever money needs a verified address.
#[cfg(feature = "ssr")]
pub(super) fn not_verified() -> AppError {
    AppError::Refused(
        "Please confirm your e-mail address first: follow the link we mailed you. Nothing was charged."
            .into(),
    )
}

/// The same words wherever a shop on trial is asked to take money.
#[cfg(feature = "ssr")]
pub(super) fn not_open_yet(asked: &guard::Asked) -> AppError {
    AppError::Refused(format!(
        "{} opens soon. Nothing was charged. Please come back later, or write to {}.",
        asked.shop.brand.name, asked.shop.brand.support_email,
    ))
}
