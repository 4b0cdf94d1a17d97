//! Invoices of companies as files: PDF, their lines as CSV, and lists of them. For the company's people under
//! `/business`, for the shop's staff under `/reseller`.

use axum::{
    Extension,
    extract::Path,
    http::{HeaderValue, header},
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
        company_invoice::{CentreSum, DocumentLine, centre_in_words},
        error::AppError,
        ids::{CompanyInvoiceId, OrganizationId},
        paging::Page,
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
        Ok(_) => export::refuse(&AppError::Forbidden),
        Err(error) => export::refuse(&error),
    }
}

/// The lines of a document of the member's company.
pub async fn lines(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let reader = Reader::Company(member.organization());
            lines_of(asked, member, reader, &id).await
        }
        Ok(_) => export::refuse(&AppError::Forbidden),
        Err(error) => export::refuse(&error),
    }
}

/// The cost centres of a document of the member's company.
pub async fn centres(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let reader = Reader::Company(member.organization());
            centres_of(asked, member, reader, &id).await
        }
        Ok(_) => export::refuse(&AppError::Forbidden),
        Err(error) => export::refuse(&error),
    }
}

/// The documents of the member's company.
pub async fn list(Extension(asked): Extension<Asked>) -> Response {
    match asked.member(OrganizationMay::ExportData) {
        Ok(member) if member.may(OrganizationMay::ViewInvoices) => {
            let organization = member.organization();
            documents(asked, member, organization, false)
        }
        Ok(_) => export::refuse(&AppError::Forbidden),
        Err(error) => export::refuse(&error),
    }
}

/// A document of one of the shop's companies, drawn.
pub async fn staff_pdf(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => drawn(&asked, &staff, Reader::Shop, &id).await,
        Err(error) => export::refuse(&error),
    }
}

/// The lines of a document of one of the shop's companies.
pub async fn staff_lines(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => lines_of(asked, staff, Reader::Shop, &id).await,
        Err(error) => export::refuse(&error),
    }
}

/// The cost centres of a document of one of the shop's companies.
pub async fn staff_centres(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    match asked.staff(StaffMay::ExportData) {
        Ok(staff) => centres_of(asked, staff, Reader::Shop, &id).await,
        Err(error) => export::refuse(&error),
    }
}

/// The documents of one of the shop's companies, drafts too.
pub async fn staff_list(Extension(asked): Extension<Asked>, Path(id): Path<String>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return export::refuse(&error),
    };
    let Ok(organization) = id.parse::<OrganizationId>() else {
        return export::refuse(&AppError::NotFound);
    };
    match organizations::client(&asked.backend, &staff, organization, asked.shop.brand.currency).await {
        Ok(Some(_)) => documents(asked, staff, organization, true),
        Ok(None) => export::refuse(&AppError::NotFound),
        Err(error) => export::refuse(&asked.internal(&error)),
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
        Err(error) => return export::refuse(&error),
    };
    let name = file_name(&document);
    // Thousands of lines take a while.
    let drawn = tokio::task::spawn_blocking(move || invoice_pdf::draw(&document)).await;
    let bytes = match drawn {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => return export::refuse(&asked.internal(&Internal::broken(error.to_string()))),
        Err(error) => return export::refuse(&asked.internal(&error.into())),
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

/// Over the lines of a document.
pub const LINE_HEADINGS: [&str; 12] = [
    "Day",
    "What",
    "Cost centre",
    "Quantity",
    "Unit price",
    "Net",
    "Tax %",
    "Tax",
    "Total",
    "Currency",
    "Taken from the balance",
    "Order",
];

/// Over what each cost centre comes to.
pub const CENTRE_HEADINGS: [&str; 6] = ["Cost centre", "Lines", "Net", "Tax", "Total", "Currency"];

async fn lines_of(asked: Asked, scope: impl Scope + Clone + 'static, reader: Reader, id: &str) -> Response {
    let document = match find(&asked, &scope, reader, id).await {
        Ok(document) => document,
        Err(error) => return export::refuse(&error),
    };
    let name = file_name(&document);
    let (backend, head) = (asked.backend.clone(), document.head);
    export::csv(asked, &name, &LINE_HEADINGS, move |after| {
        let (backend, scope, head) = (backend.clone(), scope.clone(), head.clone());
        async move {
            let after = after.and_then(|text| text.parse().ok());
            let page = invoices::lines(&backend, &scope, &head, after).await?;
            Ok(page.map(cells))
        }
    })
}

/// A line under [`LINE_HEADINGS`].
pub fn cells(line: DocumentLine) -> Vec<String> {
    vec![
        line.day.to_string(),
        line.what,
        line.cost_centre,
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

async fn centres_of(asked: Asked, scope: impl Scope, reader: Reader, id: &str) -> Response {
    let document = match find(&asked, &scope, reader, id).await {
        Ok(document) => document,
        Err(error) => return export::refuse(&error),
    };
    let name = format!("{}-by-cost-centre", file_name(&document));
    let rows: Vec<_> = document.centres.into_iter().map(centre_cells).collect();
    export::csv(asked, &name, &CENTRE_HEADINGS, move |_| {
        let rows = rows.clone();
        async move { Ok(Page { rows, next: None }) }
    })
}

/// A cost centre under [`CENTRE_HEADINGS`].
pub fn centre_cells(sum: CentreSum) -> Vec<String> {
    vec![
        centre_in_words(&sum.cost_centre).to_owned(),
        sum.lines.to_string(),
        sum.net.amount(),
        sum.tax.amount(),
        sum.total.amount(),
        sum.total.currency().to_string(),
    ]
}

fn documents(
    asked: Asked,
    scope: impl Scope + Clone + 'static,
    organization: OrganizationId,
    with_drafts: bool,
) -> Response {
    let header = [
        "Document",
        "Month",
        "Issued",
        "To be paid by",
        "State",
        "Total",
        "Currency",
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
                    row.title(),
                    row.month(),
                    date(row.issued_on),
                    date(row.to_be_paid_by()),
                    row.state.in_words(row.kind).to_owned(),
                    row.total.amount(),
                    row.total.currency().to_string(),
                ]
            }))
        }
    })
}
