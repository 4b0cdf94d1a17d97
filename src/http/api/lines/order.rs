//! Lines and plans for them, bought from the company's wallet.

use axum::{
    Extension,
    body::Bytes,
    extract::Path,
    http::{HeaderMap, StatusCode},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    super::{
        caller::{Answer, Caller, not_found},
        input,
        line_view::Line,
        once::{Done, once},
        problem::{Code, Problem},
        refusals::buy_problem,
        wire::{AmountLimit, Common, ProblemSchema},
    },
    company, line_of, need_open,
};
use crate::{
    domain::{
        api::{self, KeyScope, KnownKey},
        lines::{self, IssueError, OrderPlanError, PlanStep},
        orders::{item::LineStep, quote::Wish, records},
        pickups,
        scope::{ClientAt, WorksIn},
    },
    shared::{
        ids::{EmployeeId, LineId, OrderId, OrganizationId, PlanId, QuoteId},
        money::{Money, PositiveMoney},
        order::OrderStatus,
    },
};

/// A line to buy.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    #[schema(example = "emp_0192d5e8a0007000800000000000000a")]
    employee_id: String,
    #[schema(example = "pln_0192d5e8a0007000800000000000000a")]
    plan_id: String,
    /// A dearer price is refused before anything is held. Without it the live price is taken.
    max_price: Option<AmountLimit>,
}

/// Another plan for a line.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangePlan {
    #[schema(example = "pln_0192d5e8a0007000800000000000000a")]
    plan_id: String,
    /// A dearer price is refused before anything is held. Without it the live price is taken.
    max_price: Option<AmountLimit>,
}

/// Buys a line for an employee, from the company's wallet.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/lines", tag = "Organizations", operation_id = "create_line",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("Idempotency-Key" = String, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
            description = "The same key and body give the same answer."),
    ),
    request_body(content = NewLine, content_type = "application/json"),
    responses(
        (status = 201, description = "Bought and paid", body = Line),
        (status = 202, description = "In flight: the money is held; ask `/orders/{id}`", body = Line),
        (status = 402, description = "`insufficient_balance`: nothing was held", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: organization, employee or plan", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 409, description = "`price_moved`, `offer_gone`, `shop_closed`, `wallet_frozen`, `supplier_refused`, \
            `company_deactivated`, `idempotency_key_reused`, `request_in_progress`: nothing was charged by this request",
            body = ProblemSchema, content_type = "application/problem+json"),
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
    let key = caller.may(KeyScope::OrdersWrite)?;
    let (scope, is_open) = company(&caller, key, &id).await?;
    let wanted: NewLine = input::body(&headers, &bytes)?;
    need_open(is_open)?;
    let employee = wanted
        .employee_id
        .parse()
        .map_err(|_| not_found("employee").field("employee_id"))?;
    let plan = wanted
        .plan_id
        .parse()
        .map_err(|_| not_found("plan on sale").field("plan_id"))?;
    let wish = Ordered {
        employee,
        plan,
        line: None,
        max_price: max_price(&caller, wanted.max_price.as_ref())?,
        daily_cap: key.daily_cap,
    };
    let path = format!("/api/v1/organizations/{}/lines", scope.organization());
    order_once(&caller, key, scope, (&headers, &bytes, path), wish).await
}

