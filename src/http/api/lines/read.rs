//! Lines as they are.

use axum::{Extension, Json, extract::Path, http::Uri, response::IntoResponse};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{
    super::{
        caller::{Answer, Caller},
        input,
        line_view::Line,
        wire::{Common, Page, ProblemSchema},
    },
    company, line_of,
};
use crate::{
    domain::{
        api::KeyScope,
        lines::{self, LineFilter},
        scope::WorksIn,
    },
    shared::ids::LineId,
};

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct LinesQuery {
    /// Of this employee alone.
    #[param(example = "emp_0192d5e8a0007000800000000000000a")]
    employee_id: Option<String>,
    /// Items of a page.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<i64>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// A company's lines, newest first, ended ones too.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}/lines", tag = "Organizations", operation_id = "list_lines",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        LinesQuery,
    ),
    responses(
        (status = 200, description = "A page of lines", body = Page<Line>),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn list(Extension(caller): Extension<Caller>, Path(id): Path<String>, uri: Uri) -> Answer {
    let key = caller.may(KeyScope::OrganizationsRead)?;
    let (scope, _) = company(&caller, key, &id).await?;
    let query: LinesQuery = input::query(&uri)?;
    let limit = input::limit(query.limit)?;
    let employee = match query.employee_id {
        None => None,
        Some(text) => Some(
            text.parse()
                .map_err(|_| input::invalid_parameter("employee_id", "It is no employee's id."))?,
        ),
    };
    let filter = LineFilter {
        employee,
        state: "all".to_owned(),
        after: input::after_id("lines", query.cursor.as_deref())?,
        ..LineFilter::default()
    };
    let page = lines::list(&caller.asked.backend, &scope, &filter, limit)
        .await
        .map_err(|error| caller.internal(&error))?;
    let next_cursor = page
        .next
        .and_then(|id| id.parse::<LineId>().ok())
        .map(|id| input::cursor("lines", &id.uuid().simple().to_string()));
    let organization = scope.organization();
    let data = page
        .rows
        .into_iter()
        .map(|row| Line::of(organization, row, None))
        .collect();
    Ok(Json(Page { data, next_cursor }).into_response())
}

/// One line.
#[utoipa::path(
    get, path = "/api/v1/organizations/{id}/lines/{line}", tag = "Organizations", operation_id = "get_line",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("line" = String, Path, description = "`lin_…`", example = "lin_0192d5e8a0007000800000000000000a"),
    ),
    responses(
        (status = 200, description = "The line", body = Line),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn find(Extension(caller): Extension<Caller>, Path((id, line)): Path<(String, String)>) -> Answer {
    let key = caller.may(KeyScope::OrganizationsRead)?;
    let (scope, _) = company(&caller, key, &id).await?;
    let row = line_of(&caller, &scope, &line).await?;
    Ok(Json(Line::of(scope.organization(), row, None)).into_response())
}
