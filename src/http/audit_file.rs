//! `/admin/audit.csv`: the acts that the page shows, as a file.

use std::sync::Arc;

use axum::{
    Extension,
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Response},
};

use super::export;
use crate::{
    domain::{audit, error::Internal},
    server_fns::{
        guard::Asked,
        log_filter::{self, AuditFields},
    },
    shared::{error::AppError, logs::AuditRow, permissions::OperatorMay},
};

const HEADER: [&str; 10] = [
    "at",
    "shop",
    "actor",
    "in_place_of",
    "action",
    "entity",
    "before",
    "after",
    "request_id",
    "address",
];

/// The file, sent while it is read.
pub async fn audit(Extension(asked): Extension<Asked>, Query(fields): Query<AuditFields>) -> Response {
    let admin = match asked.operator(OperatorMay::ViewConsole) {
        Ok(admin) => admin,
        Err(error) => return refused(&error),
    };
    let filter = match log_filter::audit(&asked, &fields).await {
        Ok(filter) => Arc::new(filter),
        Err(error) => return refused(&error),
    };
    let backend = asked.backend.clone();
    export::csv(asked, "audit", &HEADER, move |cursor| {
        let (backend, filter) = (backend.clone(), filter.clone());
        async move {
            let Some(filter) = filter.as_ref() else {
                return Ok(crate::shared::paging::Page {
                    rows: vec![],
                    next: None,
                });
            };
            let after = cursor
                .map(|text| text.parse())
                .transpose()
                .map_err(|_| Internal::broken("a cursor of ours cannot be read"))?;
            Ok(audit::list(&backend, &admin, filter, after).await?.map(cells))
        }
    })
}

fn cells(row: AuditRow) -> Vec<String> {
    let side = |pick: fn(&crate::shared::logs::FieldChange) -> &String| {
        let lines: Vec<String> = row
            .changes
            .iter()
            .filter(|change| !pick(change).is_empty())
            .map(|change| format!("{}: {}", change.field, pick(change)))
            .collect();
        lines.join("; ")
    };
    let (before, after) = (side(|change| &change.before), side(|change| &change.after));
    vec![
        row.at.to_rfc3339(),
        row.shop,
        row.actor.unwrap_or_default(),
        row.on_behalf_of.unwrap_or_default(),
        row.action,
        row.entity,
        before,
        after,
        row.request_id.unwrap_or_default(),
        row.address.unwrap_or_default(),
    ]
}

fn refused(error: &AppError) -> Response {
    let status = match error {
        AppError::SignInRequired => StatusCode::UNAUTHORIZED,
        AppError::Forbidden => StatusCode::FORBIDDEN,
        AppError::NotFound => StatusCode::NOT_FOUND,
        _ => StatusCode::INTERNAL_SERVER_ERROR,
    };
    (status, error.message()).into_response()
}