/// Buys another plan in the place of the one a line has, from the company's wallet.
#[utoipa::path(
    post, path = "/api/v1/organizations/{id}/lines/{line}/change-plan", tag = "Organizations",
    operation_id = "change_line_plan",
    params(
        ("id" = String, Path, description = "`org_…`", example = "org_0192d5e8a0007000800000000000000a"),
        ("line" = String, Path, description = "`lin_…`", example = "lin_0192d5e8a0007000800000000000000a"),
        ("Idempotency-Key" = String, Header, max_length = 200, pattern = "^[!-~]{1,200}$",
            description = "The same key and body give the same answer."),
    ),
    request_body(content = ChangePlan, content_type = "application/json"),
    responses(
        (status = 201, description = "Changed and paid", body = Line),
        (status = 202, description = "In flight: the money is held; ask `/orders/{id}`", body = Line),
        (status = 402, description = "`insufficient_balance`: nothing was held", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 404, description = "`not_found`: organization, line or plan", body = ProblemSchema,
            content_type = "application/problem+json"),
        (status = 409, description = "`price_moved`, `offer_gone`, `shop_closed`, `wallet_frozen`, `supplier_refused`, \
            `company_deactivated`, `idempotency_key_reused`, `request_in_progress`: nothing was charged by this request",
            body = ProblemSchema, content_type = "application/problem+json"),
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
pub async fn change_plan(
    Extension(caller): Extension<Caller>,
    Path((id, line)): Path<(String, String)>,
    headers: HeaderMap,
    bytes: Bytes,
) -> Answer {
    let key = caller.may(KeyScope::OrdersWrite)?;
    let (scope, is_open) = company(&caller, key, &id).await?;
    let row = line_of(&caller, &scope, &line).await?;
    let wanted: ChangePlan = input::body(&headers, &bytes)?;
    need_open(is_open)?;
    let plan = wanted
        .plan_id
        .parse()
        .map_err(|_| not_found("plan on sale").field("plan_id"))?;
    let wish = Ordered {
        employee: row.employee,
        plan,
        line: Some(row.id),
        max_price: max_price(&caller, wanted.max_price.as_ref())?,
        daily_cap: key.daily_cap,
    };
    let path = format!(
        "/api/v1/organizations/{}/lines/{}/change-plan",
        scope.organization(),
        row.id
    );
    order_once(&caller, key, scope, (&headers, &bytes, path), wish).await
}

/// What is to be ordered: a line, or another plan for one.
#[derive(Debug, Clone, Copy)]
struct Ordered {
    employee: EmployeeId,
    plan: PlanId,
    line: Option<LineId>,
    max_price: Option<Money>,
    daily_cap: Option<PositiveMoney>,
}

async fn order_once(
    caller: &Caller,
    key: &KnownKey,
    scope: ClientAt,
    (headers, bytes, path): (&HeaderMap, &Bytes, String),
    wish: Ordered,
) -> Answer {
    let idempotency_key = input::idempotency_key(headers)?.ok_or_else(|| {
        let detail = "An order moves money, so it needs an Idempotency-Key header. Nothing was done.";
        Problem::new(Code::KeyRequired, detail)
            .hint("Send a new random value with each order, for example a UUID.")
    })?;
    let request = api::Request {
        key: &idempotency_key,
        method: "POST",
        path: &path,
        body: bytes,
    };
    let (task, known) = (caller.clone(), key.clone());
    once(caller, key, request, move |claimed| async move {
        ordered(&task, &known, scope, wish, claimed.derived().into()).await
    })
    .await
}

async fn ordered(
    caller: &Caller,
    key: &KnownKey,
    scope: ClientAt,
    wish: Ordered,
    id: QuoteId,
) -> Result<Done, Problem> {
    let backend = &caller.asked.backend;
    let organization = scope.organization();
    let (order, line): (OrderId, Option<LineId>) = match wish.line {
        None => {
            let issue = lines::Issue {
                key: id,
                employee: wish.employee,
                plan: wish.plan,
                max_price: wish.max_price,
            };
            lines::issue_within(backend, &scope, &issue, wish.daily_cap)
                .await
                .map_err(|error| issue_problem(caller, &wish, organization, error))?
        }
        Some(line) => {
            let change = lines::OrderPlan {
                key: id,
                line,
                plan: wish.plan,
                step: PlanStep::Change,
                max_price: wish.max_price,
                daily_cap: wish.daily_cap,
            };
            let order = lines::order_plan(backend, &scope, &change)
                .await
                .map_err(|error| plan_problem(caller, &wish, organization, error))?;
            (order, Some(line))
        }
    };
    let (record, _) = records::find(backend, &key.client, order)
        .await
        .map_err(|error| caller.internal(&error))?
        .ok_or_else(|| not_found("order"))?;
    if record.state == OrderStatus::Released {
        let reason = record.refusal.as_deref().unwrap_or_default();
        let detail = format!("{reason} Nothing was charged; the held money is free again.");
        return Err(Problem::new(Code::SupplierRefused, detail).order(order).kept());
    }
    let shown = match line {
        None => Line::in_flight(organization, wish.employee, wish.plan, order),
        Some(line) => {
            let row = line_of(caller, &scope, &line.to_string()).await?;
            let pickup = pickups::url(backend, &scope, line)
                .await
                .map_err(|error| caller.internal(&error))?;
            Line::of(organization, row, Some(order)).with_pickup(pickup)
        }
    };
    let status = if record.state.is_in_flight() {
        StatusCode::ACCEPTED
    } else {
        StatusCode::CREATED
    };
    Done::new(status, &shown).map_err(|error| caller.internal(&error))
}

fn issue_problem(
    caller: &Caller,
    wish: &Ordered,
    organization: OrganizationId,
    error: IssueError,
) -> Problem {
    match error {
        IssueError::NoEmployee => not_found("employee").field("employee_id"),
        IssueError::Left => input::invalid("employee_id", "The employee has left. Nothing was charged."),
        IssueError::NoOwner => Problem::new(
            Code::CompanyDeactivated,
            "The company has no owner, so nobody can answer for what it buys. Nothing was charged.",
        )
        .hint("Invite an owner in the reseller's dashboard, at Companies."),
        IssueError::Buy(error) => {
            let wanted = Wish::Line {
                organization,
                employee: wish.employee,
                plan: wish.plan,
                step: LineStep::Issue { replaces: None },
            };
            buy_problem(caller, &wanted, error)
        }
        IssueError::Internal(error) => caller.internal(&error),
    }
}

fn plan_problem(
    caller: &Caller,
    wish: &Ordered,
    organization: OrganizationId,
    error: OrderPlanError,
) -> Problem {
    match error {
        OrderPlanError::NotFound => not_found("line"),
        OrderPlanError::Over => {
            Problem::new(Code::SupplierRefused, "The line has ended. Nothing was charged.")
        }
        OrderPlanError::Prepaid => Problem::new(
            Code::SupplierRefused,
            "The line is prepaid and keeps its plan. Nothing was charged.",
        ),
        OrderPlanError::OtherPlan => not_found("plan on sale for this line").field("plan_id"),
        OrderPlanError::Issue(error) => issue_problem(caller, wish, organization, error),
        OrderPlanError::Internal(error) => caller.internal(&error),
    }
}

fn max_price(caller: &Caller, limit: Option<&AmountLimit>) -> Result<Option<Money>, Problem> {
    let currency = caller.asked.shop.brand.currency;
    limit
        .map(|limit| input::amount_limit("max_price", limit, currency))
        .transpose()
}
