//! What somebody of a company may not do alone and asks for.

use leptos::prelude::*;

use crate::shared::{
    approval::{ApprovalList, ApprovalView, AskView},
    error::AppError,
    ids::{ApprovalId, BudgetId, PlanId},
};
#[cfg(feature = "ssr")]
use crate::{
    domain::{
        approvals::{self, ApprovalFilter, ApproveError, Ask, AskError, RefuseError, Wanted, WithdrawError},
        orders::{buy::BuyError, place::PlaceError, quote::QuoteError},
        scope::Member,
    },
    server_fns::{guard, orders},
    shared::{
        money::{Money, PositiveMoney},
        permissions::OrganizationMay,
    },
};

/// A page of the requests one may know of. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/list")]
pub async fn list(state: Option<String>, after: Option<String>) -> Result<ApprovalList, AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    let filter = ApprovalFilter::parse(&state.unwrap_or_default(), &after.unwrap_or_default());
    approvals::list(&asked.backend, &member, &filter)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One request. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/view")]
pub async fn view(request: ApprovalId) -> Result<ApprovalView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    approvals::view(&asked.backend, &member, request)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// What the forms to ask need. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/form")]
pub async fn form(line: Option<String>) -> Result<AskView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    let line = line.and_then(|line| line.parse().ok());
    approvals::form(&asked.backend, &member, line)
        .await
        .map_err(|error| asked.internal(&error))
}

/// Asks for a plan. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/ask_plan")]
pub async fn ask_plan(
    employee_email: String,
    plan: PlanId,
    line: String,
    reason: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    let line = match line.as_str() {
        "" => None,
        line => Some(line.parse().map_err(|_| AppError::NotFound)?),
    };
    let wanted = Wanted::Plan {
        email: employee_email,
        plan,
        line,
    };
    ask(&asked, &member, wanted, reason).await
}

/// Asks for a higher data cap. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/ask_data")]
pub async fn ask_data(employee_email: String, data_mb: String, reason: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    let wanted = Wanted::Data {
        email: employee_email,
        data_mb: data_mb.trim().parse().unwrap_or_default(),
    };
    ask(&asked, &member, wanted, reason).await
}

/// Asks for a higher budget. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/ask_budget")]
pub async fn ask_budget(budget: BudgetId, budget_amount: String, reason: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    let amount = Money::parse(budget_amount.trim(), asked.shop.brand.currency)
        .ok()
        .and_then(PositiveMoney::new)
        .ok_or_else(|| {
            AppError::invalid("budget_amount", "Please enter an amount above zero, such as 500.")
        })?;
    ask(&asked, &member, Wanted::Budget { budget, amount }, reason).await
}

