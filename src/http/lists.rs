//! `/reseller/customers.csv` and `/reseller/orders.csv`: what the lists show, as files.

use axum::{
    Extension,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use serde::Deserialize;

use super::export;
use crate::{
    domain::crm::{self, CustomerFilter, CustomerSort, Days, OrderFilter},
    server_fns::guard::Asked,
    shared::{
        crm::{AccountStatus, CustomerRow, OrderQuery, SoldRow},
        error::AppError,
        order::ItemView,
        permissions::StaffMay,
    },
};

/// Rows read at once while a file is sent.
const ROWS: i64 = 500;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct CustomerQuery {
    q: String,
    state: String,
    sort: String,
    from: String,
    until: String,
}

/// The customers of the filter.
pub async fn customers(Extension(asked): Extension<Asked>, Query(query): Query<CustomerQuery>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refuse(&error),
    };
    let (backend, currency) = (asked.backend.clone(), asked.shop.brand.currency);
    let header = [
        "id",
        "email",
        "name",
        "status",
        "verified",
        "joined",
        "last_seen",
        "balance",
        "currency",
    ];
    export::csv(asked, "customers", &header, move |after| {
        let backend = backend.clone();
        let filter = CustomerFilter {
            q: query.q.clone(),
            status: AccountStatus::parse(&query.state),
            sort: CustomerSort::parse(&query.sort),
            joined: Days::parse(&query.from, &query.until),
            after: after.unwrap_or_default(),
        };
        async move {
            let page = crm::list_customers(&backend, &staff, currency, &filter, ROWS).await?;
            Ok(page.map(customer_line))
        }
    })
}

/// The orders of the filter.
pub async fn orders(Extension(asked): Extension<Asked>, Query(query): Query<OrderQuery>) -> Response {
    let staff = match asked.staff(StaffMay::ExportData) {
        Ok(staff) => staff,
        Err(error) => return refuse(&error),
    };
    let backend = asked.backend.clone();
    let header = [
        "id", "placed", "customer", "kind", "what", "country", "state", "charged", "refunded", "currency",
    ];
    export::csv(asked, "orders", &header, move |after| {
        let backend = backend.clone();
        let filter = OrderFilter::parse(&OrderQuery {
            after: after.unwrap_or_default(),
            ..query.clone()
        });
        async move {
            let page = crm::list_orders(&backend, &staff, &filter, ROWS).await?;
            Ok(page.map(order_line))
        }
    })
}

fn refuse(error: &AppError) -> Response {
    let status = match error {
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::FORBIDDEN,
    };
    (status, error.message()).into_response()
}

fn moment(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn customer_line(row: CustomerRow) -> Vec<String> {
    vec![
        row.id.to_string(),
        row.email,
        row.name,
        row.status.in_words().to_owned(),
        if row.is_verified { "yes" } else { "no" }.to_owned(),
        moment(row.joined_at),
        moment(row.last_seen_at),
        row.balance.amount(),
        row.balance.currency().to_string(),
    ]
}

fn order_line(row: SoldRow) -> Vec<String> {
    let (kind, what) = match row.item {
        ItemView::Number { e164, .. } => ("number", e164),
        ItemView::Esim { plan_name, .. } => ("esim", plan_name),
    };
    vec![
        row.id.to_string(),
        moment(row.placed_at),
        row.email,
        kind.to_owned(),
        what,
        row.country.unwrap_or_default(),
        row.status.as_str().to_owned(),
        row.charged.amount(),
        row.refunded.amount(),
        row.charged.currency().to_string(),
    ]
}
