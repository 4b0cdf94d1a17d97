//! `/organizations/{id}/employees`: the people a company buys for.

use axum::{
    Extension,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    caller::{Answer, Caller, not_found},
    input,
    once::{Done, once},
    problem::{Code, Problem},
    wire::{Common, ProblemSchema},
};
use crate::{
    domain::{
        api::{self, KeyScope},
        employees::{self, Add, AddError, Written},
        organizations,
        scope::ClientAt,
    },
    shared::{
        company::{EmployeeFault, EmployeeRow},
        ids::{EmployeeId, OrganizationId},
    },
};

/// An employee to enter.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewEmployee {
    /// Unique in the company. Nobody is written to.
    #[schema(example = "ann@example.test", max_length = 254)]
    email: String,
    #[schema(min_length = 1, max_length = 80)]
    first_name: String,
    #[schema(min_length = 1, max_length = 80)]
    last_name: String,
    /// Name or id of one of the company's teams.
    #[schema(example = "Sales", max_length = 80)]
    team: Option<String>,
    #[schema(example = "CC-100", max_length = 40)]
    cost_centre: Option<String>,
}

/// Somebody a company buys for.
#[derive(Debug, Serialize, ToSchema)]
pub struct Employee {
    #[schema(example = "emp_0192d5e8a0007000800000000000000a")]
    id: String,
    #[schema(example = "org_0192d5e8a0007000800000000000000a")]
    organization_id: String,
    email: String,
    first_name: String,
    last_name: String,
    /// Name of the team.
    team: Option<String>,
    cost_centre: Option<String>,
    /// `planned`, `active` or `left`, today in the company's time zone.
    #[schema(example = "active")]
    state: String,
    created_at: DateTime<Utc>,
}

impl Employee {
    fn of(organization: OrganizationId, row: EmployeeRow) -> Self {
        Self {
            id: row.id.to_string(),
            organization_id: organization.to_string(),
            email: row.email,
            first_name: row.first_name,
            last_name: row.last_name,
            team: row.team.map(|team| team.name),
            cost_centre: Some(row.cost_centre).filter(|code| !code.is_empty()),
            state: row.state.as_str().to_owned(),
            created_at: row.created_at,
        }
    }
}

/// Enters an employee of a company, from today on.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/employees", tag = "Organizations", operation_id = "create_employee",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("Idempotency-Key" = Option<String>, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
            description = "Optional. The same key and body give the same answer."),
    ),
    request_body(content = NewEmployee, content_type = "application/json"),
    responses(
        (status = 201, description = "The new employee", body = Employee),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 409, description = "`employee_exists`, `company_deactivated`, `idempotency_key_reused`, \
            `request_in_progress`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 413, description = "`body_too_large`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 415, description = "`unsupported_media_type`", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 422, description = "`invalid_field`", body = ProblemSchema,
            content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn create(
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let key = caller.may(KeyScope::OrganizationsWrite)?;
    let organization: OrganizationId = id.parse().map_err(|_| not_found("organization"))?;
    let (scope, is_open) = organizations::act_for(&caller.asked.backend, &key.client, organization)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("organization"))?;
    let wanted: NewEmployee = input::body(&headers, &bytes)?;
    if !is_open {
        return Err(Problem::new(
            Code::CompanyDeactivated,
            "The company is deactivated. Nothing was done.",
        )
        .hint("Activate it in the reseller's dashboard, at Companies."));
    }
    let Some(idempotency_key) = input::idempotency_key(&headers)? else {
        let done = create_once(&caller, scope, wanted, organization, EmployeeId::new()).await?;
        return Ok(done.into_answer());
    };
    let path = format!("/api/v1/organizations/{organization}/employees");
    let request = api::Request {
        key: &idempotency_key,
        method: "POST",
        path: &path,
        body: &bytes,
    };
    let task = caller.clone();
    once(&caller, key, request, move |claimed| async move {
        create_once(&task, scope, wanted, organization, claimed.derived().into()).await
    })
    .await
}

async fn create_once(
    caller: &Caller,
    scope: ClientAt,
    wanted: NewEmployee,
    organization: OrganizationId,
    id: EmployeeId,
) -> Result<Done, Problem> {
    let written = Written {
        email: wanted.email,
        first_name: wanted.first_name,
        last_name: wanted.last_name,
        team: wanted.team.unwrap_or_default(),
        cost_centre: wanted.cost_centre.unwrap_or_default(),
        ..Written::default()
    };
    let request = Add {
        id,
        written: &written,
        origin: &caller.asked.origin(),
    };
    match employees::add(&caller.asked.backend, &scope, request).await {
        Ok(made) => Done::new(StatusCode::CREATED, &Employee::of(organization, made))
            .map_err(|error| caller.internal(&error)),
        Err(AddError::Wrong(EmployeeFault::EmailTaken)) => Err(Problem::new(
            Code::EmployeeExists,
            "The company has an employee with this e-mail address. Nothing was made.",
        )
        .field("email")),
        Err(AddError::Wrong(fault)) => Err(input::invalid(fault.field(), fault.in_words())),
        Err(AddError::TooMany) => Err(input::invalid(
            "email",
            "The company has 20,000 employees, which is the most.",
        )),
        Err(AddError::Internal(error)) => Err(caller.internal(&error)),
    }
}