#[cfg(feature = "ssr")]
async fn ask(asked: &guard::Asked, member: &Member, wanted: Wanted, reason: String) -> Result<(), AppError> {
    let request = Ask {
        wanted,
        reason,
        origin: asked.origin(),
    };
    let id = approvals::ask(&asked.backend, member, request)
        .await
        .map_err(|error| match error {
            AskError::Reason => AppError::invalid("reason", "Please say why in 1 to 500 characters."),
            AskError::Data => AppError::invalid(
                "data_mb",
                "Please enter a whole number of megabytes, such as 8000.",
            ),
            AskError::NoEmployee => AppError::invalid(
                "employee_email",
                "You can ask for nobody with this e-mail address. Check it, or ask the employee's manager.",
            ),
            AskError::NoLine => {
                AppError::Refused("Nothing was asked: the employee has no such line, or it has ended.".into())
            }
            AskError::NoBudget => AppError::NotFound,
            AskError::NotHigher => AppError::Refused(
                "Nothing was asked: it is as high as that already, or there is no limit to raise.".into(),
            ),
            AskError::TooMany => AppError::Refused(
                "Nothing was asked: 50 of your requests wait already. Take one back first.".into(),
            ),
            AskError::Buy(error) => not_bought(asked, error, "Nothing was asked"),
            AskError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/requests/{id}?saved=asked"));
    Ok(())
}

/// Says yes. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/approve")]
pub async fn approve(request: ApprovalId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    approvals::approve(&asked.backend, &member, request, &asked.origin())
        .await
        .map_err(|error| match error {
            ApproveError::NotFound => AppError::NotFound,
            ApproveError::Own => own(),
            ApproveError::NotYours => not_yours(),
            ApproveError::NotOpen => not_open(),
            ApproveError::Budget => AppError::Refused(
                "Nothing was changed: the budget ended, or is as high as this already.".into(),
            ),
            ApproveError::Buy(error) => not_bought(&asked, error, "It was not ordered"),
            ApproveError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/requests/{request}?saved=approved"));
    Ok(())
}

/// Says no. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/refuse")]
pub async fn refuse(request: ApprovalId, answer: String) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    approvals::refuse(&asked.backend, &member, request, &answer, &asked.origin())
        .await
        .map_err(|error| match error {
            RefuseError::NotFound => AppError::NotFound,
            RefuseError::Own => own(),
            RefuseError::NotYours => not_yours(),
            RefuseError::NotOpen => not_open(),
            RefuseError::Answer => AppError::invalid("answer", "Please keep to 500 characters."),
            RefuseError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/requests/{request}?saved=refused"));
    Ok(())
}

/// Takes one's own request back. Scope: member(AskForMore).
#[server(prefix = "/do", endpoint = "requests/withdraw")]
pub async fn withdraw(request: ApprovalId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::AskForMore)?;
    approvals::withdraw(&asked.backend, &member, request, &asked.origin())
        .await
        .map_err(|error| match error {
            WithdrawError::NotFound => AppError::NotFound,
            WithdrawError::NotYours => {
                AppError::Refused("Nothing was changed: only whoever asked takes a request back.".into())
            }
            WithdrawError::NotOpen => not_open(),
            WithdrawError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect(&format!("/business/requests/{request}?saved=withdrawn"));
    Ok(())
}

#[cfg(feature = "ssr")]
fn own() -> AppError {
    AppError::Refused(
        "Nothing was changed: nobody decides about their own request. Somebody else has to.".into(),
    )
}

#[cfg(feature = "ssr")]
fn not_yours() -> AppError {
    AppError::Refused(
        "Nothing was changed: owners, admins and finance decide, and managers where the policy of their team says so."
            .into(),
    )
}

#[cfg(feature = "ssr")]
fn not_open() -> AppError {
    AppError::Refused("Nothing was changed: the request was decided, taken back or expired meanwhile.".into())
}

/// Why an order of a company was not placed, beginning with what became of the wish.
#[cfg(feature = "ssr")]
fn not_bought(asked: &guard::Asked, error: BuyError, what: &str) -> AppError {
    match error {
        BuyError::Place(PlaceError::Insufficient { missing }) => AppError::Refused(format!(
            "{what}: the company's wallet lacks {missing}. Nothing was charged. Add the money, and try again."
        )),
        BuyError::Place(PlaceError::PriceMoved { now }) => AppError::Refused(format!(
            "{what}: the price is {now} by now, which is more than was asked for. Nothing was charged. Ask again at \
             the new price."
        )),
        BuyError::Place(error) => orders::place_error(asked, error),
        BuyError::Quote(QuoteError::Gone) => AppError::Refused(format!(
            "{what}: the plan is on sale no more. Nothing was charged. Choose another one."
        )),
        BuyError::Quote(error) => orders::quote_error(asked, error),
        BuyError::NoOrganization => AppError::NotFound,
        BuyError::CapReached { left } => AppError::Refused(format!(
            "{what}: only {left} may be spent today. Nothing was charged. Try again tomorrow."
        )),
        BuyError::Internal(error) => asked.internal(&error),
    }
}
