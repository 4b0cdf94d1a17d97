//! Limits to what a company spends.

#![allow(clippy::too_many_arguments, reason = "the fields of a form")]

use leptos::prelude::*;

use crate::shared::{
    budget::{BudgetRow, BudgetsView},
    error::AppError,
    ids::BudgetId,
};
#[cfg(feature = "ssr")]
use crate::{
    domain::budgets::{self, ChangeError, Details, EndError, Fault, MakeError, MakeFor},
    server_fns::guard,
    shared::{
        budget::{AtLimit, BudgetPeriod, BudgetScope},
        permissions::OrganizationMay,
    },
};

/// The budgets within reach. Scope: member(ViewSpend).
#[server(prefix = "/do", endpoint = "budgets/list")]
pub async fn list() -> Result<BudgetsView, AppError> {
    let (asked, member) = guard::member(OrganizationMay::ViewSpend)?;
    budgets::list(&asked.backend, &member)
        .await
        .map_err(|error| asked.internal(&error))
}

/// One budget, to change it. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "budgets/find")]
pub async fn find(budget: BudgetId) -> Result<BudgetRow, AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    budgets::one(&asked.backend, &member, budget)
        .await
        .map_err(|error| asked.internal(&error))?
        .ok_or(AppError::NotFound)
}

/// Makes a budget. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "budgets/make")]
pub async fn make(
    budget_of: String,
    budget_team: String,
    budget_cost_centre: String,
    budget_employee: String,
    period: String,
    budget_amount: String,
    at_limit: String,
    thresholds: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    let of = match BudgetScope::parse(&budget_of) {
        Some(BudgetScope::Organization) => MakeFor::Organization,
        Some(BudgetScope::Team) => MakeFor::Team(
            budget_team
                .parse()
                .map_err(|_| AppError::invalid("budget_team", "Please choose a team."))?,
        ),
        Some(BudgetScope::CostCentre) => MakeFor::CostCentre(budget_cost_centre),
        Some(BudgetScope::Employee) => MakeFor::Employee(budget_employee),
        None => {
            return Err(AppError::invalid(
                "budget_of",
                "Please choose whose orders it counts.",
            ));
        }
    };
    let make = budgets::Make {
        of,
        period: BudgetPeriod::parse(&period)
            .ok_or_else(|| AppError::invalid("period", "Please choose a period."))?,
        details: details(&asked, &budget_amount, &at_limit, &thresholds)?,
        origin: asked.origin(),
    };
    budgets::make(&asked.backend, &member, make)
        .await
        .map_err(|error| match error {
            MakeError::NoTeam => AppError::invalid("budget_team", "Please choose a team."),
            MakeError::CostCentre => AppError::invalid(
                "budget_cost_centre",
                "Please enter a cost centre of 1 to 40 characters.",
            ),
            MakeError::NoEmployee => {
                AppError::invalid("budget_employee", "No employee has this e-mail address.")
            }
            MakeError::Taken => AppError::Refused(
                "There is a budget for the same orders and the same period already. Change that one instead."
                    .into(),
            ),
            MakeError::TooMany => AppError::Refused(
                "No budget was made: a company has at most 500. End one that is not used.".into(),
            ),
            MakeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/budgets?saved=made");
    Ok(())
}

/// Changes a budget. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "budgets/change")]
pub async fn change(
    budget: BudgetId,
    budget_amount: String,
    at_limit: String,
    thresholds: String,
) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    let details = details(&asked, &budget_amount, &at_limit, &thresholds)?;
    budgets::change(&asked.backend, &member, budget, &details, &asked.origin())
        .await
        .map_err(|error| match error {
            ChangeError::NotFound => AppError::NotFound,
            ChangeError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/budgets?saved=changed");
    Ok(())
}

/// Ends a budget. Scope: member(EditBudgets).
#[server(prefix = "/do", endpoint = "budgets/end")]
pub async fn end_budget(budget: BudgetId) -> Result<(), AppError> {
    let (asked, member) = guard::member(OrganizationMay::EditBudgets)?;
    budgets::end(&asked.backend, &member, budget, &asked.origin())
        .await
        .map_err(|error| match error {
            EndError::NotFound => AppError::NotFound,
            EndError::Internal(error) => asked.internal(&error),
        })?;
    leptos_axum::redirect("/business/budgets?saved=ended");
    Ok(())
}

#[cfg(feature = "ssr")]
fn details(
    asked: &guard::Asked,
    amount: &str,
    at_limit: &str,
    thresholds: &str,
) -> Result<Details, AppError> {
    let at_limit = AtLimit::parse(at_limit)
        .ok_or_else(|| AppError::invalid("at_limit", "Please choose what happens at the limit."))?;
    Details::parse(amount, asked.shop.brand.currency, at_limit, thresholds).map_err(|fault| match fault {
        Fault::Amount => {
            AppError::invalid("budget_amount", "Please enter an amount above zero, such as 500.")
        }
        Fault::Thresholds => AppError::invalid(
            "thresholds",
            "Please enter up to five percentages from 1 to 200 with commas between them: 80, 100.",
        ),
    })
}
