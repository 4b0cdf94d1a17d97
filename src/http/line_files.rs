//! `/business/lines.csv`: the lines of a list, as shown. Never a code that installs one.

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
    domain::lines::{self, LineFilter},
    server_fns::guard::Asked,
    shared::{error::AppError, line::LineRow, permissions::OrganizationMay},
};

/// Rows read at once while a file is sent.
const ROWS: i64 = 500;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LineQuery {
    team: String,
    plan: String,
    employee: String,
    state: String,
}

/// The lines of the filter within reach.
pub async fn lines(Extension(asked): Extension<Asked>, Query(query): Query<LineQuery>) -> Response {
    let member = match asked.member(OrganizationMay::ExportData) {
        Ok(member) => member,
        Err(error) => {
            let status = match error {
                AppError::SignInRequired => StatusCode::UNAUTHORIZED,
                AppError::NotFound => StatusCode::NOT_FOUND,
                _ => StatusCode::FORBIDDEN,
            };
            return (status, error.message()).into_response();
        }
    };
    let backend = asked.backend.clone();
    let header = [
        "line",
        "employee",
        "team",
        "plan",
        "place",
        "iccid",
        "state",
        "used_bytes",
        "allowance_bytes",
        "as_of",
        "made_at",
        "runs_until",
        "ended_at",
    ];
    export::csv(asked, "lines", &header, move |after| {
        let (backend, member) = (backend.clone(), member.clone());
        let after = after.unwrap_or_default();
        let filter = LineFilter::parse(&query.team, &query.plan, &query.employee, &query.state, &after);
        async move {
            let page = lines::list(&backend, &member, &filter, ROWS).await?;
            Ok(page.map(line))
        }
    })
}

fn line(row: LineRow) -> Vec<String> {
    let at = |at: Option<DateTime<Utc>>| {
        at.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true))
            .unwrap_or_default()
    };
    vec![
        row.id.to_string(),
        row.employee_name,
        row.team.map(|team| team.name).unwrap_or_default(),
        row.plan_name,
        row.place,
        row.iccid,
        row.state.as_str().to_owned(),
        row.used_bytes.to_string(),
        row.allowance_bytes
            .map(|bytes| bytes.to_string())
            .unwrap_or_default(),
        at(row.as_of),
        at(Some(row.issued_at)),
        at(row.expires_at),
        at(row.ended_at),
    ]
}
