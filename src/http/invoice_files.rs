//! Invoices of companies as files: PDF, their lines as CSV, and lists of them. For the company's people under
//! `/business`, for the shop's staff under `/reseller`.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{export, invoice_pdf};
use crate::{
    domain::{
        error::Internal,
        invoices::{self, Document, Reader},
        organizations,
        scope::{Scope, WorksIn},
    },
    server_fns::guard::Asked,
    shared::{
        company_invoice::DocumentLine,
        error::AppError,
        ids::{CompanyInvoiceId, OrganizationId},
        permissions::{OrganizationMay, StaffMay},
    },
};

/// A document of the member's company, drawn.
pub async fn pdf(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let reader = Reader::Company(member.organization());
            drawn(&asked, &member, reader, &id).await
        }
        Ok(_) => refuse(&AppError::Forbidden),
        Err(error) => refuse(&error),
    }
}

/// The lines of a document of the member's company.
pub async fn lines(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let reader = Reader::Company(member.organization());
            lines_of(asked, member, reader, &id).await
        }
        Ok(_) => refuse(&AppError::Forbidden),
        Err(error) => refuse(&error),
    }
}

/// The documents of the member's company.
pub async fn list(Extension(asked): Extension<Asked>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let organization = member.organization();
            documents(asked, member, organization, false)
        }
        Ok(_) => refuse(&AppError::Forbidden),
        Err(error) => refuse(&error),
    }
}

/// A document of one of the shop's companies, drawn.
pub async fn staff_pdf(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => drawn(&asked, &staff, Reader::Shop, &id).await,
        Err(error) => refuse(&error),
    }
}

/// The lines of a document of one of the shop's companies.
pub async fn staff_lines(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => lines_of(asked, staff, Reader::Shop, &id).await,
        Err(error) => refuse(&error),
    }
}

/// The documents of one of the shop's companies, drafts too.
pub async fn staff_list(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refuse(&error),
    };
    let Ok(organization) = id.parse::<OrganizationId>() else {
        return refuse(&AppError::NotFound);
    };
    match organizations::client(&asked.backend, &staff, organization, asked.shop.brand.currency).await {
        Ok(Some(_)) => documents(asked, staff, organization, true),
        Ok(None) => refuse(&AppError::NotFound),
        Err(error) => refuse(&asked.internal(&error)),
    }
}

async fn find(asked: &Asked, scope: &impl Scope, reader: Reader, id: &str) -> Result<Document, AppError> {
    let id: CompanyInvoiceId = id.parse().map_err(|_| AppError::NotFound)?;
    invoices::document(&asked.backend, scope, reader, id)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// The number as part of a file's name.
fn file_name(document: &Document) -> String {
    let number = document.head.row.number.as_deref().unwrap_or_default();
    number.replace('/', "-")
}

async fn drawn(asked: &Asked, scope: &impl Scope, reader: Reader, id: &str) -> Response {
    let document = match find(asked, scope, reader, id).await {
        Ok(document) => document,
        Err(error) => return refuse(&error),
    };
    let name = file_name(&document);
    // Thousands of lines take a while.
    let drawn = tokio::task::spawn_blocking(move || invoice_pdf::draw(&document)).await;
    let bytes = match drawn {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return refuse(&asked.internal(&Internal::broken(error.to_string()))),
        Err(error) => return refuse(&asked.internal(&error.into())),
    };
    let disposition = HeaderValue::from_str(&format!("inline; filename=\"{name}.pdf\""))
        .unwrap_or(HeaderValue::from_static("inline"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/pdf")),
        (header::CONTENT_DISPOSITION, disposition),
        (
            header::CACHE_CONTROL,
            HeaderValue::from_static("private, no-store"),
        ),
    ];
    (headers, bytes).into_response()
}

async fn lines_of(asked: Asked, scope: impl Scope + Clone + 'static, reader: Reader, id: &str) -> Response {
    let document = match find(&asked, &scope, reader, id).await {
        Ok(document) => document,
        Err(error) => return refuse(&error),
    };
    let header = [
        "day",
        "cost_centre",
        "what",
        "quantity",
        "unit",
        "net",
        "tax_percent",
        "tax",
        "total",
        "currency",
        "taken_from_balance",
        "order",
    ];
    let name = file_name(&document);
    let (backend, head) = (asked.backend.clone(), document.head);
    export::csv(asked, &name, &header, move |after| {
        let (backend, scope, head) = (backend.clone(), scope.clone(), head.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = invoices::lines(&backend, &scope, &head, after).await?;
            Ok(page.map(cells))
        }
    })
}

fn cells(line: DocumentLine) -> Vec<String> {
    vec![
        line.day.to_string(),
        line.cost_centre,
        line.what,
        line.quantity.to_string(),
        line.unit.amount(),
        line.net.amount(),
        line.tax_percent.normalize().to_string(),
        line.tax.amount(),
        line.total.amount(),
        line.total.currency().to_string(),
        line.charged.amount(),
        line.order.map(|order| order.to_string()).unwrap_or_default(),
    ]
}

fn documents(
    asked: Asked,
    scope: impl Scope + Clone + 'static,
    organization: OrganizationId,
    with_drafts: bool,
) -> Response {
    let header = [
        "number",
        "kind",
        "state",
        "month",
        "issued_on",
        "due_on",
        "total",
        "currency",
    ];
    let backend = asked.backend.clone();
    export::csv(asked, "invoices", &header, move |after| {
        let (backend, scope) = (backend.clone(), scope.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = invoices::list(&backend, &scope, organization, with_drafts, after).await?;
            Ok(page.map(|row| {
                let date =
                    |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
                vec![
                    row.number.unwrap_or_default(),
                    row.kind.as_str().to_owned(),
                    row.state.as_str().to_owned(),
                    row.period.format("%Y-%m").to_string(),
                    date(row.issued_on),
                    date(row.due_on),
                    row.total.amount(),
                    row.total.currency().to_string(),
                ]
            }))
        }
    })
}

fn refuse(error: &AppError) -> Response {
    let status = match error {
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::NotFound => StatusCode::NOT_FOUND,
        AppError::Internal { .. } => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::FORBIDDEN,
    };
    (status, error.message()).into_response()
}
