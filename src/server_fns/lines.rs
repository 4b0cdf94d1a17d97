//! Lines of a company's employees.

use leptos::prelude::*;

use crate::shared::{
    error::AppError,
    ids::{EmployeeId, LineBatchId, LineId, QuoteId},
    line::{AssignView, BatchSummary, BatchView, LineList, LineRow, LineView},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        lines::{self, Act as Wanted, LineFilter, PlanStep, Who},
        teams,
    },
    server_fns::{guard, line_errors},
    shared::{
        ids::PlanId,
        line::{LineVerb, WishState},
        money::Money,
        permissions::OrganizationMay,
    },
};

/// A page of the company's lines. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "lines/list")]
pub async fn list(
    team: Option<String>,
    plan: Option<String>,
    employee: Option<String>,
    state: Option<String>,
    after: Option<String>,
) -> Result<LineList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    let or_empty = Option::unwrap_or_default;
    let filter = LineFilter::parse(
        &or_empty(team),
        &or_empty(plan),
        &or_empty(employee),
        &or_empty(state),
        &or_empty(after),
    );
    let page = lines::list(&asked.backend, &member, &filter, lines::PAGE_ROWS)
        .await
        .map_err(|error| asked.internal(&error))?;
    let plans = lines::plans(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))?;
    let teams = teams::within_reach(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))?;
    Ok(LineList {
        page,
        teams,
        plans,
        may_manage: member.may(OrganizationMay::ManageLines),
        may_export: member.may(OrganizationMay::ExportData),
    })
}

/// One line. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "lines/find")]
pub async fn find(line: LineId) -> Result<LineView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    lines::view(&asked.backend, &member, line)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// The lines of one employee, and whether another one may be assigned. Scope: member(ViewEmployees).
#[server(prefix = "/do", endpoint = "lines/of_employee")]
pub async fn of_employee(employee: EmployeeId) -> Result<(Vec<LineRow>, bool), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewEmployees)?;
    let page = lines::list(
        &asked.backend,
        &member,
        &LineFilter::of(employee),
        lines::PAGE_ROWS,
    )
    .await
    .map_err(|error| asked.internal(&error))?;
    Ok((page.rows, member.may(OrganizationMay::ManageLines)))
}

/// Suspends, reactivates or ends a line; ending needs the box. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/act")]
pub async fn act(
    line: LineId,
    line_verb: String,
    reason: String,
    ends_line: Option<bool>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let verb = LineVerb::parse(&line_verb)
        .ok_or_else(|| AppError::invalid("line_verb", "Choose what should happen to the line."))?;
    if verb == LineVerb::Terminate && ends_line != Some(true) {
        return Err(AppError::invalid(
            "line_verb",
            "Nothing was changed. Tick the box to end the line: it cannot be brought back.",
        ));
    }
    let wanted = Wanted {
        line,
        verb,
        reason: &reason,
        origin: &asked.origin(),
    };
    let became = lines::act(&asked.backend, &member, &wanted)
        .await
        .map_err(|error| line_errors::act(&asked, error))?;
    let word = match became {
        (WishState::Refused, words) => return Err(AppError::Refused(words.unwrap_or_default())),
        (WishState::Done, _) => verb.as_str(),
        (WishState::Waiting | WishState::Asked | WishState::Unknown, _) => "asked",
    };
    leptos_axum::redirect(&format!("/business/lines/{line}?saved={word}"));
    Ok(())
}

