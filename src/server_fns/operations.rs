//! Orders of every shop, comparisons and bills: for operators.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{BillId, OrderId},
    operator::{BillListRow, BillView, ConsoleOrder, FlightRow, Reconciliation},
    paging::Page,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::operations::{self, order::AskError},
    server_fns::guard,
    shared::permissions::OperatorMay,
};

/// Orders neither delivered nor given back. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/in_flight")]
pub async fn orders_in_flight(after: Option<String>) -> Result<Page<FlightRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    operations::flight::in_flight(&asked.backend, &admin, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// The order a text names, of whatever shop. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/find_order")]
pub async fn find_order(text: String) -> Result<Option<OrderId>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    operations::flight::find(&asked.backend, &admin, &text)
        .await
        .map_err(|error| asked.internal(&error))
}

/// An order with all that is known of it. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/order")]
pub async fn read_order(id: OrderId) -> Result<ConsoleOrder, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    operations::order::order(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Takes an order one step further now. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "operations/ask_now")]
pub async fn ask_now(id: OrderId) -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    operations::order::ask_now(&asked.backend, &admin, &asked.origin(), id)
        .await
        .map_err(|error| match error {
            AskError::NotFound => AppError::NotFound,
            AskError::Ended => AppError::Refused(
                "The order has ended, so there is nothing to ask. Nothing was changed.".into(),
            ),
            AskError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/admin/orders/{id}?done=asked"));
    Ok(())
}

/// The last comparisons and what they found. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/reconciliation")]
pub async fn read_reconciliation() -> Result<Reconciliation, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    operations::runs::reconciliation(&asked.backend, &admin)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Asks for a comparison now. Scope: operator(DecideCases).
#[server(prefix = "/do", endpoint = "operations/compare_now")]
pub async fn compare_now() -> Result<(), AppError> {
    let (asked, admin) = guard::operator(OperatorMay::DecideCases)?;
    operations::runs::compare_soon(&asked.backend, &admin, &asked.origin())
        .await
        .map_err(|error| asked.internal(&error))?;
    leptos_axum::redirect("/admin/reconciliation?done=asked");
    Ok(())
}

/// Providers' bills. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/bills")]
pub async fn bills(after: Option<String>) -> Result<Page<BillListRow>, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    let after = after
        .map(|text| text.parse())
        .transpose()
        .map_err(|_| AppError::NotFound)?;
    operations::bills::bills(&asked.backend, &admin, after)
        .await
        .map_err(|error| asked.internal(&error))
}

/// A bill with the lines that differ. Scope: operator(ViewConsole).
#[server(prefix = "/do", endpoint = "operations/bill")]
pub async fn bill(id: BillId) -> Result<BillView, AppError> {
    let (asked, admin) = guard::operator(OperatorMay::ViewConsole)?;
    operations::bills::view(&asked.backend, &admin, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}
