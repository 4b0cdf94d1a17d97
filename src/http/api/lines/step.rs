//! What the line's supplier is asked to do with it.

use axum::{Extension, Json, extract::Path, http::StatusCode, response::IntoResponse};

use super::{
    super::{
        caller::{Answer, Caller, not_found},
        line_view::Line,
        problem::{Code, Problem},
        wire::{Common, ProblemSchema},
    },
    company, line_of, need_open,
};
use crate::{
    domain::{
        api::KeyScope,
        lines::{self, Act, ActError},
        scope::WorksIn,
    },
    shared::line::{LineVerb, WishState},
};

/// Suspends a line. One that is suspended already stays so.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/lines/{line}/suspend", tag = "Organizations",
    operation_id = "suspend_line",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("line" = String, Path, description = "`lin_…`", example = "lin_0192d5e8a0007000800000000000000a"),
    ),
    responses(
        (status = 200, description = "Suspended", body = Line),
        (status = 202, description = "Our supplier is being asked: `pending` says for what", body = Line),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 409, description = "`supplier_refused`, `request_in_progress`, `company_deactivated`: nothing was changed",
            body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn suspend(
    Extension(caller): Extension<Caller>,
    Path((id, line)): Path<(String, String)>,
) -> Answer {
    step(&caller, &id, &line, LineVerb::Suspend).await
}

/// Brings a suspended line back. One that is not suspended stays as it is.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/lines/{line}/reactivate", tag = "Organizations",
    operation_id = "reactivate_line",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("line" = String, Path, description = "`lin_…`", example = "lin_0192d5e8a0007000800000000000000a"),
    ),
    responses(
        (status = 200, description = "Not suspended", body = Line),
        (status = 202, description = "Our supplier is being asked: `pending` says for what", body = Line),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 409, description = "`supplier_refused`, `request_in_progress`, `company_deactivated`: nothing was changed",
            body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn reactivate(
    Extension(caller): Extension<Caller>,
    Path((id, line)): Path<(String, String)>,
) -> Answer {
    step(&caller, &id, &line, LineVerb::Reactivate).await
}

/// Ends a line for good. One that has ended stays so.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/lines/{line}/terminate", tag = "Organizations",
    operation_id = "terminate_line",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("line" = String, Path, description = "`lin_…`", example = "lin_0192d5e8a0007000800000000000000a"),
    ),
    responses(
        (status = 200, description = "Ended", body = Line),
        (status = 202, description = "Our supplier is being asked: `pending` says for what", body = Line),
        (status = 404, description = "`not_found`", body = ProblemSchema, content_type = "application/problem+json"),
        (status = 409, description = "`supplier_refused`, `request_in_progress`, `company_deactivated`: nothing was changed",
            body = ProblemSchema, content_type = "application/problem+json"),
        Common,
    ),
    security(("key" = [])),
)]
pub async fn terminate(
    Extension(caller): Extension<Caller>,
    Path((id, line)): Path<(String, String)>,
) -> Answer {
    step(&caller, &id, &line, LineVerb::Terminate).await
}

async fn step(caller: &Caller, id: &str, line: &str, verb: LineVerb) -> Answer {
    let key = caller.may(KeyScope::OrganizationsWrite)?;
    let (scope, is_open) = company(caller, key, id).await?;
    let row = line_of(caller, &scope, line).await?;
    need_open(is_open)?;
    let wanted = Act {
        line: row.id,
        verb,
        reason: "",
        origin: &caller.asked.origin(),
    };
    let status = match lines::act(&caller.asked.backend, &scope, &wanted).await {
        Ok((WishState::Done, _)) | Err(ActError::AlreadySo(_)) => StatusCode::OK,
        Ok((WishState::Refused, words)) => {
            return Err(Problem::new(Code::SupplierRefused, words.unwrap_or_default()));
        }
        Ok((WishState::Waiting | WishState::Asked | WishState::Unknown, _)) => StatusCode::ACCEPTED,
        Err(ActError::Over) if verb == LineVerb::Terminate => StatusCode::OK,
        Err(ActError::Over) => {
            return Err(Problem::new(
                Code::SupplierRefused,
                "The line has ended. Nothing was changed.",
            ));
        }
        Err(ActError::Busy) => {
            let detail = "Our supplier is still working on what was asked before. Nothing was changed.";
            return Err(Problem::new(Code::InProgress, detail).retry_after(30));
        }
        Err(ActError::NotFound | ActError::Reason) => return Err(not_found("line")),
        Err(ActError::Internal(error)) => return Err(caller.internal(&error)),
    };
    let row = line_of(caller, &scope, line).await?;
    let shown = Line::of(scope.organization(), row, None);
    Ok((status, Json(shown)).into_response())
}