/// Buys a plan for a line: `add` puts it beside what the line has, `change` in its place. `priced_plan` is the plan with
/// the price that was seen, `pln_…@12.50`. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/order_plan")]
pub async fn order_plan(
    line: LineId,
    quote: QuoteId,
    priced_plan: String,
    plan_step: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let unreadable = || AppError::invalid("priced_plan", "Choose a plan of the list.");
    let (plan, price) = priced_plan.split_once('@').ok_or_else(unreadable)?;
    let plan: PlanId = plan.parse().map_err(|_| unreadable())?;
    let max_price = Money::parse(price, asked.shop.brand.currency).map_err(|_| unreadable())?;
    let step = match plan_step.as_str() {
        "change" => PlanStep::Change,
        _ => PlanStep::Add,
    };
    let wish = lines::OrderPlan {
        key: quote,
        line,
        plan,
        step,
        max_price: Some(max_price),
        daily_cap: None,
    };
    lines::order_plan(&asked.backend, &member, &wish)
        .await
        .map_err(|error| line_errors::order_plan(&asked, error))?;
    leptos_axum::redirect(&format!("/business/lines/{line}?saved=ordered#orders"));
    Ok(())
}

/// Buys another line in the place of this one, which ends when the new one is there. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/replace")]
pub async fn replace(line: LineId, quote: QuoteId, max_price: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let max_price = Money::parse(&max_price, asked.shop.brand.currency)
        .map_err(|_| AppError::invalid("max_price", "The price cannot be read. Load the page again."))?;
    let wish = lines::Replace {
        key: quote,
        line,
        max_price: Some(max_price),
    };
    let (_, made) = lines::replace(&asked.backend, &member, &wish)
        .await
        .map_err(|error| line_errors::replace(&asked, error))?;
    let (shown, word) = match made {
        Some(new) => (new, "replaced"),
        None => (line, "replacing"),
    };
    leptos_axum::redirect(&format!("/business/lines/{shown}?saved={word}"));
    Ok(())
}

/// What the form that assigns lines needs. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/assign_form")]
pub async fn assign_form(
    sim_place: Option<String>,
    team: Option<String>,
    employee: Option<String>,
) -> Result<AssignView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let place = sim_place.unwrap_or_default();
    let team = team.and_then(|team| team.parse().ok());
    let employee = employee.and_then(|employee| employee.parse().ok());
    let currency = asked.shop.brand.currency;
    lines::assign_form(&asked.backend, &member, currency, &place, team, employee)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Writes down whom and what; nothing is ordered yet. `who` is `ticked` or `without_line`. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/prepare")]
pub async fn prepare(
    plan: String,
    who: String,
    team: Option<String>,
    employees: Option<Vec<String>>,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    let plan = plan
        .parse()
        .map_err(|_| AppError::invalid("plan", "Choose a plan first."))?;
    let who = match who.as_str() {
        "without_line" => Who::WithoutLine(team.and_then(|team| team.parse().ok())),
        _ => {
            let chosen: Result<Vec<EmployeeId>, _> = employees
                .unwrap_or_default()
                .iter()
                .map(|id| id.parse())
                .collect();
            Who::These(chosen.map_err(|_| AppError::invalid("who", "Somebody you chose is no employee."))?)
        }
    };
    let batch = lines::prepare_batch(&asked.backend, &member, plan, &who)
        .await
        .map_err(|error| line_errors::prepare(&asked, error))?;
    leptos_axum::redirect(&format!("/business/lines/batches/{batch}"));
    Ok(())
}

/// A batch with everybody in it. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/batch")]
pub async fn batch(batch: LineBatchId) -> Result<BatchView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    lines::batch(&asked.backend, &member, batch)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// The newest batches. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/batches")]
pub async fn batches() -> Result<Vec<BatchSummary>, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    lines::batches(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Orders everything of a draft. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/start")]
pub async fn start(batch: LineBatchId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    lines::start_batch(&asked.backend, &member, batch, &asked.origin())
        .await
        .map_err(|error| line_errors::start(&asked, error))?;
    leptos_axum::redirect(&format!("/business/lines/batches/{batch}"));
    Ok(())
}

/// Tries again what failed in a batch. Scope: member(ManageLines).
#[server(prefix = "/do", endpoint = "lines/retry")]
pub async fn retry(batch: LineBatchId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::ManageLines)?;
    lines::retry_batch(&asked.backend, &member, batch, &asked.origin())
        .await
        .map_err(|error| line_errors::start(&asked, error))?;
    leptos_axum::redirect(&format!("/business/lines/batches/{batch}"));
    Ok(())
}
