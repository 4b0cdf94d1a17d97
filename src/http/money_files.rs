//! Files about money: a reseller's statements, invoices and payouts; the platform's margins and files for the bank.

use axum::{
    Extension, Form,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::Deserialize;

use super::export;
use crate::{
    domain::{
        figures::{margins::margins, shop::FiguresError},
        settlement::{
            export_payouts::{ExportPayoutsError, FileFormat, export_payouts},
            invoices::invoices,
            payout_page::payout_page,
            statement::statement,
        },
    },
    server_fns::{guard::Asked, money::month_of},
    shared::{
        currency::Currency,
        error::AppError,
        figures::{By, Span},
        paging::Page,
        permissions::{OperatorMay, StaffMay},
    },
};

/// Which month.
#[derive(Deserialize)]
pub struct Month {
    month: String,
}

/// A month's statement.
pub async fn statement_csv(Extension(asked): Extension<Asked>, Query(query): Query<Month>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refused(&error),
    };
    let Some(period) = month_of(&query.month) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let found = match statement(&asked.backend, &staff, period.from, period.until).await {
        Ok(found) => found,
        Err(error) => return refused(&asked.internal(&error)),
    };
    match found.csv() {
        Ok(text) => export::file(
            &format!("statement-{}.csv", query.month),
            "text/csv; charset=utf-8",
            text,
        ),
        Err(error) => refused(&asked.internal(&error)),
    }
}

/// The platform's invoices to the reseller.
pub async fn invoices_csv(Extension(asked): Extension<Asked>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refused(&error),
    };
    let header = ["number", "from", "until", "total", "currency", "issued_at"];
    let backend = asked.backend.clone();
    export::csv(asked, "invoices", &header, move |after| {
        let backend = backend.clone();
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = invoices(&backend, &staff, after).await?;
            Ok(page.map(|row| {
                vec![
                    row.number.to_string(),
                    row.from.to_string(),
                    row.until.to_string(),
                    row.total.amount(),
                    row.total.currency().to_string(),
                    row.issued_at.to_rfc3339(),
                ]
            }))
        }
    })
}

/// The reseller's payouts.
pub async fn payouts_csv(Extension(asked): Extension<Asked>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refused(&error),
    };
    let header = [
        "payout",
        "requested_at",
        "amount",
        "currency",
        "to",
        "state",
        "reason",
        "paid_at",
        "bank_reference",
    ];
    let backend = asked.backend.clone();
    export::csv(asked, "payouts", &header, move |after| {
        let backend = backend.clone();
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = payout_page(&backend, &staff, after).await?;
            Ok(page.map(|row| {
                vec![
                    row.id.to_string(),
                    row.requested_at.to_rfc3339(),
                    row.amount.amount(),
                    row.amount.currency().to_string(),
                    row.destination_hint,
                    row.state.as_str().into(),
                    row.reason,
                    row.paid_at.map(|at| at.to_rfc3339()).unwrap_or_default(),
                    row.bank_reference.unwrap_or_default(),
                ]
            }))
        }
    })
}

/// By what, and over which days.
#[derive(Deserialize)]
pub struct MarginQuery {
    by: Option<String>,
    days: Option<String>,
    from: Option<String>,
    until: Option<String>,
}

/// The platform's margins.
pub async fn margins_csv(Extension(asked): Extension<Asked>, Query(query): Query<MarginQuery>) -> Response {
    let admin = match asked.operator(OperatorMay::ViewConsole) {
        Ok(admin) => admin,
        Err(error) => return refused(&error),
    };
    let by = query.by.as_deref().and_then(By::parse).unwrap_or(By::Provider);
    let span = Span {
        days: query.days,
        from: query.from,
        until: query.until,
    };
    let found = match margins(&asked.backend, &admin, by, &span).await {
        Ok(found) => found,
        Err(FiguresError::Period) => return StatusCode::UNPROCESSABLE_ENTITY.into_response(),
        Err(FiguresError::Internal(error)) => return refused(&asked.internal(&error)),
    };
    let header = [
        by.as_str(),
        "currency",
        "sales",
        "refunds",
        "charged",
        "refunded",
        "cost",
        "margin",
        "commission",
    ];
    let rows: Vec<Vec<String>> = found
        .currencies
        .into_iter()
        .flat_map(|found| found.parts)
        .map(|part| {
            let totals = part.totals;
            vec![
                part.key,
                totals.charged.currency().to_string(),
                totals.sales.to_string(),
                totals.refunds.to_string(),
                totals.charged.amount(),
                totals.refunded.amount(),
                totals.cost.amount(),
                totals.platform.amount(),
                totals.commission.amount(),
            ]
        })
        .collect();
    export::csv(asked, "margin", &header, move |_| {
        let rows = rows.clone();
        async move { Ok(Page { rows, next: None }) }
    })
}

/// What kind of file for the bank; `again` names one that was written.
#[derive(Deserialize)]
pub struct BankFile {
    currency: Currency,
    format: String,
    #[serde(default)]
    again: Option<String>,
}

/// Puts approved payouts into a file for the bank. A POST, since it marks them.
pub async fn bank_file(Extension(asked): Extension<Asked>, Form(form): Form<BankFile>) -> Response {
    let admin = match asked.operator(OperatorMay::ApprovePayouts) {
        Ok(admin) => admin,
        Err(error) => return refused(&error),
    };
    let (format, ending, media_type) = match (form.format.as_str(), &asked.backend.bank_account) {
        ("csv", _) => (FileFormat::Csv, "csv", "text/csv; charset=utf-8"),
        ("pain001", Some(account)) => (FileFormat::Pain001(account.clone()), "xml", "application/xml"),
        _ => {
            return (
                StatusCode::UNPROCESSABLE_ENTITY,
                "The platform's bank account is not set.",
            )
                .into_response();
        }
    };
    let done = export_payouts(
        &asked.backend,
        &admin,
        form.currency,
        &format,
        form.again.as_deref(),
    );
    match done.await {
        Ok(file) => export::file(&format!("{}.{ending}", file.message_id), media_type, file.text),
        Err(ExportPayoutsError::Nothing) => (
            StatusCode::CONFLICT,
            "No approved payout waits for a file. Nothing was changed.",
        )
            .into_response(),
        Err(ExportPayoutsError::NoSuchFile) => StatusCode::NOT_FOUND.into_response(),
        Err(ExportPayoutsError::Internal(error)) => refused(&asked.internal(&error)),
    }
}

fn refused(error: &AppError) -> Response {
    let status = match error {
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, error.message()).into_response()
}
