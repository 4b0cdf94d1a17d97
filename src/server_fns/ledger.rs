//! The ledger and the margins, for operators: read only.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    figures::Margins,
    ids::{TransferId, WalletId},
    ledger::{LedgerView, LedgerWallet, TransferView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        figures::{margins::margins as read_margins, shop::FiguresError},
        operations::browse,
    },
    server_fns::guard,
    shared::{
        figures::{By, Span},
        ledger::LedgerFilter,
        permissions::OperatorMay,
    },
};

/// Transfers of every shop, and the last proof of the books. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "ledger/transfers")]
pub async fn ledger(
    shop: Option<String>,
    kind: Option<String>,
    account: Option<String>,
    reference: Option<String>,
    key: Option<String>,
    after: Option<String>,
) -> Result<LedgerView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let failed = |error| asked.internal(&error);
    let filter = LedgerFilter {
        shop: shop.unwrap_or_default(),
        kind: kind.unwrap_or_default(),
        account: account.unwrap_or_default(),
        reference: reference.unwrap_or_default(),
        key: key.unwrap_or_default(),
    };
    let after = match after.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    Ok(LedgerView {
        last_run: browse::run::run(&asked.backend, &admin).await.map_err(failed)?,
        transfers: browse::transfers::transfers(&asked.backend, &admin, &filter, after)
            .await
            .map_err(failed)?,
    })
}

/// A transfer with its entries and its order. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "ledger/transfer")]
pub async fn ledger_transfer(id: TransferId) -> Result<TransferView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    browse::transfer::transfer(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// A wallet and its entries. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "ledger/wallet")]
pub async fn wallet_in_ledger(id: WalletId, after: Option<String>) -> Result<LedgerWallet, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let before = match after.filter(|text| !text.is_empty()) {
        Some(text) => Some(text.parse().map_err(|_| AppError::NotFound)?),
        None => None,
    };
    browse::wallet::wallet(&asked.backend, &admin, id, before)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What the platform keeps, by provider, reseller, country, service or day. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "ledger/margins")]
pub async fn platform_margins(
    by: Option<String>,
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
) -> Result<Margins, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let by = by.as_deref().and_then(By::parse).unwrap_or(By::Provider);
    let span = Span { days, from, until };
    match read_margins(&asked.backend, &admin, by, &span).await {
        Ok(found) => Ok(found),
        Err(FiguresError::Period) => Err(AppError::invalid(
            "until",
            "Please choose a first and a last day, at most a year apart.",
        )),
        Err(FiguresError::Internal(error)) => Err(asked.internal(&error)),
    }
}
