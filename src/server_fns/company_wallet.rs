//! A company's wallet, for its members.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::PaymentId,
    wallet::{BalanceAlert, CompanyWalletView, PaymentView, StatementPage},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        low_balance::{self, SaveThreshold},
        payments::{
            self,
            top_up::{self, Started, limits},
        },
        scope::BuysForCompany,
        wallet::view as wallet_view,
    },
    server_fns::{
        guard,
        wallet::{alert_refused, top_up_refused},
    },
    shared::permissions::OrganizationMay,
};

/// Balance, held money, last movements and payments. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_wallet/wallet")]
pub async fn company_wallet() -> Result<CompanyWalletView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let buyer = member.buyer(member.user());
    let currency = asked.shop.brand.currency;
    let payments = payments::view::recent(&asked.backend, &buyer, currency)
        .await
        .map_err(|error| asked.internal(&error))?;
    let closed = top_up::closed(&asked.backend, &buyer)
        .await
        .map_err(|error| asked.internal(&error))?;
    let wallet = wallet_view::wallet(
        &asked.backend,
        &buyer,
        currency,
        limits(&asked.shop),
        payments,
        closed,
    )
    .await
    .map_err(|error| asked.internal(&error))?;
    Ok(CompanyWalletView {
        wallet,
        may_move: member.may(OrganizationMay::MoveMoney),
    })
}

/// Below what the company is told. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_wallet/balance_alert")]
pub async fn company_balance_alert() -> Result<BalanceAlert, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let buyer = member.buyer(member.user());
    low_balance::setting(&asked.backend, &buyer, asked.shop.brand.currency)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Changes it; nothing is told no more. Scope: member(MoveMoney).
#[server(prefix = "/do", endpoint = "company_wallet/save_balance_alert")]
pub async fn save_company_balance_alert(alert_below: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::MoveMoney)?;
    let wanted = SaveThreshold {
        currency: asked.shop.brand.currency,
        amount: alert_below,
        origin: asked.origin(),
    };
    low_balance::save(&asked.backend, &member.buyer(member.user()), &wanted)
        .await
        .map_err(|error| alert_refused(&asked, error))?;
    leptos_axum::redirect("/business/wallet?saved=alert");
    Ok(())
}

/// A page of the statement; `before` is the `next` of the page before. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_wallet/statement")]
pub async fn company_statement(before: Option<String>) -> Result<StatementPage, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    let before = before
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    let buyer = member.buyer(member.user());
    wallet_view::statement(&asked.backend, &buyer, asked.shop.brand.currency, before)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Starts a top-up of the company's wallet and sends the payer to the gateway's page. Scope: member(MoveMoney).
#[server(prefix = "/do", endpoint = "company_wallet/top_up")]
pub async fn top_up_company(amount: String, key: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::MoveMoney)?;
    let request = top_up::TopUp {
        amount,
        key,
        return_to: None,
    };
    let buyer = member.buyer(member.user());
    let started = top_up::top_up(&asked.backend, &asked.shop, &buyer, &request).await;
    match started.map_err(|error| top_up_refused(&asked, error))? {
        Started::Pay { url } => leptos_axum::redirect(&url),
        Started::Over(payment) => leptos_axum::redirect(&format!("/business/wallet/payments/{payment}")),
    }
    Ok(())
}

/// The page a payer comes back to. Scope: member(ViewInvoices).
#[server(prefix = "/do", endpoint = "company_wallet/payment")]
pub async fn company_payment(payment: PaymentId) -> Result<PaymentView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewInvoices)?;
    payments::view::view(&asked.backend, &member.buyer(member.user()), payment)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}
