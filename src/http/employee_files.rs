//! Files of employees: `/business/employees.csv` out of the company, `/business/employees/upload` into it.

use axum::{
    Extension,
    extract::{Multipart, Query, multipart::MultipartError},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;

use super::export;
use crate::{
    domain::employees::{self, EmployeeFilter, FileError, KeepError},
    server_fns::guard::Asked,
    shared::{company::EmployeeRow, error::AppError, permissions::OrganizationMay},
};

/// Longest body: the largest file and the form around it.
pub const BYTES_MAX: usize = 1024 * 1024;
/// Rows read at once while a file is sent.
const ROWS: i64 = 500;

/// The list's address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EmployeeQuery {
    q: String,
    team: String,
    state: String,
}

/// The employees of the filter within reach, with the columns an import reads.
pub async fn employees(Extension(asked): Extension<Asked>, Query(query): Query<EmployeeQuery>) -> Response {
    let member = match asked.member(OrganizationMay::ExportData) {
        Ok(member) => member,
        Err(error) => return export::refuse(&error),
    };
    let backend = asked.backend.clone();
    let header = [
        "email",
        "first_name",
        "last_name",
        "team",
        "cost_centre",
        "phone_model",
        "starts_on",
        "ends_on",
        "state",
    ];
    export::csv(asked, "employees", &header, move |after| {
        let (backend, member) = (backend.clone(), member.clone());
        let after = after.unwrap_or_default();
        let filter = EmployeeFilter::parse(&query.q, &query.team, &query.state, &after);
        async move {
            let page = employees::list(&backend, &member, &filter, ROWS).await?;
            Ok(page.map(line))
        }
    })
}

fn line(row: EmployeeRow) -> Vec<String> {
    vec![
        row.email,
        row.first_name,
        row.last_name,
        row.team.map(|team| team.name).unwrap_or_default(),
        row.cost_centre,
        row.phone_model,
        row.starts_on.to_string(),
        row.ends_on.map(|day| day.to_string()).unwrap_or_default(),
        row.state.as_str().to_owned(),
    ]
}

/// Takes a file and shows what it would do.
pub async fn upload(Extension(asked): Extension<Asked>, form: Multipart) -> Response {
    let member = match asked.member(OrganizationMay::EditEmployees) {
        Ok(member) => member,
        Err(AppError::SignInRequired) => return Redirect::to("/sign-in").into_response(),
        Err(error) => return export::refuse(&error),
    };
    let Ok((name, bytes)) = read(form).await else {
        return back("size");
    };
    if bytes.is_empty() {
        return back("file");
    }
    match employees::keep(&asked.backend, &member, &name, &bytes).await {
        Ok(id) => Redirect::to(&format!("/business/employees/import/{id}")).into_response(),
        Err(KeepError::File(error)) => match error {
            FileError::NotText => back("text"),
            FileError::Columns(_) => back("columns"),
            FileError::Empty => back("empty"),
            FileError::TooLong => back("long"),
            FileError::Line(line) => back(&format!("line&line={line}")),
        },
        Err(KeepError::Internal(error)) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            asked.internal(&error).message(),
        )
            .into_response(),
    }
}

async fn read(mut parts: Multipart) -> Result<(String, Vec<u8>), MultipartError> {
    let mut file = (String::new(), vec![]);
    while let Some(part) = parts.next_field().await? {
        if part.name() == Some("file") {
            let name = part.file_name().unwrap_or_default().to_owned();
            file = (name, part.bytes().await?.to_vec());
        }
    }
    Ok(file)
}

fn back(why: &str) -> Response {
    Redirect::to(&format!("/business/employees/import?refused={why}")).into_response()
}
