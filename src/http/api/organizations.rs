//! `/organizations`: companies that buy for their people.

use axum::{Extension, Json, http::Uri, response::IntoResponse};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    caller::{Answer, Caller},
    input,
    wire::{Common, Page},
};
use crate::{
    domain::{api::KeyScope, organizations},
    shared::ids::OrganizationId,
};

/// Which companies.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct OrganizationsQuery {
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A company.
#[derive(Debug, Serialize, ToSchema)]
pub struct Organization {
    #[schema(example = "org_0192d5e8a0007000800000000000000a")]
    id: String,
    name: String,
    billing_email: String,
    created_at: DateTime<Utc>,
}

/// The shop's companies, newest first.
#[utoipa::path(
    get, path = "/api/v1/organizations", tag = "Organizations", operation_id = "list_organizations",
    params(OrganizationsQuery),
    responses((status = 200, description = "A page of companies", body = Page<Organization>), Common),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::OrganizationsRead)?;
    let query: OrganizationsQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let before: Option<OrganizationId> = input::after_id("organizations", query.cursor.as_deref())?;
    let rows = organizations::list(&caller.asked.backend, &key.client, before, limit + 1)
        .await
        .map_err(|error| caller.internal(&error))?;
    let (rows, next_cursor) = input::page(rows, limit, |row| {
        input::cursor("organizations", &row.id.uuid().simple().to_string())
    });
    let data = rows
        .into_iter()
        .map(|row| Organization {
            id: row.id.to_string(),
            name: row.name,
            billing_email: row.billing_email,
            created_at: row.created_at,
        })
        .collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}
